// What time alone does to a request: reminders, the next tier, expiry, the end of a window, a missed attestation or review.
import { isAfter } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import { approversFor } from "../people.ts";
import type { Policy } from "../policy.ts";
import type { RequestEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { reviewReminder } from "./review.ts";
import { isOpen, type Request, waitingExtension, wasUsed } from "./state.ts";

/** What ends the request goes before what closes a question, and that before a notice: the later ones are moot then. */
const ranks = ["ends", "closes", "notice"] as const;
type Rank = (typeof ranks)[number];

const byRankThenDue = (a: Owed, b: Owed): number =>
  ranks.indexOf(a.rank) - ranks.indexOf(b.rank) || Temporal.Instant.compare(a.due, b.due);

type Owed = { due: Temporal.Instant; rank: Rank; event: (at: Temporal.Instant) => RequestEvent };

/** All that is owed at `now`, in order. Asked twice, it owes nothing new; an end makes earlier reminders moot. */
export function owed(
  request: Request,
  now: Temporal.Instant,
  organisation: Organisation,
): readonly RequestEvent[] {
  const isDue = ({ due }: Owed) => !isAfter(due, now);
  const items = agenda(request, organisation).filter(isDue);
  const [item] = items.toSorted(byRankThenDue);
  if (!item) return [];
  const event = item.event(now);
  const next = evolve(request, event);
  return next ? [event, ...owed(next, now, organisation)] : [event];
}

/** When the request owes something next, if nobody does anything. */
export function nextDue(request: Request, organisation: Organisation): Temporal.Instant | undefined {
  const [earliest] = agenda(request, organisation)
    .map(({ due }) => due)
    .toSorted(Temporal.Instant.compare);
  return earliest;
}

function agenda(request: Request, organisation: Organisation): Owed[] {
  if (request.status === "pending") return whilePending(request, organisation);
  return [
    ...(isOpen(request) ? whileOpen(request, organisation) : []),
    ...attestation(request, organisation),
    ...review(request, organisation),
  ];
}

function whilePending(request: Request, organisation: Organisation): Owed[] {
  const { policy } = organisation;
  const items: Owed[] = [
    { due: request.answerBy, rank: "ends", event: (at) => ({ type: "expired", at }) },
    reminder(request.remindedAt ?? request.askedAt, policy),
  ];
  if (!request.nextTierAsked && approversFor(organisation, request.requester).next.length > 0) {
    items.push({
      due: request.askedAt.add({ minutes: policy.nextTierAfter }),
      rank: "notice",
      event: (at) => ({ type: "next-tier-asked", at }),
    });
  }
  return items;
}

const reminder = (last: Temporal.Instant, policy: Policy): Owed => ({
  due: last.add({ minutes: policy.remindEvery }),
  rank: "notice",
  event: (at) => ({ type: "approvers-reminded", at }),
});

function whileOpen(request: Request, { policy }: Organisation): Owed[] {
  if (!request.window) return [];
  const { from, until } = request.window;
  const items: Owed[] = [
    {
      due: until,
      rank: "ends",
      event: (at) =>
        request.status === "approved" && !wasUsed(request)
          ? { type: "lapsed", at }
          : { type: "ended", at, by: undefined },
    },
  ];
  const notice = until.subtract({ minutes: policy.closingNotice });
  if (!request.closingNoticed && isAfter(notice, from)) {
    items.push({ due: notice, rank: "notice", event: (at) => ({ type: "closing-noticed", at }) });
  }
  const extension = waitingExtension(request);
  if (extension) {
    items.push(reminder(request.remindedAt ?? extension.askedAt, policy));
    items.push({
      due: extension.answerBy,
      rank: "closes",
      event: (at) => ({ type: "extension-expired", at, number: extension.number }),
    });
  }
  return items;
}

function attestation({ declaration }: Request, { policy }: Organisation): Owed[] {
  if (!declaration || declaration.attested) return [];
  const due = declaration.overdueToldAt?.add({ minutes: policy.attestRepeat }) ?? declaration.attestBy;
  return [{ due, rank: "notice", event: (at) => ({ type: "attestation-overdue", at }) }];
}

function review(request: Request, { policy }: Organisation): Owed[] {
  const reminder = reviewReminder(request, policy);
  if (!reminder) return [];
  const { due, numberAt } = reminder;
  return [{ due, rank: "notice", event: (at) => ({ type: "review-reminded", at, number: numberAt(at) }) }];
}
