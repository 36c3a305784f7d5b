// All windows, laid out in time once, so that what a row means is found by halving.
import type { Judgement, Verdict } from "../alert/events.ts";
import type { AccountId, RequestId } from "../ids.ts";
import type { Policy } from "../policy.ts";
import type { Rotation } from "../rotation/state.ts";
import { type Line, lazily, type Stretch } from "./line.ts";
import type { Window } from "./window.ts";

/** The same, whatever the order of the windows and rotations. Moments are milliseconds since 1970. */
export type WindowIndex = {
  /** Of an account that nothing is of, or of a row that does not say its account: other accounts' windows only. */
  of(account: AccountId | undefined): AccountLines;
};

type AccountLines = {
  /** What a sign-in then means; undefined: it matches nothing. */
  meaning: Line<Judgement>;
  /** Use is allowed, with the tolerance of the clocks at both ends. */
  allowing: Line<Window>;
  /** A use was over not long ago: the credential is to be renewed. */
  renewing: Line<Window>;
  /** A rotation is open: the credential is to be renewed, whoever used it and whenever. */
  rotating: Line<Rotation>;
};

export function indexWindows(
  windows: readonly Window[],
  policy: Policy,
  rotations: readonly Rotation[] = [],
): WindowIndex {
  const numbered = windows.toSorted((a, b) => numberOf(a.request) - numberOf(b.request)).map(timesOf);
  const own = Map.groupBy(numbered, ({ window }) => window.account);
  const rotated = Map.groupBy(rotations, ({ account }) => account);
  const linesOf = (account: AccountId) =>
    accountLines(own.get(account) ?? [], rotated.get(account) ?? [], numbered, policy);
  const lines = new Map([...own.keys(), ...rotated.keys()].map((account) => [account, linesOf(account)]));
  const others = accountLines([], [], numbered, policy);
  return { of: (account) => (account && lines.get(account)) ?? others };
}

const accountLines = (
  own: readonly Times[],
  rotations: readonly Rotation[],
  all: readonly Times[],
  policy: Policy,
): AccountLines => ({
  meaning: lazily(() => meanings(own, all, policy)),
  allowing: lazily(() => allowing(own, policy)),
  renewing: lazily(() =>
    overBefore(
      own.filter(({ opened }) => opened !== undefined),
      policy.renewWithin,
    ),
  ),
  rotating: lazily(() => open(rotations)),
});

/** The rules, in order: the first that holds at a moment says what a sign-in then means. */
function meanings(own: readonly Times[], all: readonly Times[], policy: Policy): Stretch<Judgement>[] {
  return [
    ...allowing(own, policy).map(meant(({ kind }) => kind)),
    ...declaredAfterwards(own, policy).map(meant(() => "declared")),
    ...living(own).map(meant(() => "outside-window")),
    // where an own window is among these, it has answered already
    ...allowing(all, policy).map(meant(() => "wrong-account")),
    ...overBefore(own, policy.outsideWindowFor).map(meant(() => "outside-window")),
  ];
}

const meant =
  (verdictOf: (window: Window) => Verdict) =>
  ({ from, until, holds }: Stretch<Window>): Stretch<Judgement> => ({
    from,
    until,
    holds: { verdict: verdictOf(holds), request: holds.request },
  });

/** A window in milliseconds. What is allowed lives until it is no longer allowed, whenever that is written down. */
type Times = {
  window: Window;
  asked: number;
  opened: number | undefined;
  /** Infinity while it lives. */
  over: number;
};

const timesOf = (window: Window): Times => ({
  window,
  asked: window.askedAt.epochMilliseconds,
  opened: window.allowed?.from.epochMilliseconds,
  over: (window.allowed?.until ?? window.over)?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
});

const kinds: readonly Window["kind"][] = ["approved", "declared", "drill"];

/** Of several at a time: approved before declared before drill; then the one that opened first. */
const allowing = (times: readonly Times[], { clockTolerance }: Policy): Stretch<Window>[] =>
  times
    .flatMap(({ window, opened, over }) => (opened === undefined ? [] : [{ window, opened, over }]))
    .toSorted((a, b) => kinds.indexOf(a.window.kind) - kinds.indexOf(b.window.kind) || a.opened - b.opened)
    .map(({ window, opened, over }) =>
      stretch(window, opened - minutes(clockTolerance), over + minutes(clockTolerance)),
    );

/** A declaration will be made soon enough to cover it. */
const declaredAfterwards = (times: readonly Times[], { declareAfterwards }: Policy): Stretch<Window>[] =>
  times
    .flatMap(({ window, opened }) =>
      opened === undefined || window.kind !== "declared" ? [] : [{ window, opened }],
    )
    .toSorted((a, b) => a.opened - b.opened)
    .map(({ window, opened }) => stretch(window, opened - minutes(declareAfterwards), opened));

/** It was asked for, and is not over. */
const living = (times: readonly Times[]): Stretch<Window>[] =>
  times
    .toSorted((a, b) => a.asked - b.asked)
    .map(({ window, asked, over }) => ({ from: asked, until: over, holds: window }));

/** It was over not long ago; the one that was over last is the nearest. */
const overBefore = (times: readonly Times[], remembered: number): Stretch<Window>[] =>
  times
    .filter(({ over }) => over !== Number.POSITIVE_INFINITY)
    .toSorted((a, b) => b.over - a.over)
    .map(({ window, over }) => stretch(window, over, over + minutes(remembered)));

/** Of several at a time, the one that was opened first. */
const open = (rotations: readonly Rotation[]): Stretch<Rotation>[] =>
  rotations
    .toSorted((a, b) => Temporal.Instant.compare(a.openedAt, b.openedAt) || (a.id < b.id ? -1 : 1))
    .map((rotation) =>
      stretch(
        rotation,
        rotation.openedAt.epochMilliseconds,
        rotation.closed?.at.epochMilliseconds ?? Number.POSITIVE_INFINITY,
      ),
    );

/** Both ends belong to it. */
const stretch = <Thing>(thing: Thing, from: number, until: number): Stretch<Thing> => ({
  from,
  until: until + 1,
  holds: thing,
});

const minutes = (count: number): number => count * 60_000;

const numberOf = (request: RequestId): number => Number(request.slice("BG-".length));
