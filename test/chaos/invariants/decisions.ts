// Decided once, and by two people: every request, declaration, alert and review, by Entra object id.
import { isAlertEvent, isRequestEvent } from "../../../src/bots/event-kinds.ts";
import { foldAlert } from "../../../src/core/alert/state.ts";
import { fold } from "../../../src/core/request/act.ts";
import type { RequestEvent } from "../../../src/core/request/events.ts";
import type { Books } from "../books.ts";
import { nameOf } from "./answers.ts";

const decisions = new Set<RequestEvent["type"]>(["granted", "denied", "withdrawn", "expired", "declared"]);
const ends = new Set<RequestEvent["type"]>(["ended", "lapsed"]);

export function checkDecisions({ log }: Books): string[] {
  const requests = new Map<string, RequestEvent[]>();
  for (const { stream, event } of log) {
    if (!isRequestEvent(event) || stream.startsWith("refused:")) continue;
    requests.set(stream, [...(requests.get(stream) ?? []), event]);
  }
  const ofRequests = [...requests].flatMap(([id, events]) => [
    ...decidedOnce(id, events),
    ...twoPeople(id, events),
  ]);
  return [...ofRequests, ...notTheirOwn(log, requests)];
}

function decidedOnce(id: string, events: readonly RequestEvent[]): string[] {
  const types = events.map(({ type }) => type);
  const twice = [decisions, ends].map((kinds) => types.filter((type) => kinds.has(type)));
  return twice.filter(({ length }) => length > 1).map((types) => `${id} was decided twice: ${types.join()}`);
}

function twoPeople(id: string, events: readonly RequestEvent[]): string[] {
  const request = fold(events);
  const by = (...types: readonly RequestEvent["type"][]) =>
    events.flatMap((event) => (types.includes(event.type) && "by" in event && event.by ? [event.by] : []));
  if (!request) return [`${id} cannot be read`];
  const approvers = by("approved");
  const others = [...approvers, ...by("attested", "denied", "reviewed")];
  const wrong = others.includes(request.requester)
    ? [`${nameOf(request.requester)} asked for ${id} and did the other half too`]
    : [];
  if (new Set(approvers).size < approvers.length)
    wrong.push(`somebody counts twice among the approvers of ${id}`);
  const isGranted = events.some(({ type }) => type === "granted");
  if (isGranted && new Set(approvers).size < request.quorum.approvals)
    wrong.push(`${id} was granted by ${approvers.length} of ${request.quorum.approvals} approvers`);
  return wrong;
}

/** Nobody acknowledges, classifies or closes an alert about their own use. */
function notTheirOwn(log: Books["log"], requests: ReadonlyMap<string, readonly RequestEvent[]>): string[] {
  const alerts = Map.groupBy(log, ({ stream }) => stream);
  return [...alerts].flatMap(([id, stored]) => {
    const events = stored.map(({ event }) => event).filter(isAlertEvent);
    return events.flatMap((event, index) => {
      if (!("by" in event)) return [];
      const subject = foldAlert(events.slice(0, index + 1))?.subject;
      const request =
        subject && subject.kind !== "blind" ? fold(requests.get(subject.request ?? "") ?? []) : undefined;
      return request?.requester === event.by ? [`${nameOf(event.by)} judged their own use: ${id}`] : [];
    });
  });
}
