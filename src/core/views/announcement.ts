// One event, told once: what a thread reply or a direct message says.
import type { Organisation } from "../organisation.ts";
import { accountOf, personOf } from "../people.ts";
import type { RequestEvent } from "../request/events.ts";
import type { Request } from "../request/state.ts";
import { isUnseen } from "../request/state.ts";
import type { Line, Tone, View } from "../view.ts";
import { eventWords, type Told } from "../words/request.ts";
import { drillWords } from "../words/review.ts";

/** `request`: as the event left it. Undefined for events that nobody is told of. */
export function announcement(
  event: RequestEvent,
  request: Request,
  organisation: Organisation,
): View | undefined {
  const words = eventWords[event.type] as
    | ((event: RequestEvent, told: Told) => { title: string; lines: readonly Line[] })
    | undefined;
  if (!words) return undefined;
  const by = "by" in event ? event.by : undefined;
  const person = (id: Request["requester"]) => personOf(organisation, id);
  const told: Told = {
    request,
    account: accountOf(organisation, request.account)?.label ?? request.account,
    by: by && person(by),
    requester: person(request.requester),
    approvers: request.approvals.map((approval) => person(approval.by)),
    watched: organisation.watch !== undefined,
  };
  const neverSeen = (event.type === "lapsed" || event.type === "ended") && isUnseen(request);
  const alarming = event.type === "declared" || event.type === "attestation-overdue";
  const { title, lines } = words(event, told);
  return {
    title: request.drill?.known ? drillWords.announcement(title) : title,
    lines,
    tone: event.type === "reviewed" && event.class === "misuse" ? "bad" : (tones[event.type] ?? "neutral"),
    severity: alarming ? 0 : neverSeen ? 4 : undefined,
    facts: [],
    buttons: [],
  };
}

const tones: Partial<Record<RequestEvent["type"], Tone>> = {
  requested: "waiting",
  approved: "waiting",
  granted: "good",
  extended: "good",
  attested: "good",
  released: "good",
  "signed-in": "good",
  denied: "bad",
  "extension-denied": "bad",
  expired: "bad",
  "extension-expired": "bad",
  declared: "alarm",
  "attestation-overdue": "alarm",
  "extension-asked": "waiting",
  "approvers-reminded": "waiting",
  "next-tier-asked": "waiting",
  "closing-noticed": "waiting",
  "review-reminded": "waiting",
  reviewed: "good",
};
