// An account's one-line state, and what is owed on it next: derived from what is on record, never stored.
import { type Owing, owingsOf } from "./calendar.ts";
import { rotationWithout } from "./drill/kept.ts";
import { drillDue } from "./drill/plan.ts";
import { type Drill, isHidden, notBegun } from "./drill/state.ts";
import { isAfter } from "./moments.ts";
import type { Account, Organisation } from "./organisation.ts";
import { custodiansOf, personOf } from "./people.ts";
import { isOpen, isUnattested, isUnreviewed, type Request } from "./request/state.ts";
import { isOpenRotation, isSuspicious, type Rotation, renewedAt } from "./rotation/state.ts";
import type { Line } from "./view.ts";
import { grounds as words } from "./words/readiness.ts";

/** All that is on record about one account and still matters. */
export type AccountRecord = {
  account: Account;
  /** Since when Breakglass keeps it: intervals count from here while nothing else is on record. */
  knownSince: Temporal.Instant;
  /** Those that live, and those that wait for their review or attestation. */
  requests: readonly Request[];
  /** Of the last year, oldest first. */
  rotations: readonly Rotation[];
  drills: readonly Drill[];
};

/** The gravest first. */
export const readinesses = [
  "not-ready",
  "in-use",
  "rotation-due",
  "review-open",
  "drill-due",
  "ready",
] as const;
export type Readiness = (typeof readinesses)[number];

export type ReadyLine = {
  account: Account;
  state: Readiness;
  why: Line;
  /** Undefined: nothing on record says. */
  since: Temporal.Instant | undefined;
  /** What is owed first, be it overdue. */
  next: Omit<Owing, "account"> | undefined;
};

/** The gravest state that anything on record speaks for, with all that speaks for it. */
export function readiness(
  record: AccountRecord,
  now: Temporal.Instant,
  organisation: Organisation,
): ReadyLine {
  const found = readinesses.map((state) => ({ state, grounds: grounds[state](record, now, organisation) }));
  const { state, grounds: all } = found.find(({ grounds: each }) => each.length > 0) ?? {
    state: "ready",
    grounds: [],
  };
  const [since] = all.flatMap((ground) => ground.since ?? []).toSorted(Temporal.Instant.compare);
  const [next] = owingsOf(record, now, organisation);
  return {
    account: record.account,
    state,
    why: all.flatMap(({ why }, index) => (index === 0 ? why : [" ", ...why])),
    since,
    next: next && { what: next.what, at: next.at, stream: next.stream, overdue: next.overdue },
  };
}

/**
 * The record as the SOC may know it: a drill that was not announced still waits for its day, and what it set going
 * did not happen. For whoever is neither of the drill nor an admin.
 */
export function asKnown(record: AccountRecord): AccountRecord {
  const secret = new Set(record.drills.filter(isHidden).map(({ id }) => id));
  return {
    ...record,
    requests: record.requests.filter(({ drill }) => !drill || drill.known),
    rotations: record.rotations.flatMap((rotation) => rotationWithout(rotation, secret) ?? []),
    drills: record.drills.map((drill) => (isHidden(drill) ? { ...drill, ...notBegun } : drill)),
  };
}

type Ground = { why: Line; since: Temporal.Instant | undefined };
type Look = (record: AccountRecord, now: Temporal.Instant, organisation: Organisation) => readonly Ground[];

const grounds: Record<Readiness, Look> = {
  "not-ready": (record, _, organisation) => [
    ...suspicions(record),
    ...failure(record),
    ...custody(record, organisation),
  ],
  "in-use": ({ requests }, _, organisation) =>
    requests.filter(isOpen).map((request) => ({
      why: words.inUse(request, personOf(organisation, request.requester)),
      since: request.window?.from,
    })),
  "rotation-due": ({ rotations }, now, organisation) =>
    rotations
      .filter(isOpenRotation)
      .filter((rotation) => !isOnlyPlanned(rotation) || isPast(rotation.due, now))
      .map((rotation) => ({
        why: words.rotation(rotation, (id) => personOf(organisation, id)),
        since: isOnlyPlanned(rotation) ? rotation.due : rotation.openedAt,
      })),
  "review-open": ({ requests }) => [
    ...requests
      .filter((request) => isUnattested(request) && !isOpen(request))
      .map((request) => ({ why: words.unattested(request), since: request.declaration?.at })),
    ...requests
      .filter(isUnreviewed)
      .map((request) => ({ why: words.unreviewed(request), since: request.outcome?.at })),
  ],
  "drill-due": (record, now, { policy }) => {
    const running = record.drills.find(({ status }) => status === "running");
    if (running) return [{ why: words.drillRuns(running), since: running.witness?.at }];
    const due = drillDue(record, policy);
    return isPast(due, now) ? [{ why: words.drilled(lastDrill(record)), since: due }] : [];
  },
  ready: (record) => [
    {
      why: words.ready(
        record.requests.filter(({ status }) => status === "pending"),
        lastDrill(record),
        record.rotations.flatMap((rotation) => renewedAt(rotation) ?? []).at(-1),
      ),
      since: undefined,
    },
  ],
};

/** Somebody may know the credential who should not: it must not be relied on until it is renewed. */
const suspicions = ({ rotations }: AccountRecord): readonly Ground[] =>
  rotations.filter(isOpenRotation).flatMap((rotation) => {
    const reason = rotation.reasons.find(isSuspicious);
    return reason ? [{ why: words.suspicion(rotation, reason), since: reason.at }] : [];
  });

function failure(record: AccountRecord): readonly Ground[] {
  const last = lastDrill(record);
  return last?.status === "failed" ? [{ why: words.failed(last), since: last.outcome?.at }] : [];
}

const custody = ({ account }: AccountRecord, organisation: Organisation): readonly Ground[] => {
  const keepers = custodiansOf(organisation, account);
  return keepers.length < leastKeepers ? [{ why: words.custody(keepers), since: undefined }] : [];
};

/** One person alone, or nobody, must not be able to use or to lose an emergency account. */
const leastKeepers = 2;

/** It was not used and nobody left: until it is due, the account is as good as ever. */
const isOnlyPlanned = ({ reasons }: Rotation): boolean => reasons.every(({ kind }) => kind === "calendar");

/** The one that was over last, finished or failed. */
const lastDrill = ({ drills }: AccountRecord): Drill | undefined =>
  drills
    .flatMap((drill) => (drill.outcome ? [{ drill, at: drill.outcome.at }] : []))
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))
    .at(-1)?.drill;

const isPast = (moment: Temporal.Instant, now: Temporal.Instant): boolean => !isAfter(moment, now);
