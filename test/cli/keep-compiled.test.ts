// What Node keeps of a start for the next one: never anything else than the source says, and never where another may write.
import { execFile } from "node:child_process";
import { chmodSync, chownSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const node = resolve("node_modules/.bin/node");
/** Rights of others can only be made by root; who is not root has the right taken from themselves. */
const isRoot = process.geteuid?.() === 0;
const nobody = 65_534;

/** The command as it is, and in place of the bot a file with types that tells what Node did. */
const bot = (says: string) => `
  import { execFileSync } from "node:child_process";
  import { getCompileCacheDir } from "node:module";
  export async function run(_: readonly string[]): Promise<number> {
    const loaded = (process as unknown as { moduleLoadList: string[] }).moduleLoadList;
    const stripped = loaded.some((name) => name.includes("amaro"));
    console.log(JSON.stringify({ says: "${says}", stripped, folder: getCompileCacheDir() }));
    const die = () => execFileSync("kill", ["-KILL", String(process.pid)]); // not by Node, which would tidy up before
    if (process.env["DIE"]) setTimeout(die, 2_500);
    return 0;
  }`;

let home: string;
let kept: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "breakglass-kept-"));
  kept = join(home, "node_modules", ".breakglass");
  await mkdir(join(home, "src/cli"), { recursive: true });
  await mkdir(join(home, "node_modules"));
  await mkdir(join(home, "tmp"));
  for (const name of ["main.js", "keep-compiled.js"]) {
    await cp(join("src/cli", name), join(home, "src/cli", name));
  }
  await writeFile(join(home, "package.json"), `{ "type": "module" }`);
  await writeFile(join(home, "src/cli/run.ts"), bot("first"));
});
afterEach(() => rm(home, { recursive: true }));

type Told = { says: string; stripped: boolean; folder?: string };

async function start(env: Record<string, string> = {}): Promise<Told> {
  const { stdout, stderr } = await promisify(execFile)(node, [join(home, "src/cli/main.js")], {
    env: { PATH: process.env["PATH"] ?? "", TMPDIR: join(home, "tmp"), NODE_NO_WARNINGS: "1", ...env },
  });
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Told;
}

const warm = { says: "first", stripped: false, folder: expect.stringContaining(".breakglass") as string };
const without = { says: "first", stripped: true };

async function keptFiles(): Promise<string[]> {
  const names = await readdir(kept, { recursive: true, withFileTypes: true });
  return names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name));
}

describe("a start", () => {
  test("strips types once, and the next one does not", async () => {
    expect(await start()).toMatchObject({ says: "first", stripped: true });
    expect(await start()).toMatchObject(warm);
  });

  test("lets nobody else into the folder", async () => {
    await start();
    expect((await stat(kept)).mode & 0o777).toBe(0o700);
  });

  test("leaves nothing in the folder for temporary files, where anybody may write", async () => {
    await start();
    expect(await readdir(join(home, "tmp"))).toEqual([]);
  });

  test("keeps it for the next one, though it is killed", async () => {
    await expect(start({ DIE: "later" })).rejects.toMatchObject({ signal: "SIGKILL" });
    expect(await start()).toMatchObject(warm);
  });

  test("takes the folder that the operator names", async () => {
    const chosen = join(home, "chosen");
    await start({ NODE_COMPILE_CACHE: chosen });
    expect(await start({ NODE_COMPILE_CACHE: chosen })).toMatchObject({
      stripped: false,
      folder: expect.stringContaining(chosen),
    });
    expect(await readdir(join(home, "node_modules"))).toEqual([]);
  });
});

describe("the source is what runs", () => {
  beforeEach(() => start());

  test("after it was changed, even to a text of the same length", async () => {
    await writeFile(join(home, "src/cli/run.ts"), bot("other"));
    expect(await start()).toMatchObject({ says: "other", stripped: true });
    expect(await start()).toMatchObject({ says: "other", stripped: false });
  });

  const harms: Record<string, (bytes: Buffer) => Uint8Array> = {
    "one byte is another": (bytes) => bytes.map((byte, at) => (at === bytes.length - 9 ? byte ^ 1 : byte)),
    "the end is missing": (bytes) => bytes.subarray(0, bytes.length - 10),
    "only the beginning is there": (bytes) => bytes.subarray(0, 8),
    "nothing is in it": () => Buffer.alloc(0),
    "it is noise": (bytes) => Buffer.alloc(bytes.length, 0xa5),
  };
  test.each(Object.entries(harms))("where of each file that was kept %s", async (_, harm) => {
    const files = await keptFiles();
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) await writeFile(file, harm(await readFile(file)));
    expect(await start()).toMatchObject({ says: "first", stripped: true });
    expect(await start()).toMatchObject(warm);
  });

  test("where every file that was kept is that of another source", async () => {
    const [one = "", ...others] = await keptFiles();
    const bytes = await readFile(one);
    for (const file of others) await writeFile(file, bytes);
    expect(await start()).toMatchObject({ says: "first" });
  });
});

describe("a start keeps nothing, and reads nothing that was kept", () => {
  afterEach(() => chmodSync(join(home, "node_modules"), 0o755));

  test("where others may enter the folder", async () => {
    await start();
    chmodSync(kept, 0o755);
    expect(await start()).toEqual(without);
  });

  test("where the folder is another's", async () => {
    await start();
    if (isRoot) chownSync(kept, nobody, nobody);
    else chmodSync(kept, 0o711);
    expect(await start()).toEqual(without);
  });

  test("where the folder only leads to another place", async () => {
    await mkdir(join(home, "elsewhere"), { mode: 0o700 });
    await symlink(join(home, "elsewhere"), kept);
    expect(await start()).toEqual(without);
    expect(await readdir(join(home, "elsewhere"))).toEqual([]);
  });

  test("where the code is another's, or may not be written", async () => {
    if (isRoot) chownSync(join(home, "node_modules"), nobody, nobody);
    else chmodSync(join(home, "node_modules"), 0o555);
    expect(await start()).toEqual(without);
    expect(await readdir(join(home, "node_modules"))).toEqual([]);
  });

  test("where a file stands in its place", async () => {
    await writeFile(kept, "");
    expect(await start()).toEqual(without);
  });
});
