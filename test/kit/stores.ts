// Where stores live in tests: in memory, in a file, in a fresh database of a PostgreSQL that is already running.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";

export type Home = {
  url: string;
  /** Runs SQL past the store, as somebody with the database's password would. */
  sql(text: string): Promise<void>;
  remove(): Promise<void>;
};

export const memoryHome = (): Promise<Home> =>
  Promise.resolve({
    url: "sqlite::memory:",
    sql: () => Promise.reject(new Error("nobody else gets into memory")),
    remove: () => Promise.resolve(),
  });

export function fileHome(): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), "breakglass-store-"));
  const file = join(folder, "store.db");
  return Promise.resolve({
    url: `sqlite:${file}`,
    async sql(text) {
      const db = new DatabaseSync(file, { timeout: 5_000 });
      try {
        db.exec(text);
      } finally {
        db.close();
      }
    },
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
}

const server = process.env["TEST_POSTGRES_URL"] ?? "postgres://postgres@127.0.0.1:5432/postgres";

async function onServer(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

let homes = 0;

export async function postgresHome(): Promise<Home> {
  homes += 1;
  const name = `breakglass_test_${process.pid}_${Date.now()}_${homes}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await onServer(server, `create database ${name} template template0`);
  return {
    url: url.href,
    sql: (text) => onServer(url.href, text),
    remove: () => onServer(server, `drop database ${name} with (force)`),
  };
}

/** Why the PostgreSQL tests cannot run; undefined when they can. With REQUIRE_POSTGRES=1 they run, and fail. */
export const noPostgres: string | undefined = await onServer(server, "select 1").then(
  () => undefined,
  (error: unknown) =>
    process.env["REQUIRE_POSTGRES"] === "1"
      ? undefined
      : `no PostgreSQL at ${new URL(server).host}: ${String(error)}`,
);
if (noPostgres) console.warn(`${noPostgres}; its store tests are skipped`);
