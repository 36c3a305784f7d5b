// What the store holds when all is over: the log, which command wrote what, and what should stand where.
import { readConfig } from "../../src/adapters/config/config.ts";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { draw } from "../../src/bots/draw.ts";
import type { Organisation } from "../../src/core/organisation.ts";
import { type Place, parsePlaceKey } from "../../src/core/place.ts";
import type { MessageRef } from "../../src/core/ports/messenger.ts";
import type { Delivery, Store, StoredEvent } from "../../src/core/ports/store.ts";
import type { View } from "../../src/core/view.ts";
import { query, type Row } from "../kit/aside.ts";
import type { World } from "./world.ts";

export type Books = {
  organisation: Organisation;
  log: readonly StoredEvent[];
  commands: readonly Command[];
  shown: readonly Shown[];
};

/** An idempotency key, and the first and the last event of its stream that it wrote. */
export type Command = { key: string; stream: string; first: number; last: number };

/** Something that stands in a chat or was said on the second road. `view`: drawn anew, from what is on record now. */
export type Shown = {
  key: string;
  place: Place;
  what: "card" | "announcement";
  at: MessageRef | undefined;
  view: View | undefined;
};

/** No node may run: a file lets in one process only. */
export async function readBooks({ around, database }: World): Promise<Books> {
  const config = await readConfig(around.configFile, around.env);
  if ("problems" in config) throw new Error("the configuration of the run cannot be read any more");
  const { organisation } = config;
  const beside = { store: database.directUrl };
  const store = await openStore({ url: database.directUrl });
  try {
    const rows = await query(beside, "select * from delivery order by key");
    const commands = await query(
      beside,
      "select key, stream, first, last from command order by stream, first",
    );
    return {
      organisation,
      log: await wholeLog(store),
      commands: commands.map((row) => ({
        key: String(row["key"]),
        stream: String(row["stream"]),
        first: Number(row["first"]),
        last: Number(row["last"]),
      })),
      shown: await Promise.all(rows.map((row) => shownBy(row, store, organisation))),
    };
  } finally {
    await store.close();
  }
}

async function wholeLog(store: Store): Promise<StoredEvent[]> {
  const log: StoredEvent[] = [];
  for (;;) {
    const page = await store.log(log.length, 10_000);
    if (page.length === 0) return log;
    log.push(...page);
  }
}

async function shownBy(row: Row, store: Store, organisation: Organisation): Promise<Shown> {
  const key = String(row["key"]);
  const { what, conversation, message } = row;
  const place = parsePlaceKey(String(row["place"]));
  if (!place || (what !== "card" && what !== "announcement")) throw new Error(`${key} is no delivery`);
  const at =
    typeof conversation === "string" && typeof message === "string" ? { conversation, message } : undefined;
  const delivery = {
    key,
    stream: String(row["stream"]),
    place,
    what,
    version: Number(row["wanted"]),
    ref: at,
    thread: undefined,
    urgent: false,
    attempts: 0,
    lease: "",
  } satisfies Delivery;
  return { key, place, what, at, view: (await draw(store, organisation, delivery))?.view };
}
