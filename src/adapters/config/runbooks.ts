// The organisation's own runbooks: Markdown files that the configuration names, read and checked with it.
import { dirname, resolve } from "node:path";
import { parseMarkdown } from "../../core/markdown.ts";
import type { Organisation } from "../../core/organisation.ts";
import type { TextBlock } from "../../core/paper.ts";
import { type Failure, failures } from "../../core/wish.ts";
import { cannot, readText } from "./environment.ts";
import type { ConfigFile } from "./file-schema.ts";
import type { Finding } from "./problem.ts";
import { secretsInText } from "./secrets-in-file.ts";

export type RunbookFile = { failure: Failure; path: string };

/** Bytes. Ten printed pages: nobody reads more in an emergency. */
const longestRunbook = 20 * 1024;
/** Characters of one step or paragraph: what is longer cannot be read one step at a time, nor cut between two. */
const longestStep = 1_500;

/** Seen from the folder of the configuration file. */
export const runbookFiles = (file: ConfigFile, configPath: string): RunbookFile[] =>
  failures.flatMap((failure) => {
    const path = file.runbooks?.[failure];
    return path === undefined ? [] : [{ failure, path: resolve(dirname(configPath), path) }];
  });

/** Never rejects. */
export async function readRunbooks(
  files: readonly RunbookFile[],
): Promise<{ runbooks: Organisation["runbooks"]; findings: Finding[] }> {
  const runbooks: Partial<Record<Failure, string>> = {};
  const findings: Finding[] = [];
  for (const { failure, path } of files) {
    const read = await readRunbook(path);
    if ("text" in read) runbooks[failure] = read.text;
    else findings.push({ at: ["runbooks", failure], ...read });
  }
  return { runbooks, findings };
}

type Wrong = Pick<Finding, "wrong" | "right">;

async function readRunbook(path: string): Promise<{ text: string } | Wrong> {
  try {
    const text = await readText(path, longestRunbook);
    return whyNot(text) ?? { text };
  } catch (error) {
    const tooLong = error instanceof Error && "code" in error && error.code === "ERR_TOO_LONG";
    return tooLong
      ? { wrong: "names a file of more than 20 KB", right: "Shorten it to what one does in an emergency" }
      : { wrong: `names a file that ${cannot(error)}`, right: "Check the path; it is seen from this file" };
  }
}

function whyNot(text: string): Wrong | undefined {
  const [secret] = secretsInText(text);
  if (secret) return { wrong: `names a file whose line ${secret.line} ${secret.wrong}`, right: secret.right };
  const unseen = /[^\P{Cc}\t\n\r]|\p{Bidi_Control}/u.exec(text);
  if (unseen) {
    const line = text.slice(0, unseen.index).split("\n").length;
    return { wrong: `names a file whose line ${line} holds an invisible character`, right: "Take it out" };
  }
  const blocks = parseMarkdown(text);
  if (blocks.length === 0) return { wrong: "names an empty file", right: "Write it, or take this line out" };
  const long = blocks.find((block) => plainText(block).length > longestStep);
  return (
    long && {
      wrong: `names a file with a step or paragraph of more than ${longestStep} characters`,
      right: "Make several steps of it",
    }
  );
}

const plainText = ({ words }: TextBlock): string =>
  words.map((piece) => (typeof piece === "string" ? piece : piece.strong)).join("");
