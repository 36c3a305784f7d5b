// The facts on a request's card, from the request as it is.
import { said } from "../mask.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf, personOf } from "../people.ts";
import { type Approval, isOver, type Request, waitingExtension } from "../request/state.ts";
import type { Fact, Inline, Line } from "../view.ts";
import { labels } from "../words/card.ts";
import { failureWords } from "../words/failures.ts";
import { accountWords, approvalsMissing, length, list } from "../words/request.ts";
import { reviewLabels } from "../words/review.ts";
import { reviewFacts } from "./review.ts";

export function requestFacts(request: Request, organisation: Organisation): Fact[] {
  const account = accountOf(organisation, request.account);
  const fact = (label: string, ...value: Inline[]): Fact => ({ label, value });
  const outcome = ending(request, organisation);
  const facts = [
    ...(outcome ? [{ label: labels.outcome, value: outcome }] : []),
    fact(labels.requester, { person: personOf(organisation, request.requester) }, ", ", at(request.askedAt)),
    fact(labels.account, account ? accountWords(account) : request.account),
    fact(labels.failure, failureWords[request.failure].label),
    fact(labels.reason, said(request.reason)),
  ];
  if (request.ticket) facts.push(fact(labels.ticket, said(request.ticket)));
  facts.push(fact(labels.length, length(request.minutes)));
  if (!request.declaration || request.approvals.length > 0) {
    facts.push({ label: labels.approvals, value: approvals(request, organisation) });
  }
  if (request.window)
    facts.push(fact(labels.window, at(request.window.from), " to ", time(request.window.until)));
  if (request.signIns.length > 0) facts.push(fact(labels.signIns, ...signIns(request)));
  if (request.extension) facts.push({ label: labels.extension, value: extension(request, organisation) });
  facts.push(...parts(request, organisation));
  if (request.declaration?.reason) facts.push(fact(labels.declaration, said(request.declaration.reason)));
  if (request.declaration)
    facts.push({ label: labels.attestation, value: attestation(request, organisation) });
  if (request.drill?.known) facts.push(fact(reviewLabels.drill, request.drill.id));
  return [...facts, ...reviewFacts(request, organisation)];
}

const at = (moment: Temporal.Instant): Inline => ({ moment, show: "date-time" });
const time = (moment: Temporal.Instant): Inline => ({ moment, show: "time" });

function approvals(request: Request, organisation: Organisation): Line {
  return [approvalsMissing(request), ...given(request.approvals, organisation)];
}

/** The newest few: an hour's work may be a dozen bursts. */
const mostSignIns = 3;

/** `10:42 from 203.0.113.7, Berlin DE (AL-7)` */
function signIns({ signIns: all }: Request): Line {
  const newest = all.toSorted((a, b) => Temporal.Instant.compare(b.at, a.at)).slice(0, mostSignIns);
  const more = all.length - newest.length;
  return [
    ...newest.flatMap(({ at, from, alert }, index): Inline[] => [
      index === 0 ? "" : "; ",
      time(at),
      " from ",
      said(from),
      ` (${alert})`,
    ]),
    ...(more > 0 ? [`; and ${more} before`] : []),
  ];
}

const given = (list: readonly Approval[], organisation: Organisation): Inline[] =>
  list.flatMap(({ by, at }) => [" ", { person: personOf(organisation, by) }, ", ", time(at), "."]);

function extension(request: Request, organisation: Organisation): Line {
  const asked = request.extension;
  if (!asked) return [];
  const { answer } = asked;
  return [
    `${length(asked.minutes)}, ${waitingExtension(request) ? "waits for an answer" : (answer?.type ?? "not answered")}`,
    ...(answer?.by ? [" by ", { person: personOf(organisation, answer.by) }] : []),
    ": ",
    said(answer?.reason ?? asked.reason),
    ...given(asked.approvals, organisation),
  ];
}

export function isPartMissing(request: Request, organisation: Organisation): boolean {
  const parts = accountOf(organisation, request.account)?.custody.parts ?? [];
  return parts.some(({ name }) => !request.releases.some(({ part }) => part === name));
}

/** Each part of the credential: who handed it over, or where it lies and whom to call for it. */
function parts(request: Request, organisation: Organisation): Fact[] {
  if (!request.window) return [];
  const known = accountOf(organisation, request.account)?.custody.parts ?? [];
  return known.map(({ name, place, custodians }) => {
    const keepers = list(custodians.map((id) => personOf(organisation, id)));
    const release = request.releases.find(({ part }) => part === name);
    return {
      label: labels.part(name),
      value: release
        ? ["handed over by ", { person: personOf(organisation, release.by) }, ", ", time(release.at)]
        : [`in its place: ${place}`, ...(isOver(request) ? [] : [". Ask ", ...keepers, "."])],
    };
  });
}

function attestation({ declaration }: Request, organisation: Organisation): Line {
  if (!declaration) return [];
  const { attested, attestBy, overdueToldAt } = declaration;
  if (!attested) return [overdueToldAt ? "overdue since " : "needed by ", at(attestBy)];
  return [
    { person: personOf(organisation, attested.by) },
    ", ",
    time(attested.at),
    ...(attested.note ? [": ", said(attested.note)] : []),
  ];
}

function ending({ outcome }: Request, organisation: Organisation): Line | undefined {
  if (!outcome) return undefined;
  return [
    ...(outcome.by ? [{ person: personOf(organisation, outcome.by) }, ", "] : []),
    at(outcome.at),
    ...(outcome.reason ? [": ", said(outcome.reason)] : []),
  ];
}
