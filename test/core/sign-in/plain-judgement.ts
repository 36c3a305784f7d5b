// The rules of a verdict once more, read as they are said, window by window: what the index is held against.
import type { Judgement } from "../../../src/core/alert/events.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { SignIn } from "../../../src/core/sign-in/row.ts";
import type { Window } from "../../../src/core/sign-in/window.ts";

const before = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;
const within = (at: Temporal.Instant, from: Temporal.Instant, until: Temporal.Instant): boolean =>
  !before(at, from) && !before(until, at);
const number = ({ request }: Window): number => Number(request.slice(3));

export function plainJudgement(row: SignIn, windows: readonly Window[], policy: Policy): Judgement {
  const { at } = row;
  const ordered = windows.toSorted((a, b) => number(a) - number(b));
  const own = ordered.filter(({ account }) => account === row.account);

  const allows = ({ allowed }: Window): boolean =>
    allowed !== undefined &&
    within(
      at,
      allowed.from.subtract({ minutes: policy.clockTolerance }),
      allowed.until.add({ minutes: policy.clockTolerance }),
    );
  const preferred = (some: readonly Window[]): Window | undefined =>
    (["approved", "declared", "drill"] as const)
      .map((kind) =>
        earliest(
          some.filter((one) => one.kind === kind && allows(one)),
          opened,
        ),
      )
      .find((one) => one !== undefined);

  const allowing = preferred(own);
  if (row.outcome === "failed") return { verdict: "failed", request: allowing?.request };
  if (allowing) return { verdict: allowing.kind, request: allowing.request };

  const afterwards = own.filter(
    ({ kind, allowed }) =>
      kind === "declared" &&
      allowed !== undefined &&
      within(at, allowed.from.subtract({ minutes: policy.declareAfterwards }), allowed.from),
  );
  const declared = earliest(afterwards, opened);
  if (declared) return { verdict: "declared", request: declared.request };

  const ended = ({ allowed, over }: Window): Temporal.Instant | undefined => allowed?.until ?? over;
  const alive = own.filter((one) => {
    const end = ended(one);
    return !before(at, one.askedAt) && (end === undefined || before(at, end));
  });
  const living = earliest(alive, ({ askedAt }) => askedAt);
  if (living) return { verdict: "outside-window", request: living.request };

  const anothers = preferred(ordered.filter(({ account }) => account !== row.account));
  if (anothers) return { verdict: "wrong-account", request: anothers.request };

  const past = own.filter((one) => {
    const end = ended(one);
    return end !== undefined && within(at, end, end.add({ minutes: policy.outsideWindowFor }));
  });
  const latest = past.toSorted((a, b) => Temporal.Instant.compare(endOf(b), endOf(a)))[0];
  return latest
    ? { verdict: "outside-window", request: latest.request }
    : { verdict: "unmatched", request: undefined };

  function endOf(one: Window): Temporal.Instant {
    return ended(one) ?? at;
  }
}

const opened = ({ allowed, askedAt }: Window): Temporal.Instant => allowed?.from ?? askedAt;

const earliest = (some: readonly Window[], moment: (one: Window) => Temporal.Instant): Window | undefined =>
  some.toSorted((a, b) => Temporal.Instant.compare(moment(a), moment(b)))[0];
