// The machine's own limit: durable commits a second, each of one row, with nothing of ours around them.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { median } from "./stats.ts";
import type { Home } from "./stores.ts";

/** As long as an entry of ours with its hashes. */
const row = "x".repeat(500);
const rounds = 3;
const roundMs = 500;

/** Commits a second. A SQLite file has one writer, however many wait for it. */
export async function measureCommits(home: Home, folder: string, connections: number): Promise<number> {
  return home.kind === "sqlite" ? sqliteCommits(folder) : postgresCommits(home, connections);
}

async function sqliteCommits(folder: string): Promise<number> {
  const raw = new DatabaseSync(join(folder, "commits.db"));
  raw.exec("pragma journal_mode = wal; pragma synchronous = full");
  raw.exec("create table if not exists bench (seq integer primary key, text text)");
  const insert = raw.prepare("insert into bench (text) values (?)");
  const rate = await inRounds(1, () => Promise.resolve(insert.run(row)));
  raw.close();
  return rate;
}

async function postgresCommits({ url }: Home, connections: number): Promise<number> {
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query("create table if not exists bench (seq bigserial primary key, text text)");
  const insert = { name: "insert", text: "insert into bench (text) values ($1)", values: [row] };
  const rate = await inRounds(
    connections,
    (n) => clients[n]?.query(insert) ?? Promise.reject(new Error("no client")),
  );
  await clients[0]?.query("drop table bench");
  await Promise.all(clients.map((client) => client.end()));
  return rate;
}

async function inRounds(
  connections: number,
  commit: (connection: number) => Promise<unknown>,
): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let done = 0;
    const began = performance.now();
    const loop = async (connection: number) => {
      while (performance.now() < began + roundMs) {
        await commit(connection);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: connections }, (_, n) => loop(n)));
    rates.push((done / (performance.now() - began)) * 1_000);
  }
  return median(rates);
}
