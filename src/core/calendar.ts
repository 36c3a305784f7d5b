// What is owed in the next months, from what is on record and from policy: for the list in chat and for calendars.
import { drillDue } from "./drill/plan.ts";
import { isOverDrill } from "./drill/state.ts";
import { isAfter, isBefore } from "./moments.ts";
import type { Account, Organisation } from "./organisation.ts";
import type { AccountRecord } from "./readiness.ts";
import { reviewDue } from "./request/review.ts";
import { isUnattested } from "./request/state.ts";
import { nextCalendarRotation } from "./rotation/open.ts";
import { isOpenRotation } from "./rotation/state.ts";

export type Owing = {
  what: "drill" | "rotation" | "review" | "attestation";
  account: Account;
  at: Temporal.Instant;
  /** Undefined: policy asks for it, and nothing is opened yet. */
  stream: string | undefined;
  overdue: boolean;
};

/** The overdue ones too, earliest first. `days`: whole days of the organisation's own, today not counted. */
export function owings(
  records: readonly AccountRecord[],
  now: Temporal.Instant,
  organisation: Organisation,
  days = 90,
): readonly Owing[] {
  const end = now
    .toZonedDateTimeISO(organisation.timeZone)
    .startOfDay()
    .add({ days: days + 1 })
    .toInstant();
  return records
    .flatMap((record) => owingsOf(record, now, organisation))
    .filter(({ at }) => isBefore(at, end))
    .toSorted(earliestFirst);
}

/** All that is owed on one account, however late it is due; earliest first. */
export function owingsOf(
  record: AccountRecord,
  now: Temporal.Instant,
  organisation: Organisation,
): readonly Owing[] {
  return [
    ...drills(record, organisation),
    ...rotations(record, organisation),
    ...reviews(record, organisation),
    ...attestations(record),
  ]
    .map(
      (due): Owing => ({
        ...due,
        account: record.account,
        overdue: !isAfter(due.at, now),
      }),
    )
    .toSorted(earliestFirst);
}

type Due = Pick<Owing, "what" | "at" | "stream">;

const earliestFirst = (a: Due, b: Due): number => Temporal.Instant.compare(a.at, b.at);

/** What is open comes first: when the one after it is due hangs on how it ends. */
function drills(record: AccountRecord, { policy }: Organisation): readonly Due[] {
  const open = record.drills.filter((drill) => !isOverDrill(drill));
  if (open.length === 0) return [{ what: "drill", at: drillDue(record, policy), stream: undefined }];
  return open.map(({ id, until }) => ({ what: "drill", at: until ?? drillDue(record, policy), stream: id }));
}

function rotations(record: AccountRecord, organisation: Organisation): readonly Due[] {
  const open = record.rotations.filter(isOpenRotation);
  if (open.length > 0) return open.map(({ id, due }) => ({ what: "rotation", at: due, stream: id }));
  const at = nextCalendarRotation(record, organisation);
  return at ? [{ what: "rotation", at, stream: undefined }] : [];
}

const reviews = ({ requests }: AccountRecord, { policy }: Organisation): readonly Due[] =>
  requests.flatMap((request) => {
    const at = reviewDue(request, policy);
    return at ? [{ what: "review" as const, at, stream: request.id }] : [];
  });

const attestations = ({ requests }: AccountRecord): readonly Due[] =>
  requests
    .filter(isUnattested)
    .flatMap(({ id, declaration }) =>
      declaration ? [{ what: "attestation" as const, at: declaration.attestBy, stream: id }] : [],
    );
