// breakglass at the command line: what is printed where, and the exit codes that a script relies on.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { sayFailure } from "../../src/cli/terminal.ts";
import { environment, valid } from "../adapters/config/file.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "breakglass-cli-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function typed(args: string[], env: Record<string, string> = environment) {
  let [out, err] = ["", ""];
  const code = await run(args, {
    env,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe("help", () => {
  test("asked for, it goes to stdout, names every command and every exit code, and ends with 0", async () => {
    for (const args of [["help"], ["--help"]]) {
      const { code, out, err } = await typed(args);
      expect({ code, err }).toEqual({ code: 0, err: "" });
      for (const word of ["serve", "sandbox", "config", "manifest", "help", "Exit codes:", "70"])
        expect(out).toContain(word);
    }
  });

  test("of one command", async () => {
    expect(await typed(["help", "manifest"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("--host"),
    });
  });

  test.each([
    [[], "Usage: breakglass"],
    [["serv"], "Did you mean serve?"],
    [["config"], "Usage: breakglass config"],
    [["config", "chek"], "Did you mean check?"],
    [["serve", "--configg", "x"], "unknown option '--configg'"],
    [["serve", "extra"], "too many arguments"],
    [["sandbox", "--port", "70000"], "A port is a number from 0 to 65535."],
    [["manifest", "--out", "x"], "required option '--host <name>'"],
  ])("what is not understood (%j) ends with 2, told on stderr", async (args, told) => {
    const { code, out, err } = await typed(args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(told);
  });
});

describe("config check", () => {
  test("a good file ends with 0 and says what it holds", async () => {
    const path = await file("good.yaml", valid);
    expect(await typed(["config", "check", path])).toEqual({
      code: 0,
      out: `${path}: fine. 4 people, 2 accounts, Slack.\n`,
      err: "",
    });
  });

  test("problems end with 1, each as file:line:column: what, in the order of the file", async () => {
    const path = await file("bad.yaml", valid.replace("U0BOB", "U0ALICE").replace("[dave]", "[dvae]"));
    expect(await typed(["config", "check", path])).toEqual({
      code: 1,
      out: "",
      err: [
        `${path}:14:12: people[1].slack is the same as that of people[0]. One Slack member is one person: keep it with the right one.\n`,
        `${path}:46:24: accounts[1].custody.parts[0].custodians[0] names "dvae", and no person has that handle. Did you mean "dave"?\n`,
      ].join(""),
    });
  });

  test("a warning is told and stops nothing", async () => {
    const path = await file("warning.yaml", valid.replace("[dave, carol]", "[dave]"));
    const { code, err } = await typed(["config", "check", path]);
    expect({ code, err }).toEqual({
      code: 0,
      err: `${path}:34:7: warning: accounts[0].custody.parts is held by one person alone. Name a second custodian, for the day the first is away.\n`,
    });
  });

  test("without secrets, the file is checked by itself", async () => {
    const path = await file("good.yaml", valid);
    expect(await typed(["config", "check", path], {})).toMatchObject({ code: 1 });
    expect(await typed(["config", "check", "--no-secrets", path], {})).toMatchObject({ code: 0, err: "" });
    const socket = await file(
      "socket.yaml",
      valid.replace("slack:\n  team", "slack:\n  mode: socket\n  team"),
    );
    expect(await typed(["config", "check", "--no-secrets", socket], {})).toMatchObject({ code: 0, err: "" });
  });

  test("a file that is not there ends with 1 and says what to do", async () => {
    const path = join(folder, "none.yaml");
    expect(await typed(["config", "check", path])).toEqual({
      code: 1,
      out: "",
      err: `${path}:1:1: the file does not exist. Start from breakglass.example.yaml, or name another file.\n`,
    });
  });
});

test("config schema prints the schema that is shipped", async () => {
  const { code, out } = await typed(["config", "schema"]);
  expect(code).toBe(0);
  expect(out).toBe(await readFile("manifest/breakglass.schema.json", "utf8"));
});

describe("manifest", () => {
  const botId = "5e4d3c2b-1a09-4f8e-9d7c-6b5a49382716";
  const base = (out: string) => ["manifest", "--host", "bot.contoso.example", "--out", out];

  test("writes both apps, and the folder, and names what it wrote", async () => {
    const out = join(folder, "new", "out");
    const written = await typed([...base(out), "--bot-id", botId, "--teams-app-id", botId]);
    expect(written.code).toBe(0);
    const names = ["breakglass-teams-1.28.zip", "breakglass-teams.zip", "slack-manifest.json"];
    expect((await readdir(out)).sort()).toEqual(names);
    expect(written.out.trim().split("\n").sort()).toEqual(names.map((name) => join(out, name)));
  });

  test("without the bot's ids, only Slack's", async () => {
    const out = join(folder, "slack-only");
    expect(await typed(base(out))).toMatchObject({ code: 0 });
    expect(await readdir(out)).toEqual(["slack-manifest.json"]);
  });

  test.each([
    ["https://bot.contoso.example", "--host is no public host name"],
    ["bot.contoso.example/slack", "--host is no public host name"],
    ['bot.example","x":"', "--host is no public host name"],
    ["{{BOT_ID}}.example", "--host is no public host name"],
    ["localhost", "--host is no public host name"],
    ["127.0.0.1", "--host is no public host name"],
    ["bot..example", "--host is no public host name"],
    [`${"a".repeat(64)}.example`, "--host is no public host name"],
  ])("the host %s is refused, and nothing is written", async (host, told) => {
    const out = join(folder, "refused");
    const { code, err } = await typed(["manifest", "--host", host, "--out", out]);
    expect(code).toBe(1);
    expect(err).toBe(`breakglass: ${told}: write the name alone, like bot.example.com\n`);
    await expect(readdir(out)).rejects.toThrow("ENOENT");
  });

  test.each([
    [["--bot-id", botId], "give both or neither"],
    [["--bot-id", "bot", "--teams-app-id", botId], "--bot-id is no GUID"],
    [["--bot-id", botId, "--teams-app-id", `${botId}"`], "--teams-app-id is no GUID"],
  ])("ids that cannot be used (%j) are refused", async (more, told) => {
    const { code, err } = await typed([...base(join(folder, "refused")), ...more]);
    expect(code).toBe(1);
    expect(err).toContain(told);
  });
});

describe("failures", () => {
  const said = (error: unknown, env: Record<string, string> = {}) => {
    let err = "";
    const add = (text: string) => {
      err += text;
    };
    return { code: sayFailure(error, { env, out: add, err: add }), err };
  };

  test("what the surroundings refuse is told in one line, with 1", () => {
    const error = Object.assign(new Error("listen EADDRINUSE: address already in use 127.0.0.1:3978"), {
      code: "EADDRINUSE",
    });
    expect(said(error)).toEqual({ code: 1, err: `breakglass: ${error.message}\n` });
  });

  test("a slip of ours is an internal error, with 70 and no stack", () => {
    const slip = new TypeError("x is not a function\nsecond line");
    const told = "breakglass: internal error: x is not a function (set BREAKGLASS_DEBUG=1 to see where)\n";
    expect(said(slip)).toEqual({ code: 70, err: told });
    expect(said("thrown text").code).toBe(70);
  });

  test("BREAKGLASS_DEBUG shows where", () => {
    expect(said(new TypeError("x"), { BREAKGLASS_DEBUG: "1" }).err).toContain("cli.test.ts");
  });
});

describe("the command as the system starts it", () => {
  const start = promisify(execFile);

  test("runs under this Node", async () => {
    const { stdout } = await start("node_modules/.bin/node", ["src/cli/main.js", "config", "schema"]);
    expect(JSON.parse(stdout)).toHaveProperty("properties.people");
  });

  test("serve without a usable configuration ends with 1 and the problems, and no stack", async () => {
    const missing = join(folder, "none.yaml");
    const failed = start("node_modules/.bin/node", ["src/cli/main.js", "serve", "--config", missing]);
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^\S+none\.yaml:1:1: the file does not exist\. [^\n]*\n$/),
    });
  });

  test("under an older Node it says which one it needs, before anything else", async () => {
    const source = await readFile("src/cli/main.js", "utf8");
    const older = source
      .replace("process.versions.node.split", '"24.21.0".split')
      .replace("./run.ts", "./not-there.ts");
    const path = await file("main.mjs", older);
    await expect(start("node_modules/.bin/node", [path])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Use Node 26 or newer"),
    });
  });
});
