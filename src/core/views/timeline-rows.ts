// The moments of a timeline that the logs tell: sign-ins that belong to the request, and what the account did meanwhile.
import type { Alert, JudgedSignIn } from "../alert/state.ts";
import { isAfter, isBefore } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf } from "../people.ts";
import type { Request } from "../request/state.ts";
import type { Change } from "../sign-in/row.ts";
import { origin } from "../sign-in/signed-in.ts";
import { momentsOf } from "../sign-in/spans.ts";
import { windowOf } from "../sign-in/window.ts";
import type { Inline, Line } from "../view.ts";
import { isAlarming, judged } from "../words/alert.ts";
import { leftOutWords, outcomeWords, rowWords } from "../words/timeline.ts";
import { brief, type Moment } from "./timeline-deeds.ts";

/** A change has its operation, a sign-in where it came from. `isOdd`: it is not what the request allowed. */
type RowMoment = Moment & { isOdd: boolean } & (
    | { operation: string; from?: undefined }
    | { operation?: undefined; from: string }
  );
/** `count` rows that say the same one after the other, the last of them at `until`. */
type Run = RowMoment & { count: number; until: Temporal.Instant };

/** A browser that stays open signs in by itself again and again: what says the same is one line. */
export function runsOfRows(request: Request, alerts: readonly Alert[], organisation: Organisation): Run[] {
  const runs: Run[] = [];
  for (const row of momentsOfRows(request, alerts, organisation)) {
    const last = runs.at(-1);
    if (last && isSame(last, row)) runs[runs.length - 1] = { ...last, count: last.count + 1, until: row.at };
    else runs.push({ ...row, count: 1, until: row.at });
  }
  return runs.map((run) =>
    run.count === 1 ? run : { ...run, line: [...run.line, ...rowWords.times(run.count, run.until)] },
  );
}

const isSame = (a: RowMoment, b: RowMoment): boolean => JSON.stringify(a.line) === JSON.stringify(b.line);

function momentsOfRows(request: Request, alerts: readonly Alert[], organisation: Organisation): RowMoment[] {
  const own = alerts.flatMap(({ signIns }) => signIns.filter((row) => row.request === request.id));
  const found = new Set(
    alerts.filter(({ signIns }) => signIns.some((row) => own.includes(row))).map(({ id }) => id),
  );
  return [
    ...own.map((row) => signInMoment(row)),
    // what the request itself was told, where the rows cannot be read any more
    ...request.signIns
      .filter(({ alert }) => !found.has(alert))
      .map(({ at, from, alert }) => ({
        at,
        line: [outcomeWords.success, brief(from), rowWords.burst(alert)],
        from,
        isOdd: false,
      })),
    ...alerts
      .flatMap(({ changes }) => changes)
      .filter(isDoneIn(request, organisation))
      .map((row) => changeMoment(row, organisation)),
  ].toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

function signInMoment(row: JudgedSignIn): RowMoment {
  const isOdd = isAlarming(row.verdict);
  return {
    at: row.at,
    line: [
      outcomeWords[row.outcome],
      brief([origin(row), row.application].filter((one) => one !== undefined).join(rowWords.with)),
      ...(isOdd ? [": ", { strong: judged(row) }] : []),
    ],
    from: origin(row),
    isOdd,
  };
}

/** By the account itself, while it could be used; two clocks may differ a little. */
function isDoneIn(request: Request, { policy }: Organisation): (row: Change) => boolean {
  const { account, allowed, kind } = windowOf(request);
  if (!allowed) return () => false;
  const before = policy.clockTolerance + (kind === "declared" ? policy.declareAfterwards : 0);
  const from = allowed.from.subtract({ minutes: before });
  const until = allowed.until.add({ minutes: policy.clockTolerance });
  return ({ by, at }) => by.id?.toLowerCase() === account && !isBefore(at, from) && !isAfter(at, until);
}

/** Of the targets of one change. */
const mostTargets = 2;

function changeMoment(row: Change, organisation: Organisation): RowMoment {
  const targets = row.touches.slice(0, mostTargets).map((id): Inline => {
    const account = accountOf(organisation, id);
    return account ? account.label : brief(id);
  });
  return {
    at: row.at,
    line: [
      rowWords.changed,
      brief(row.operation),
      ...(row.succeeded === false ? [rowWords.refused] : []),
      ...targets.flatMap((target, index): Line => [index === 0 ? rowWords.on : rowWords.with, target]),
    ],
    operation: row.operation,
    isOdd: false,
  };
}

/** The lines that are shown where there is room for `most`: what is odd, the first of its kind, then the oldest. */
export function worthy(runs: readonly Run[], most: number): readonly Run[] {
  if (runs.length <= most) return runs;
  const kinds = new Set<string>();
  const ranked = runs.map((run) => {
    const kind = run.operation ?? run.from;
    const isFirst = !kinds.has(kind);
    kinds.add(kind);
    return { run, rank: run.isOdd ? 0 : isFirst ? 1 : 2 };
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, most - 1) // the last line says what is left out
    .map(({ run }) => run);
}

/** Operations that one line names, the rarest first: what was done once among hundreds is what a reviewer looks for. */
const mostNamed = 8;

/** The rest in one line, at the moment of the last of them. */
export function leftOut(runs: readonly Run[]): Moment[] {
  const span = momentsOf(runs.flatMap(({ at, until }) => [{ at }, { at: until }]));
  if (!span) return [];
  const [signIns, operations] = counted(runs);
  const named = operations.slice(0, mostNamed);
  const others = operations.length - named.length;
  const pieces = [
    ...(signIns > 0 ? [leftOutWords.signIns(signIns)] : []),
    ...named.map(([operation, count]) => brief(leftOutWords.changes(count, operation))),
  ];
  return [
    {
      at: span.until,
      line: [
        leftOutWords.count(countOf(runs)),
        { moment: span.from, show: "time" },
        leftOutWords.to,
        { moment: span.until, show: "time" },
        leftOutWords.colon,
        ...pieces.flatMap((piece, index): Line => (index === 0 ? [piece] : [rowWords.with, piece])),
        ...(others > 0 ? [leftOutWords.others(others)] : []),
      ],
    },
  ];
}

const countOf = (runs: readonly Run[]): number => runs.reduce((sum, { count }) => sum + count, 0);

/** How many sign-ins, and how often each operation, the rarest first. */
function counted(runs: readonly Run[]): [number, [operation: string, count: number][]] {
  const kinds = [...Map.groupBy(runs, ({ operation }) => operation)];
  const operations = kinds.flatMap(([operation, found]): [string, number][] =>
    operation === undefined ? [] : [[operation, countOf(found)]],
  );
  const signIns = kinds.find(([operation]) => operation === undefined)?.[1] ?? [];
  return [countOf(signIns), operations.toSorted(([, a], [, b]) => a - b)];
}
