// A record to click at: requests that were asked for and withdrawn, or years of the company's life.
import { parseConfig } from "../../src/adapters/config/config.ts";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { type AccountId, type PersonId, requestId } from "../../src/core/ids.ts";
import type { Organisation } from "../../src/core/organisation.ts";
import type { Place } from "../../src/core/place.ts";
import type { Append } from "../../src/core/ports/store.ts";
import { account, asker, botToken, channels, configFile, signingSecret } from "./company.ts";
import type { Home } from "./stores.ts";
import { years } from "./years.ts";

const places: Place[] = [
  { platform: "slack", kind: "channel", id: channels.slack },
  { platform: "teams", kind: "channel", id: channels.teams },
];
/** Appends that are handed over together. */
const atOnce = 2_000;

/** Where the card of request `n` stands in both chats. */
export const messageOf = (n: number): string => `${1_600_000_000 + n}.000100`;

/** `count` such requests in a new store, each with its card in both chats. */
export const writeRequests = (home: Home, count: number): Promise<void> =>
  write(
    home,
    Array.from({ length: count }, (_, n) => [overRequest(n + 1)]),
  );

/** About `entries` entries in a new store, all said and followed; as many as the requests among them is the answer. */
export async function writeYears(home: Home, entries: number): Promise<number> {
  await write(home, years(entries, organisationOf(home.url)));
  // the bot has followed its log all these years
  await home.run("insert into place (place, record) select 'follow', cast(seq as text) from head");
  return home.number("select count(*) from stream where prefix = 'BG-'");
}

/** Through the store itself, so that all of it is chained and flushed as ever. */
export async function append(home: Home, stories: Iterable<readonly Append[]>): Promise<void> {
  const store = await openStore({ url: home.url });
  let waiting: Promise<unknown>[] = [];
  for (const story of stories) {
    waiting.push(...story.map((one) => store.append(one)));
    if (waiting.length < atOnce) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
  await store.close();
}

async function write(home: Home, stories: Iterable<readonly Append[]>): Promise<void> {
  await append(home, stories);
  // to claim and confirm each would take minutes
  await home.run(`update delivery set shown = wanted,
    conversation = case when place like '%:channel:%' then substr(place, 15) else place end,
    message = case when what = 'card' and stream like 'BG-%'
      then (1600000000 + cast(substr(stream, 4) as integer)) || '.000100' else key end`);
  // as the server itself does now and then
  if (home.kind === "postgres") await home.run("vacuum analyze");
}

/** As the bot reads it. */
function organisationOf(url: string): Organisation {
  const read = parseConfig(configFile(url), {
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_BOT_TOKEN: botToken,
    IDENTITY_ENDPOINT: "http://127.0.0.1/msi",
    IDENTITY_HEADER: "bench",
  });
  if ("problems" in read) throw new Error(`the company cannot be read: ${JSON.stringify(read.problems)}`);
  return read.organisation;
}

/** `where`: its card stands there. */
export function overRequest(n: number, where: readonly Place[] = places): Append {
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
        drill: undefined,
      },
      { type: "withdrawn", at: at.add({ minutes: 5 }), by },
    ],
    due: undefined,
    holds: undefined,
    redraw: true,
    cards: where.map((place) => ({ place, urgent: false })),
    announcements: [],
  };
}

export const entriesIn = (home: Home): Promise<number> => home.number("select seq from head");
