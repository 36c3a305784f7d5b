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
import { readRunbooks, runbookFiles } from "./runbooks.ts";
import { secretsInText } from "./secrets-in-file.ts";
import { type ServiceSettings, toSettings } from "./settings.ts";
import { watchBreaks, watchWeaknesses } from "./watch-rules.ts";
import { type Locate, longestFile, parseYaml } from "./yaml.ts";

export { ConfigError, problemLine } from "./problem.ts";

export type Config = { organisation: Organisation; service: ServiceSettings; warnings: readonly Problem[] };
export type Read = Config | { problems: readonly Problem[] };
/** `files`: what else is part of the configuration, and whose change changes it: absolute paths. */
export type ReadWhole = Read & { files: readonly string[] };

/** Never rejects: a file that cannot be read is a problem too. */
export async function readConfig(path: string, env: Environment): Promise<ReadWhole> {
  let text: string;
  try {
    text = await readText(path, longestFile);
  } catch (error) {
    const right = "Start from breakglass.example.yaml, or name another file";
    return { problems: [{ line: 1, column: 1, path: "the file", wrong: cannot(error), right }], files: [] };
  }
  const secrets = await readSecretFiles(env);
  const { read, file, locate } = parse(text, secrets.env);
  const named = file ? runbookFiles(file, path) : [];
  const { runbooks, findings: torn } = await readRunbooks(named);
  const files = named.map((runbook) => runbook.path);
  const unread = [
    ...secrets.findings.map((finding) => problem(finding, () => ({ line: 1, column: 1 }))),
    ...all(torn, locate),
  ];
  if (unread.length > 0) {
    const problems = [...unread, ...("problems" in read ? read.problems : [])];
    return { problems: problems.sort(inFileOrder), files };
  }
  return "problems" in read
    ? { ...read, files }
    : { ...read, organisation: { ...read.organisation, runbooks }, files };
}

/** Pure; never throws. Files that the text names (`…_FILE` variables, runbooks) are not looked at here. */
export const parseConfig = (text: string, env: Environment): Read => parse(text, env).read;

/** `file` is there as soon as its shape is right. */
type Parsed = { read: Read; file?: ConfigFile; locate: Locate };

function parse(text: string, env: Environment): Parsed {
  const yaml = parseYaml(text);
  const leaked = secretsInText(text.slice(0, longestFile));
  if ("problems" in yaml) return broke([...leaked, ...yaml.problems]);
  // Each schema is used once: writing a function for it, as zod does, would take longer than it saves.
  const parsed = fileSchema.safeParse(yaml.value, { reportInput: true, jitless: true });
  if (!parsed.success) {
    const shape = findings(parsed.error.issues, jsonSchema()).map((finding) => ({
      ...problem(finding, yaml.locate),
      ...yaml.locate(finding.point, finding.about),
    }));
    return broke([...leaked, ...shape]);
  }
  const { organisation, service, broken } = join(parsed.data, env);
  const well = { file: parsed.data, locate: yaml.locate };
  if (leaked.length > 0 || broken.length > 0 || !organisation)
    return { ...broke([...leaked, ...all(broken, yaml.locate)]), ...well };
  const weak = [...weaknesses(organisation), ...watchWeaknesses(parsed.data)];
  return {
    read: { organisation, service, warnings: all(weak, yaml.locate).sort(inFileOrder) },
    ...well,
  };
}

const broke = (problems: Problem[]): Parsed => ({
  read: { problems: problems.sort(inFileOrder) },
  locate: () => ({ line: 1, column: 1 }),
});

function join(file: ConfigFile, env: Environment) {
  const { settings, findings: wrong } = toSettings(file, env);
  const broken = [
    ...ruleBreaks(file),
    ...watchBreaks(file),
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
