// A record to click at: requests that were asked for and withdrawn, each with its card in both chats.
import { DatabaseSync } from "node:sqlite";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { type AccountId, type PersonId, requestId } from "../../src/core/ids.ts";
import type { Place } from "../../src/core/place.ts";
import { account, asker, channels } from "./company.ts";

const places: Place[] = [
  { platform: "slack", kind: "channel", id: channels.slack },
  { platform: "teams", kind: "channel", id: channels.teams },
];
/** Appends that go to the disk together. */
const atOnce = 200;

/** Where the card of request `n` stands in both chats. */
export const messageOf = (n: number): string => `${1_600_000_000 + n}.000100`;

/** A new store in `file` with `count` such requests. */
export async function writeRecord(file: string, count: number): Promise<void> {
  const store = await openStore({ url: `sqlite:${file}` });
  for (let from = 1; from <= count; from += atOnce) {
    const length = Math.min(atOnce, count - from + 1);
    await Promise.all(Array.from({ length }, (_, n) => store.append(overRequest(from + n))));
  }
  await store.close();
  const raw = new DatabaseSync(file);
  // to claim and confirm each card would take minutes
  raw.exec(`update delivery set shown = wanted,
    conversation = case platform when 'slack' then '${channels.slack}' else '${channels.teams}' end,
    message = (1600000000 + substr(stream, 4)) || '.000100'`);
  raw.close();
}

function overRequest(n: number): Parameters<Awaited<ReturnType<typeof openStore>>["append"]>[0] {
  const at = Temporal.Now.instant().subtract({ hours: 24 });
  const by = asker.objectId as PersonId;
  return {
    stream: requestId(n),
    expected: 0,
    key: `record/${n}`,
    events: [
      {
        type: "requested",
        at,
        request: requestId(n),
        by,
        account: account as AccountId,
        failure: "conditional-access-lockout",
        reason: "Conditional access locked the tenant out: all admins.",
        ticket: `INC-${n}`,
        minutes: 60,
        quorum: { approvals: 1, mix: [] },
        enough: true,
        answerBy: at.add({ minutes: 30 }),
      },
      { type: "withdrawn", at: at.add({ minutes: 5 }), by },
    ],
    due: undefined,
    holds: undefined,
    redraw: true,
    cards: places.map((place) => ({ place, urgent: false })),
    announcements: [],
  };
}

/** How many entries the log of a store that is closed has. */
export function entriesIn(file: string): number {
  const raw = new DatabaseSync(file, { readOnly: true });
  const row = raw.prepare("select seq from head").get();
  raw.close();
  return Number(row?.["seq"]);
}
