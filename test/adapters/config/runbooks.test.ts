// Runbooks of the organisation's own: found beside the configuration, checked with it, and told by its line.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseConfig, readConfig } from "../../../src/adapters/config/config.ts";
import { environment, valid } from "./file.ts";

let folder = "";
let config = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "breakglass-runbooks-"));
  config = join(folder, "etc", "breakglass.yaml");
  await mkdir(join(folder, "etc", "runbooks"), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** With the files put beside the configuration first. */
async function read(block: string, files: Readonly<Record<string, string | Uint8Array>> = {}) {
  for (const [name, content] of Object.entries(files)) await writeFile(join(dirname(config), name), content);
  await writeFile(config, `${valid}${block}`);
  return readConfig(config, environment);
}

async function told(block: string, files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const result = await read(block, files);
  if (!("problems" in result)) return ["no problem"];
  const lines = `${valid}${block}`.split("\n");
  return result.problems.map(
    ({ line, path, wrong, right }) => `${lines[line - 1]?.trim()} <- ${path} ${wrong}. ${right}`,
  );
}

const mfa = "runbooks:\n  mfa-outage: ./runbooks/mfa.md\n";

test("a path is seen from the configuration's folder, and the text is the organisation's", async () => {
  const result = await read(mfa, { "runbooks/mfa.md": "\ufeff# Our way\n\n1. Call **Dave**.\n" });
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  expect(result.organisation.runbooks).toEqual({ "mfa-outage": "# Our way\n\n1. Call **Dave**.\n" });
  expect(result.files).toEqual([join(dirname(config), "runbooks/mfa.md")]);
});

test("without the block there are none, and nothing else to look at", async () => {
  expect(await read("")).toMatchObject({ organisation: { runbooks: {} }, files: [] });
});

test("the text of the configuration alone opens no file", () => {
  expect(parseConfig(`${valid}runbooks:\n  other: /nowhere/x.md\n`, environment)).toMatchObject({
    organisation: { runbooks: {} },
  });
});

describe("what cannot be shown is told with the line that names it", () => {
  const line = "mfa-outage: ./runbooks/mfa.md <- runbooks.mfa-outage";
  // Put together here so that no scanner takes the test for a leak.
  const token = ["xoxb", "1234567890", "abcdefghij"].join("-");
  test.each<[rule: string, content: string | Uint8Array, wrong: string]>([
    ["no UTF-8", Uint8Array.of(0x31, 0x2e, 0x20, 0xff), "names a file that is no UTF-8 text"],
    ["more than 20 KB", "1. Go.\n".repeat(3_000), "names a file of more than 20 KB"],
    ["empty", " \n\n", "names an empty file"],
    ["a control character", "one\ntwo \u0007", "names a file whose line 2 holds an invisible character"],
    ["a turned direction", "one \u202e two", "names a file whose line 1 holds an invisible character"],
    [
      "an endless step",
      `1. ${"Go on. ".repeat(250)}`,
      "names a file with a step or paragraph of more than 1500",
    ],
    ["a secret", `1. Use ${token}`, "names a file whose line 1 holds a Slack token"],
  ])("%s", async (_, content, wrong) => {
    const problems = await told(mfa, { "runbooks/mfa.md": content });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${line} ${wrong}`);
    expect(problems[0]).not.toContain(token);
  });

  test("exactly 20 KB is taken", async () => {
    const step = `1. ${"x".repeat(1_020)}\n`;
    const content = step.repeat(20).padEnd(20 * 1024, " ");
    expect(await told(mfa, { "runbooks/mfa.md": content })).toEqual(["no problem"]);
    expect(await told(mfa, { "runbooks/mfa.md": `${content} ` })).not.toEqual(["no problem"]);
  });

  test.each([
    ["./runbooks/none.md", "names a file that does not exist. Check the path; it is seen from this file"],
    ["./runbooks", "is no path of a .md file. Write it like this: ./runbooks/mfa.md"],
    ["/etc/passwd", "is no path of a .md file. Write it like this: ./runbooks/mfa.md"],
  ])("%s", async (path, wrong) => {
    expect(await told(`runbooks:\n  other: ${path}\n`)).toEqual([
      `other: ${path} <- runbooks.other ${wrong}`,
    ]);
  });

  test("a folder with the right ending", async () => {
    await mkdir(join(dirname(config), "folder.md"));
    expect(await told("runbooks:\n  other: folder.md\n")).toEqual([
      expect.stringContaining("names a file that is a folder"),
    ]);
  });

  test("a kind that is none", async () => {
    expect(await told("runbooks:\n  mfa-outages: x.md\n")).toEqual([
      expect.stringContaining('"mfa-outages" as a key, which is no setting. Did you mean "mfa-outage"?'),
    ]);
  });

  test("together with what else is wrong, in the order of the file, and the file is still watched", async () => {
    await writeFile(config, `${valid.replace("U0BOB", "U0ALICE")}runbooks:\n  other: none.md\n`);
    const result = await readConfig(config, environment);
    expect("problems" in result && result.problems.map(({ path }) => path)).toEqual([
      "people[1].slack",
      "runbooks.other",
    ]);
    expect(result.files).toEqual([join(dirname(config), "none.md")]);
  });
});
