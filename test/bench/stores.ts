// The stores that are measured: a SQLite file in the bench's folder, or a database of its own in a PostgreSQL.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";

export const storeKinds = ["sqlite", "postgres"] as const;
export type StoreKind = (typeof storeKinds)[number];

export type Home = {
  kind: StoreKind;
  url: string;
  /** Past the bot, on a connection of its own. The first column of the first row. */
  number(text: string): Promise<number>;
  run(text: string): Promise<void>;
  /** A file goes with its folder. */
  remove(): Promise<void>;
};

const server = process.env["TEST_POSTGRES_URL"] ?? "postgres://postgres@127.0.0.1:5432/postgres";

let homes = 0;

/** A new and empty one. */
export async function newHome(kind: StoreKind, folder: string, name: string): Promise<Home> {
  if (kind === "sqlite") return sqliteHome(join(folder, `${name}.db`));
  homes += 1;
  const database = `breakglass_bench_${process.pid}_${homes}`;
  await onServer(server, `create database ${database} template template0`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  return {
    kind,
    url: url.href,
    number: async (text) => Number(Object.values((await onServer(url.href, text))[0] ?? {})[0]),
    run: async (text) => void (await onServer(url.href, text)),
    remove: async () => void (await onServer(server, `drop database ${database} with (force)`)),
  };
}

/** The same, for as long as `use` takes. */
export async function withHome<Result>(
  kind: StoreKind,
  folder: string,
  name: string,
  use: (home: Home) => Promise<Result>,
): Promise<Result> {
  const home = await newHome(kind, folder, name);
  try {
    return await use(home);
  } finally {
    await home.remove();
  }
}

function sqliteHome(file: string): Home {
  function inside<Result>(use: (raw: DatabaseSync) => Result): Promise<Result> {
    const raw = new DatabaseSync(file, { timeout: 5_000 });
    try {
      return Promise.resolve(use(raw));
    } finally {
      raw.close();
    }
  }
  return {
    kind: "sqlite",
    url: `sqlite:${file}`,
    number: (text) => inside((raw) => Number(Object.values(raw.prepare(text).get() ?? {})[0])),
    run: (text) => inside((raw) => raw.exec(text)),
    remove: () => Promise.resolve(),
  };
}

async function onServer(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
