// breakglass audit verify and store backup: beside a running bot, and on a log that somebody changed.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DurableStore, openStore } from "../../src/adapters/store/open-store.ts";
import { run } from "../../src/cli/run.ts";
import { anAppend } from "../kit/appends.ts";

const main = join(import.meta.dirname, "../../src/cli/main.js");

let folder = "";
let url = "";
let store: DurableStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "breakglass-audit-"));
  url = `sqlite:${join(folder, "breakglass.db")}`;
  store = await openStore({ url });
  await store.append(anAppend("BG-1"));
  await store.append(anAppend("BG-2"));
});
afterAll(() => rm(folder, { recursive: true }));

async function typed(...args: string[]) {
  let [out, err] = ["", ""];
  const terminal = {
    env: {},
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
  };
  return { code: await run(args, terminal), out, err };
}

test("the log is verified while the bot has it open", async () => {
  const { code, out } = await typed("audit", "verify", "--store", url);
  const { hash } = await store.head();
  expect({ code, out }).toEqual({ code: 0, out: `2 entries, every link holds. Newest: ${hash}\n` });
});

test("a copy is made while the bot has the store open, and it verifies", async () => {
  const copy = join(folder, "copy.db");
  expect(await typed("store", "backup", "--to", copy, "--store", url)).toMatchObject({ code: 0 });
  expect(await typed("audit", "verify", "--store", `sqlite:${copy}`)).toMatchObject({ code: 0 });
  const again = await typed("store", "backup", "--to", copy, "--store", url);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining("exists already") });
});

test("a folder that is not there is named, and a backup that fails leaves its name free", async () => {
  const nowhere = await typed("store", "backup", "--to", join(folder, "nowhere", "copy.db"), "--store", url);
  expect(nowhere).toMatchObject({
    code: 1,
    err: expect.stringContaining(`no folder ${join(folder, "nowhere")}`),
  });

  const [large, late] = [join(folder, "large.db"), join(folder, "late.db")];
  const left = async () => (await readdir(folder)).filter((name) => name.startsWith("late"));
  await typed("store", "backup", "--to", large, "--store", url);
  const db = new DatabaseSync(large);
  db.exec("create table padding (bytes blob); insert into padding values (zeroblob(2000000))");
  db.close();
  const backup = ["store", "backup", "--to", late, "--store", `sqlite:${large}`];
  const small = promisify(execFile)("sh", [
    "-c",
    'ulimit -f 800; exec "$@"',
    "sh",
    process.execPath,
    main,
    ...backup,
  ]);
  await expect(small).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("was not backed up to"),
  });
  expect(await left()).toEqual([]);

  await writeFile(`${late}.part`, "what a backup left that was killed");
  expect(await typed(...backup)).toMatchObject({ code: 0 });
  expect(await left()).toEqual(["late.db"]);
});

test("the first broken entry is named, and the exit code says so", async () => {
  await store.close();
  const db = new DatabaseSync(url.slice("sqlite:".length));
  for (const { name } of db.prepare("select name from sqlite_master where type = 'trigger'").all())
    db.exec(`drop trigger "${String(name)}"`);
  db.exec("update event set text = text || ' ' where seq = 2");
  db.close();
  const { code, err } = await typed("audit", "verify", "--store", url);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("broken at entry 2") });
});

test("a store that is not there is named", async () => {
  const { code, err } = await typed("audit", "verify", "--store", "sqlite:/nowhere/breakglass.db");
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining("there is no file /nowhere/breakglass.db"),
  });
});
