// The official schemas of both manifests, as functions that tell what is wrong.
import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";

/** The problems of a manifest, as `path: what`; none when it is valid. */
export async function schemaProblems(
  schema: "manifest.schema.2.0.0" | "MicrosoftTeams.schema.v1.28" | "MicrosoftTeams.schema.v1.29",
  manifest: unknown,
): Promise<string[]> {
  // Teams' schema says draft 4, which ajv no longer knows; nothing in it differs from draft 7.
  const { $schema: _, ...rules } = JSON.parse(await readFile(`test/fixtures/schemas/${schema}.json`, "utf8"));
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(rules);
  validate(manifest);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}
