// Which rows make one alert: of the same meaning, no further apart than a burst allows.
import type { Alert } from "../alert/state.ts";
import { isAfter } from "../moments.ts";
import { mostRowsOfAlert, type Policy } from "../policy.ts";
import { chains, inAlerts, type Open, openOf, type Part, type Sorted, take } from "./burst.ts";
import type { Change, Row, SignIn } from "./row.ts";
import { bySubject, type SubjectOfRows, subjectKey } from "./same-subject.ts";

export type Judged = { row: Row; subject: SubjectOfRows };

/** Rows to append to the alert `into`, or, where it is undefined, to a new one about `subject`. One list is empty. */
export type Gathered = {
  into: Alert | undefined;
  subject: SubjectOfRows;
  signIns: readonly SignIn[];
  changes: readonly Change[];
};

/**
 * The same, in whatever order rows and alerts come; a row that comes twice counts once. The oldest first.
 * `near`: alerts of `alertsAround` the rows. Full ones take nothing, nor do classified and closed ones: nobody judged
 * what came afterwards.
 */
export function gather(
  judged: readonly Judged[],
  near: readonly Alert[],
  policy: Policy,
): readonly Gathered[] {
  const gap = policy.burstGap * 60_000;
  const groups = bySubject(() => ({ rows: [] as Row[], moments: [] as number[], alerts: [] as Alert[] }));
  const seen = { signIns: new Set<string>(), changes: new Set<string>() };
  for (const { row, subject } of judged) {
    const known = row.kind === "sign-in" ? seen.signIns : seen.changes;
    const before = known.size;
    if (known.add(row.id).size === before) continue;
    const group = groups.of(subject);
    group.rows.push(row);
    group.moments.push(row.at.epochMilliseconds);
  }
  for (const alert of near)
    if (alert.subject.kind !== "blind" && mayGrow(alert)) groups.of(alert.subject).alerts.push(alert);

  return groups
    .all()
    .filter(({ thing }) => thing.rows.length > 0)
    .flatMap(({ subject, thing }) => spread(sorted(thing), openInOrder(thing.alerts), gap, subject))
    .toSorted(oldestFirst)
    .map(({ gathered }) => gathered);
}

const mayGrow = ({ classified, closed, signIns, changes }: Alert): boolean =>
  classified === undefined && closed === undefined && signIns.length + changes.length < mostRowsOfAlert;

/** What goes on long after somebody took an alert is a new one: a Sev 0 is said at least so often. */
export const isFresh = (
  { acknowledged }: Alert,
  now: Temporal.Instant,
  { longestAlertRepeat }: Policy,
): boolean =>
  acknowledged === undefined || !isAfter(now, acknowledged.at.add({ minutes: longestAlertRepeat }));

/** The earliest first; of two that begin together, the one with the lower number. */
const openInOrder = (alerts: readonly Alert[]): Open[] =>
  alerts.map(openOf).toSorted((a, b) => beginOf(a) - beginOf(b) || numberOf(a.alert) - numberOf(b.alert));

const beginOf = ({ moments }: Open): number => moments[0] ?? Number.POSITIVE_INFINITY;
const endOf = ({ moments }: Open): number => moments.at(-1) ?? Number.NEGATIVE_INFINITY;
const numberOf = ({ id }: Alert): number => Number(id.slice("AL-".length));

/** Two rows of one moment stand in the order of their ids. */
function sorted({ rows, moments }: Sorted): Sorted {
  const compare = (a: number, b: number): number =>
    (moments[a] as number) - (moments[b] as number) || ((rows[a] as Row).id < (rows[b] as Row).id ? -1 : 1);
  if (rows.every((_, place) => place === 0 || compare(place - 1, place) < 0)) return { rows, moments };
  const places = rows.map((_, place) => place).sort(compare);
  return {
    rows: places.map((place) => rows[place] as Row),
    moments: places.map((place) => moments[place] as number),
  };
}

/** `first`: moment of its first row. */
type Placed = { first: number; gathered: Gathered };

const oldestFirst = (a: Placed, b: Placed): number =>
  a.first - b.first || (subjectKey(a.gathered.subject) < subjectKey(b.gathered.subject) ? -1 : 1);

/** Into the earliest alert that a chain touches; into new ones what touches none. */
function spread(all: Sorted, open: readonly Open[], gap: number, subject: SubjectOfRows): Placed[] {
  const { moments } = all;
  const fresh: Part[] = [];
  let reached: readonly Open[] = [];
  let next = 0;
  // both are in the order of time: no chain is held against alerts that ended long before it or begin long after
  for (const chain of chains(moments, gap)) {
    const from = next;
    while (next < open.length && beginOf(open[next] as Open) <= (moments[chain.until - 1] as number) + gap)
      next += 1;
    if (next > from) reached = [...reached, ...open.slice(from, next)];
    if (reached.length > 0)
      reached = reached.filter((one) => endOf(one) >= (moments[chain.from] as number) - gap);
    let left: readonly Part[] = [chain];
    for (const one of reached) left = left.flatMap((part) => take(one, part, moments, gap));
    for (const part of left) fresh.push(...inAlerts(part));
  }
  const grown = open.filter(({ taken }) => taken.length > 0);
  return [
    ...grown.map(({ alert, taken }) => placed(alert, subject, taken, all)),
    ...fresh.map((part) => placed(undefined, subject, [part], all)),
  ];
}

function placed(
  into: Alert | undefined,
  subject: SubjectOfRows,
  parts: readonly Part[],
  { rows, moments }: Sorted,
): Placed {
  const own = parts.length === 1 ? slice(rows, parts[0] as Part) : parts.flatMap((part) => slice(rows, part));
  const gathered =
    subject.kind === "sign-in"
      ? { into, subject, signIns: own as readonly SignIn[], changes: [] }
      : { into, subject, signIns: [], changes: own as readonly Change[] };
  return { first: moments[parts[0]?.from ?? 0] as number, gathered };
}

const slice = (rows: readonly Row[], { from, until }: Part): readonly Row[] => rows.slice(from, until);
