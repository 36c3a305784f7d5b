// Who hears of what happened: where the card must stand, and where a notification is due.
import type { Hearing } from "./hearing.ts";
import type { Organisation, Person } from "./organisation.ts";
import {
  accountOf,
  actor,
  approversFor,
  channels,
  custodiansOf,
  directMessages,
  isOf,
  personOf,
} from "./people.ts";
import type { Place } from "./place.ts";
import { placeKey } from "./place.ts";
import type { RequestEvent } from "./request/events.ts";
import { isEscalated } from "./request/review.ts";
import { isOpen, isUnattested, isUnseen, type Request } from "./request/state.ts";
import { whyNotReviewer } from "./request/why-not.ts";

/** For one batch of events and the request as they leave it. A card that is posted notifies by itself. */
export function hearers(
  events: readonly RequestEvent[],
  request: Request,
  organisation: Organisation,
): Hearing {
  const cards = new Map<string, { place: Place; urgent: boolean }>();
  const urgent = isUnattested(request);
  for (const event of events) {
    for (const place of cardPlaces(event, request, organisation))
      cards.set(placeKey(place), { place, urgent });
  }
  const announce = events.flatMap((event, index) =>
    (isSaidByAnother(event, events) ? [] : announcePlaces(event, request, organisation)).map((place) => ({
      place,
      event: index,
      urgent: alarming.has(event.type),
    })),
  );
  return { redraw: events.some(({ type }) => !unseen.has(type)), cards: [...cards.values()], announce };
}

/** A fresh card says that it was declared; the last approval is said with what it grants. */
const isSaidByAnother = ({ type }: RequestEvent, events: readonly RequestEvent[]): boolean =>
  (type === "declared" && events.some((other) => other.type === "requested")) ||
  (type === "approved" && events.some((other) => other.type === "granted"));

const alarming = new Set<RequestEvent["type"]>(["declared", "attestation-overdue"]);
/** Events that change nothing on the card. */
const unseen = new Set<RequestEvent["type"]>([
  "refused",
  "approvers-reminded",
  "closing-noticed",
  "next-tier-asked",
  "review-reminded",
]);

function cardPlaces(event: RequestEvent, request: Request, organisation: Organisation): Place[] {
  const requester = personOf(organisation, request.requester);
  const { first, next } = approversFor(organisation, request.requester);
  switch (event.type) {
    case "requested":
      return [
        ...channels(organisation, "requests"),
        ...directMessages(organisation, requester),
        ...everyone(organisation, first),
      ];
    case "next-tier-asked":
      return everyone(organisation, next);
    case "granted":
      return everyone(organisation, custodians(request, organisation));
    case "declared":
      return [
        ...channels(organisation, "soc"),
        ...channels(organisation, "requests"),
        ...everyone(organisation, [...first, ...next, ...custodians(request, organisation)]),
      ];
    default:
      return [];
  }
}

function announcePlaces(event: RequestEvent, request: Request, organisation: Organisation): Place[] {
  const requests = channels(organisation, "requests");
  const requester = directMessages(organisation, personOf(organisation, request.requester));
  const { first, next } = approversFor(organisation, request.requester);
  const asked = request.nextTierAsked || request.declaration ? [...first, ...next] : first;
  switch (event.type) {
    case "requested":
      return event.enough ? [] : channels(organisation, "admins");
    case "approved":
    case "denied":
    case "withdrawn":
    case "expired":
    case "granted":
    case "released":
    case "extended":
    case "extension-denied":
    case "extension-expired":
      return [...requests, ...requester];
    case "signed-in":
      return [...requests, ...requester];
    case "lapsed":
    case "ended":
      return [
        ...requests,
        ...requester,
        ...everyone(organisation, custodians(request, organisation)),
        ...(isUnseen(request) && !isHiddenDrill(request) ? channels(organisation, "soc") : []),
      ];
    case "attested":
      return [...requests, ...requester, ...channels(organisation, "soc")];
    case "declared":
      return [...requests, ...everyone(organisation, asked)];
    case "attestation-overdue":
      return [...channels(organisation, "soc"), ...everyone(organisation, asked)];
    case "extension-asked":
    case "approvers-reminded":
      return [...requests, ...everyone(organisation, unanswered(asked, request))];
    case "next-tier-asked":
      return requests;
    case "closing-noticed":
      return requester;
    case "review-reminded":
      return [
        ...requests,
        ...everyone(organisation, reviewers(request, organisation)),
        ...(isEscalated(event.number) ? forAll(organisation) : []),
      ];
    case "reviewed":
      return [...requests, ...requester, ...(event.class === "misuse" ? forAll(organisation) : [])];
    case "extension-approved":
    case "drill-revealed":
    case "rehearsal-failed":
    case "cleaned-up":
    case "refused":
      return [];
  }
}

/** Its sign-ins are as if nobody had asked: that nothing was seen of it would tell the SOC what it must find out. */
const isHiddenDrill = ({ drill }: Request): boolean => drill !== undefined && !drill.known;

const forAll = (organisation: Organisation): Place[] => [
  ...channels(organisation, "admins"),
  ...channels(organisation, "soc"),
];

const everyone = (organisation: Organisation, people: readonly Person[]): Place[] =>
  people.flatMap((person) => directMessages(organisation, person));

function custodians(request: Request, organisation: Organisation): readonly Person[] {
  const account = accountOf(organisation, request.account);
  return account ? custodiansOf(organisation, account) : [];
}

/** The SOC and the auditors may review it too, but it is first the duty of those who let it happen and who run it. */
const reviewers = (request: Request, { people }: Organisation): readonly Person[] =>
  people.filter(
    (person) =>
      (person.roles.includes("approver") || person.roles.includes("admin")) &&
      whyNotReviewer(actor(person), request) === undefined,
  );

function unanswered(people: readonly Person[], request: Request): readonly Person[] {
  const given = isOpen(request) ? (request.extension?.approvals ?? []) : request.approvals;
  return people.filter((person) => !given.some(({ by }) => isOf(person, by)));
}
