// Every sign-in is told exactly once, and whoever must be woken is woken in time, on whatever road is open.
import { isAlertEvent } from "../../../src/bots/event-kinds.ts";
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import { foldAlert } from "../../../src/core/alert/state.ts";
import { socCards } from "../../kit/soc.ts";
import type { Books } from "../books.ts";
import type { SignedIn } from "../crowd.ts";
import type { Trouble, World } from "../world.ts";

/** Milliseconds from a row that can be read to the first word of a Sev 0 about it. `fair`: of them, without troubles. */
export type Woken = { alert: string; waited: number; fair: number };

/**
 * Milliseconds that a Sev 0 may take while at least one node, its database, the log and one road work: until the next
 * look and its end, 5 s each; a lease that a dead node held, 20 s; and the 30 s after which the second road is taken.
 */
const inTime = 60_000;

export function checkSignIns(
  world: World,
  { log }: Books,
  rows: readonly SignedIn[],
): { woken: Woken[]; wrong: string[] } {
  const alerts = alertsIn(log);
  const told = [...alerts.values()].flatMap((events) => events.flatMap(rowsOf));
  const woken = sevZeros(world, alerts, rows);
  return {
    woken,
    wrong: [
      ...onceEach(
        "is on record",
        told,
        rows.map(({ id }) => id),
      ),
      ...Object.entries(socCards(world.around)).flatMap(([chat, cards]) =>
        onceEach(`has a card in the SOC's channel in ${chat}`, cards, [...alerts.keys()]),
      ),
      ...woken
        .filter(({ fair }) => fair > inTime)
        .map(
          ({ alert, waited, fair }) =>
            `${alert} reached nobody for ${waited} ms, ${fair} of them without troubles`,
        ),
    ],
  };
}

function alertsIn(log: Books["log"]): ReadonlyMap<string, readonly AlertEvent[]> {
  const alerts = new Map<string, AlertEvent[]>();
  for (const { stream, event } of log) {
    if (isAlertEvent(event)) alerts.set(stream, [...(alerts.get(stream) ?? []), event]);
  }
  return alerts;
}

const rowsOf = (event: AlertEvent): readonly string[] =>
  event.type === "sign-ins-seen" ? event.rows.map(({ id }) => id) : [];

function onceEach(what: string, found: readonly string[], wanted: readonly string[]): string[] {
  const counts = Map.groupBy(found, (one) => one);
  const wrong = wanted.filter((one) => counts.get(one)?.length !== 1);
  const unknown = [...counts.keys()].filter((one) => !wanted.includes(one));
  return [
    ...wrong.map((one) => `${one} ${what} ${counts.get(one)?.length ?? 0} times`),
    ...unknown.map((one) => `${one} ${what}, and nobody knows it`),
  ];
}

/** Alerts that were Sev 0 from their first row on: for those it is known when they had to be told. */
function sevZeros(
  { around, troubles, nodes }: World,
  alerts: ReadonlyMap<string, readonly AlertEvent[]>,
  rows: readonly SignedIn[],
): Woken[] {
  const readable = new Map(rows.map(({ id, readable }) => [id, readable]));
  return [...alerts].flatMap(([alert, events]) => {
    const first = events.findIndex(({ type }) => type === "sign-ins-seen");
    const seen = events[first];
    const begun = foldAlert(events.slice(0, first + 1));
    if (!seen || begun?.severity !== 0) return [];
    const from = Math.min(...rowsOf(seen).map((id) => readable.get(id) ?? Number.POSITIVE_INFINITY));
    const until = firstWord(around, alert);
    return [{ alert, waited: until - from, fair: fairTime(from, until, troubles, nodes.length) }];
  });
}

/** In either channel of the SOC or on the second road; the end of time when nobody ever heard of it. */
function firstWord({ slack, teams, pager }: World["around"], alert: string): number {
  const isAbout = (words: string) => words.includes(`card/${alert}/`);
  const inSlack = slack
    .messages("C0SOC")
    .filter(({ metadata }) => isAbout(String(metadata?.event_payload["key"])))
    .map(({ ts }) => Number(ts) * 1_000);
  const inTeams = teams
    .all()
    .filter(({ card }) => isAbout(JSON.stringify(card ?? {})))
    .map(({ id }) => Number(id));
  const paged = pager.heard().flatMap(({ at, incident }) => (incident === alert ? [Date.parse(at)] : []));
  return Math.min(...inSlack, ...inTeams, ...paged, Date.now());
}

/** Milliseconds, looked at every so many. */
const grain = 50;

/** In which a node, its database, the log and one road worked. */
function fairTime(from: number, until: number, troubles: readonly Trouble[], nodes: number): number {
  const near = troubles.filter((trouble) => trouble.until > from && trouble.from < until);
  let fair = 0;
  for (let at = from; at < until; at += grain) {
    const lanes = near.filter((trouble) => trouble.from <= at && at < trouble.until).map(({ lane }) => lane);
    const down = (...these: readonly string[]) => lanes.filter((lane) => these.includes(lane)).length;
    const works =
      down("database", "entra") === 0 &&
      down("node-1", "node-2") < nodes &&
      down("slack", "teams", "pager") < 3;
    if (works) fair += grain;
  }
  return fair;
}
