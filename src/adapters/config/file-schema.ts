// breakglass.yaml as a whole, as a zod schema; and the JSON Schema of it, for editors and for error texts.
import { z } from "zod";
import { accounts, organisation, people } from "./organisation-schema.ts";
import { policy } from "./policy-schema.ts";
import type { Path } from "./problem.ts";
import { runbooks } from "./runbook-schema.ts";
import { calendar, endpoints, service, slack, teams } from "./service-schema.ts";
import { azureMonitor, fallback, watch } from "./watch-schema.ts";

export const fileSchema = z
  .strictObject({
    organisation,
    people,
    accounts,
    policy: policy.optional(),
    slack: slack.optional(),
    teams: teams.optional(),
    watch: watch.optional(),
    azureMonitor: azureMonitor.optional(),
    fallback: fallback.optional(),
    calendar: calendar.optional(),
    runbooks: runbooks.optional(),
    service: service.optional(),
    endpoints: endpoints.optional(),
  })
  .meta({
    title: "breakglass.yaml",
    description:
      "People, accounts and rules of Breakglass. Secrets are not in it: they come from the environment.",
  });

export type ConfigFile = z.output<typeof fileSchema>;

export type JsonSchema = {
  description?: string;
  examples?: (string | number)[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
};

let made: JsonSchema | undefined;

/** Draft 7: what editors' YAML plug-ins understand best. Not made before somebody asks: a good file needs it not. */
export const jsonSchema = (): JsonSchema => {
  made ??= z.toJSONSchema(fileSchema, { target: "draft-7", io: "input" }) as JsonSchema;
  return made;
};

/** What the schema says about a place in the file; undefined where it knows no such place. */
export function schemaAt(schema: JsonSchema, [step, ...rest]: Path): JsonSchema | undefined {
  if (step === undefined) return schema;
  for (const branch of schema.oneOf ?? [schema]) {
    const next = typeof step === "number" ? branch.items : ownProperty(branch.properties, step);
    if (next) return schemaAt(next, rest);
  }
  return undefined;
}

const ownProperty = (of: Record<string, JsonSchema> | undefined, key: string): JsonSchema | undefined =>
  of && Object.hasOwn(of, key) ? of[key] : undefined;

/** The keys that may stand at a place. */
export const keysAt = (schema: JsonSchema | undefined): readonly string[] =>
  (schema?.oneOf ?? (schema ? [schema] : [])).flatMap(({ properties }) => Object.keys(properties ?? {}));
