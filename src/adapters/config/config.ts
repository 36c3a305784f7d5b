// breakglass.yaml and the environment, to people, policy and settings; or to everything that is wrong with them.
import type { Organisation } from "../../core/organisation.ts";
import { deadEnds, weaknesses } from "./dead-ends.ts";
import { cannot, type Environment, readSecretFiles, readText } from "./environment.ts";
import { type ConfigFile, fileSchema, jsonSchema } from "./file-schema.ts";
import { findings } from "./issues.ts";
import { toOrganisation, toPolicy } from "./organisation.ts";
import { policyBreaks } from "./policy-rules.ts";
import { type Finding, inFileOrder, type Path, type Problem, pathText } from "./problem.ts";
import { ruleBreaks } from "./rules.ts";
import { secretsInText } from "./secrets-in-file.ts";
import { type ServiceSettings, toSettings } from "./settings.ts";
import { type Locate, longestFile, parseYaml } from "./yaml.ts";

export { ConfigError, problemLine } from "./problem.ts";

export type Config = { organisation: Organisation; service: ServiceSettings; warnings: readonly Problem[] };
export type Read = Config | { problems: readonly Problem[] };

/** Never rejects: a file that cannot be read is a problem too. */
export async function readConfig(path: string, env: Environment): Promise<Read> {
  let text: string;
  try {
    text = await readText(path, longestFile);
  } catch (error) {
    const right = "Start from breakglass.example.yaml, or name another file";
    return { problems: [{ line: 1, column: 1, path: "the file", wrong: cannot(error), right }] };
  }
  const secrets = await readSecretFiles(env);
  const read = parseConfig(text, secrets.env);
  if (secrets.findings.length === 0) return read;
  const unread = secrets.findings.map((finding) => problem(finding, () => ({ line: 1, column: 1 })));
  return { problems: [...unread, ...("problems" in read ? read.problems : [])] };
}

/** Pure; never throws. `…_FILE` variables are not looked at here. */
export function parseConfig(text: string, env: Environment): Read {
  const yaml = parseYaml(text);
  const leaked = secretsInText(text.slice(0, longestFile));
  if ("problems" in yaml) return { problems: [...leaked, ...yaml.problems].sort(inFileOrder) };
  const parsed = fileSchema.safeParse(yaml.value, { reportInput: true });
  if (!parsed.success) {
    const shape = findings(parsed.error.issues, jsonSchema).map((finding) => ({
      ...problem(finding, yaml.locate),
      ...yaml.locate(finding.point, finding.about),
    }));
    return { problems: [...leaked, ...shape].sort(inFileOrder) };
  }
  const { organisation, service, broken } = join(parsed.data, env);
  if (leaked.length > 0 || broken.length > 0 || !organisation)
    return { problems: [...leaked, ...all(broken, yaml.locate)].sort(inFileOrder) };
  return { organisation, service, warnings: all(weaknesses(organisation), yaml.locate).sort(inFileOrder) };
}

function join(file: ConfigFile, env: Environment) {
  const { settings, findings: wrong } = toSettings(file, env);
  const broken = [
    ...ruleBreaks(file),
    ...policyBreaks(toPolicy(file.policy), Object.keys(file.policy ?? {})),
  ];
  const organisation = broken.length === 0 ? toOrganisation(file) : undefined;
  const stuck = organisation ? deadEnds(organisation) : [];
  return { organisation, service: settings, broken: [...broken, ...stuck, ...wrong] };
}

const all = (found: readonly Finding[], locate: Locate): Problem[] =>
  found.map((finding) => problem(finding, locate));

const problem = (
  { at, wrong, right, variable }: Finding,
  locate: (path: Path) => { line: number; column: number },
): Problem => ({
  ...locate(at),
  path: variable ?? pathText(at),
  wrong,
  right,
});
