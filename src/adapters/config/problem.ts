// What is wrong with a configuration, said so that a person can mend it: where, what, and what would be right.
// No text of a problem ever repeats a value of the file: a value in the wrong place may be a secret.

/** `line` and `column` count from 1. An environment variable's problem points at the line that needs it. */
export type Problem = {
  line: number;
  column: number;
  /** The place in the file (`people[0].slack`) or the name of an environment variable. */
  path: string;
  wrong: string;
  right: string;
};

/** A place in the file as zod names it: `["people", 0, "slack"]`. */
export type Path = readonly (string | number)[];

/** What a rule finds, before its line is looked up. `variable`: the environment variable it is about, if any. */
export type Finding = { at: Path; wrong: string; right: string; variable?: string };

export const pathText = (path: Path): string =>
  path.length === 0
    ? "the file"
    : path.map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? key : `.${key}`)).join("");

/** `breakglass.yaml:12:5: people[2].tier is not …. Write …`: the form that editors turn into a link. */
export const problemLine = (file: string, problem: Problem, word = ""): string =>
  `${file}:${problem.line}:${problem.column}: ${word}${problem.path} ${problem.wrong}. ${ended(problem.right)}`;

const ended = (sentence: string): string => (sentence.endsWith("?") ? sentence : `${sentence}.`);

/** Thrown by whoever cannot go on without a configuration; its message has one line for each problem. */
export class ConfigError extends Error {
  override name = "ConfigError";
  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map((problem) => problemLine(file, problem)).join("\n"));
  }
}

export const inFileOrder = (a: Problem, b: Problem): number => a.line - b.line || a.column - b.column;

/** A key, handle or group of the file, repeated only when it is too short or too plain to be a secret. */
export const shown = (name: string): string =>
  /^[A-Za-z]{1,30}$|^[A-Za-z][\w.-]{0,15}$/.test(name) ? `"${name}"` : "this";
