// Two versions beside each other: a log that a newer one wrote to, and a node that is older than its neighbour.
import { hashOf } from "../../src/adapters/store/chain.ts";
import { openLog } from "../../src/adapters/store/open-store.ts";
import type { Event, Store, StoredEvent } from "../../src/core/ports/store.ts";
import { Unreadable } from "../../src/core/unreadable.ts";
import type { Home } from "./stores.ts";

/** An event that no version so far knows, as a newer one would write it: chained, its stream's cards stale. */
export async function writeNewer(home: Home, stream: string, version: number): Promise<void> {
  const log = openLog(home.url);
  const head = await log.head();
  await log.close();
  const text = `{"at":"2026-11-21T09:02:00Z","type":"handed-to-another-shift"}`;
  const entry = { seq: head.seq + 1, stream, version, text, prev: head.hash };
  const hash = hashOf(entry);
  const known =
    version > 1 ? `update stream set version = ${version} where id = '${stream}'` : newStream(entry);
  for (const statement of [
    `insert into event (seq, stream, version, text, prev, hash)
     values (${entry.seq}, '${stream}', ${version}, '${text}', '${entry.prev}', '${hash}')`,
    `update head set seq = ${entry.seq}, hash = '${hash}'`,
    known,
    `update delivery set wanted = ${version} where stream = '${stream}' and what = 'card'`,
  ]) {
    await home.sql(statement);
  }
}

const newStream = ({ stream, seq }: { stream: string; seq: number }): string => {
  const [, prefix, number] = /^(\D+)(\d+)$/.exec(stream) ?? [];
  return `insert into stream (id, prefix, number, version, born, holds)
    values ('${stream}', '${prefix}', ${number}, 1, ${seq}, '${stream}')`;
};

/** The store as a node of the version before sees it: that one did not know events of this type. */
export function older(store: Store, unknown: Event["type"]): Store {
  function asThen(events: readonly StoredEvent[]): readonly StoredEvent[] {
    const newer = events.find(({ event }) => event.type === unknown);
    if (newer) throw new Unreadable(newer.stream, `entry ${newer.seq} of the log is of a type "${unknown}"`);
    return events;
  }
  return {
    ...store,
    read: async (stream) => asThen(await store.read(stream)),
    log: async (afterSeq, limit) => asThen(await store.log(afterSeq, limit)),
    append: async (append) => {
      const appended = await store.append(append);
      if (appended.type === "repeated") asThen(appended.events);
      return appended;
    },
  };
}
