// Where the nodes keep their record, and what can be done to it: a PostgreSQL of our own behind a wire, or a file.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ownPostgres, whyNoOwnPostgres } from "../kit/own-postgres.ts";
import { proxyTo } from "../kit/proxy.ts";
import { smallDisk } from "../kit/small-disk.ts";
import { noPostgres, postgresHome } from "../kit/stores.ts";

/** Each is away or crippled for so many milliseconds, and mended when it resolves. */
type Trouble = (ms: number) => Promise<void>;

export type Database = {
  /** What it is, for the report. */
  what: string;
  /** Its file is written by the node itself, which may fail to. */
  embedded: boolean;
  /** For the nodes. */
  url: string;
  /** For us, past the wire. */
  directUrl: string;
  troubles: Readonly<Record<string, Trouble>>;
  remove(): Promise<void>;
};

/** Megabytes: the record of a run, and not much more. */
const fileDisk = 24;
const clusterDisk = 160;

export async function sqliteDatabase(folder: string): Promise<Database> {
  const place = join(folder, "disk");
  await mkdir(place);
  const disk = smallDisk(place, fileDisk);
  const url = `sqlite:${join(place, "breakglass.db")}`;
  return {
    what: disk
      ? `SQLite on a disk of ${fileDisk} MB`
      : "SQLite; its disk is never full, for we may not mount one",
    embedded: true,
    url,
    directUrl: url,
    troubles: disk ? { "disk full": filled(disk) } : {},
    remove: async () => disk?.remove(),
  };
}

export async function postgresDatabase(folder: string): Promise<Database> {
  const why = whyNoOwnPostgres();
  return why === undefined ? ownCluster(folder) : sharedServer(why);
}

async function ownCluster(folder: string): Promise<Database> {
  const place = join(folder, "disk");
  await mkdir(place);
  const disk = smallDisk(place, clusterDisk);
  const server = await ownPostgres(place, join(folder, "postgres.log"));
  await server.start();
  const wire = await proxyTo(server.url);
  const stopped = (how: "fast" | "immediate") => async (ms: number) => {
    await server.stop(how);
    await wait(ms);
    await server.start();
  };
  return {
    what: disk
      ? `a PostgreSQL of our own on a disk of ${clusterDisk} MB`
      : "a PostgreSQL of our own; its disk is never full",
    embedded: false,
    url: wire.url,
    directUrl: server.url,
    troubles: {
      "restart, fast": stopped("fast"),
      "restart, immediate": stopped("immediate"),
      ...wireTroubles(wire),
      ...(disk && {
        "disk full": async (ms: number) => {
          await filled(disk)(ms);
          await server.start(); // it may have given up
        },
      }),
    },
    async remove() {
      await wire.close();
      await server.stop("immediate");
      disk?.remove();
    },
  };
}

/** The server is everybody's: only our wire to it may break. */
async function sharedServer(why: string): Promise<Database> {
  if (noPostgres) throw new Error(`${why}; ${noPostgres}`);
  const home = await postgresHome();
  const wire = await proxyTo(home.url);
  return {
    what: `the machine's PostgreSQL behind a wire that is cut, for there is ${why}`,
    embedded: false,
    url: wire.url,
    directUrl: home.url,
    troubles: wireTroubles(wire),
    async remove() {
      await wire.close();
      await home.remove();
    },
  };
}

function wireTroubles({
  cut,
  silence,
  mend,
}: Pick<Awaited<ReturnType<typeof proxyTo>>, "cut" | "silence" | "mend">) {
  const broken = (breaks: () => void) => async (ms: number) => {
    breaks();
    await wait(ms);
    mend();
  };
  return { "wire cut": broken(cut), "wire silent": broken(silence) };
}

const filled = (disk: { fill(): Promise<void>; free(): Promise<void> }) => async (ms: number) => {
  await disk.fill();
  await wait(ms);
  await disk.free();
};
