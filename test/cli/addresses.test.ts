// Addresses that lead to no store: each command says what is wrong with them, touches nothing, and tells no password.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { run } from "../../src/cli/run.ts";
import { anAppend } from "../kit/appends.ts";
import { noPostgres, postgresHome } from "../kit/stores.ts";

let folder = "";
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "breakglass-addresses-"));
  const store = await openStore({ url: `sqlite:${at("ours.db")}` });
  await store.append(anAppend("BG-1"));
  await store.close();
  writeFileSync(at("letter.txt"), "Dear auditor, ".repeat(100));
  writeFileSync(at("empty.db"), "");
  mkdirSync(at("folder.db"));
  foreign("customers.db", "create table customers (name text)");
  foreign("events.db", "create table event (at text); create table head (id integer)");
  foreign("kysely.db", "create table kysely_migration (name text); create table pets (name text)");
});
afterAll(() => rmSync(folder, { recursive: true }));

function foreign(name: string, schema: string): void {
  const db = new DatabaseSync(at(name));
  db.exec(schema);
  db.close();
}

async function typed(...args: string[]) {
  let [out, err] = ["", ""];
  const terminal = {
    env: {},
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
  };
  return { code: await run(args, terminal), out, err };
}

const commands = {
  "audit verify": (url: string) => typed("audit", "verify", "--store", url),
  "store backup": (url: string) => typed("store", "backup", "--store", url, "--to", at("copy.db")),
  "store migrate --from": (url: string) =>
    typed("store", "migrate", "--from", url, "--to", `sqlite:${at("new.db")}`),
  "store migrate --to": (url: string) =>
    typed("store", "migrate", "--from", `sqlite:${at("ours.db")}`, "--to", url),
};
type Command = keyof typeof commands;

/** Every file here, with what is in it. */
const files = () =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => [name, readFileSync(at(name), "latin1")] as const)
    .filter(([name]) => !/^ours\.db-(?:wal|shm)$/.test(name)); // who reads our own store may leave them, empty

async function refused(command: Command, url: string): Promise<string> {
  const { code, out, err } = await commands[command](url.replaceAll("HERE", folder));
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).not.toContain("geheim");
  return err;
}

const unreadable = "the address cannot be read: write postgres://";
const begins = (what: string) => `the store's URL begins with "${what}": it must be sqlite:/path/file.db`;
const backupOnly = "only a SQLite file is backed up from here";
const noStore = "that is no store of breakglass";
const notEmpty = "it is no empty database, and no store of breakglass: name a new one";

/** `to`: what is said of a target, where that is something else. Undefined: a target may be there. */
const bad: readonly { url: string; said: string; backup?: string; to?: string | undefined }[] = [
  { url: "breakglass.db", said: begins("breakglass.db"), backup: backupOnly },
  { url: "mysql://me:geheim@host/db", said: begins("mysql:"), backup: backupOnly },
  { url: "sqlite:", said: "the store needs a file" },
  ...["u:pa#geheim", "u:12#geheim", "u:12/geheim", "u:12?geheim", "u:geheim%ff"].map((login) => ({
    url: `postgres://${login}@127.0.0.1:1/x`,
    said: unreadable,
    backup: backupOnly,
  })),
  { url: "postgres://me:geheim@host:port/db", said: unreadable, backup: backupOnly },
  {
    url: "postgres://me:geheim@127.0.0.1:1/db",
    said: "postgres://127.0.0.1:1/db: connect ECONNREFUSED",
    backup: backupOnly,
  },
  { url: "postgres://me:geheim@localhost:1/db", said: "connect ECONNREFUSED", backup: backupOnly },
  { url: "sqlite:HERE/nowhere.db", said: "there is no", to: undefined },
  { url: "sqlite:HERE/nowhere/store.db", said: "there is no", to: "nowhere of the store does not exist" },
  { url: "sqlite:HERE/folder.db", said: "folder.db is no file" },
  { url: "sqlite:HERE/letter.txt", said: "letter.txt: file is not a database" },
  { url: "sqlite:HERE/empty.db", said: `empty.db: ${noStore}`, to: undefined },
  ...["customers.db", "events.db", "kysely.db"].map((name) => ({
    url: `sqlite:HERE/${name}`,
    said: `${name}: ${noStore}`,
    to: `${name}: ${notEmpty}`,
  })),
];

const table = bad.flatMap((one) => {
  const target = "to" in one ? one.to : one.said;
  const said: readonly (readonly [Command, string | undefined])[] = [
    ["audit verify", one.said],
    ["store backup", one.backup ?? one.said],
    ["store migrate --from", one.said],
    ["store migrate --to", target],
  ];
  return said.flatMap(([command, what]) => (what === undefined ? [] : [[command, one.url, what] as const]));
});

test.each(table)("%s %s: %s", async (command, url, said) => {
  const before = files();
  expect(await refused(command, url)).toContain(said);
  expect(files()).toEqual(before);
});

test("the bot says it too, before it connects", async () => {
  const opening = openStore({ url: "postgres://u:12#geheim@h/x" });
  await expect(opening).rejects.toThrow(unreadable);
  await expect(opening).rejects.not.toThrow(/geheim/);
});

test("--from and --to without sqlite: are told what they lack, not that they are the same", async () => {
  const { code, err } = await typed("store", "migrate", "--from", "breakglass.db", "--to", "new.db");
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining(`--from the database: ${begins("breakglass.db")}`),
  });
});

test("an empty file, and one whose first migration was killed, may be a target", async () => {
  foreign(
    "begun.db",
    "create table kysely_migration (name varchar(255) primary key, timestamp varchar(255))",
  );
  writeFileSync(at("made.db"), "");
  for (const name of ["made.db", "begun.db"])
    expect(await commands["store migrate --to"](`sqlite:${at(name)}`)).toMatchObject({ code: 0 });
});

describe.skipIf(noPostgres)("on PostgreSQL", () => {
  test("somebody else's database is no store, and no target; it stays as it was", async () => {
    const home = await postgresHome();
    try {
      await home.sql("create table event (at text)");
      for (const command of ["audit verify", "store migrate --from"] as const)
        expect(await refused(command, home.url)).toContain(noStore);
      expect(await refused("store migrate --to", home.url)).toContain(notEmpty);
      await home.sql("create table kysely_migration (mine text)");
    } finally {
      await home.remove();
    }
  });

  test("only the schema that we would use counts, and no view in it", async () => {
    const home = await postgresHome();
    try {
      await home.sql("create table public.customers (name text); create schema ours");
      await home.sql("create view ours.statistics as select 1 as n");
      const name = new URL(home.url).pathname.slice(1);
      await home.sql(`alter database ${name} set search_path = ours, public`);
      expect(await commands["store migrate --to"](home.url)).toMatchObject({ code: 0 });
      expect(await commands["audit verify"](home.url)).toMatchObject({ code: 0 });
    } finally {
      await home.remove();
    }
  });
});
