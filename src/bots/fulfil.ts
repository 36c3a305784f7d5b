// One wish of one known person, to its answer.
import { parseRequestId, type RequestId } from "../core/ids.ts";
import type { Organisation, Person } from "../core/organisation.ts";
import { accountOf, actor, callerId, isOf } from "../core/people.ts";
import type { Answer, Heard } from "../core/ports/desk.ts";
import { couldBeMet } from "../core/quorum.ts";
import type { Refusal } from "../core/refusal.ts";
import type { RequestCommand } from "../core/request/decide.ts";
import type { CleanUp } from "../core/request/events.ts";
import { isOpen } from "../core/request/state.ts";
import type { View } from "../core/view.ts";
import { watchFact } from "../core/views/alerts.ts";
import { done, refused, status, whoami } from "../core/views/answers.ts";
import { form } from "../core/views/forms.ts";
import { requestCard } from "../core/views/request-card.ts";
import { rotationFact } from "../core/views/rotation-done.ts";
import { runbook, runbookList } from "../core/views/runbook.ts";
import type { Wish } from "../core/wish.ts";
import type { DeskParts } from "./desk.ts";
import { alertStatus, fulfilAlert } from "./fulfil-alert.ts";
import { rehearsed, type TurnedAway } from "./fulfil-drill.ts";
import { fulfilOwed, isOwedWish, owedStatus } from "./fulfil-owed.ts";
import { isKept, liveRequestsFor, liveRotationsFor, requestFor } from "./kept.ts";
import { liveRequests, type Outcome, open, readRequest, run } from "./requests.ts";
import { timelineOf } from "./timeline.ts";
import { watchState } from "./watch.ts";

export type Fulfilled = Answer | TurnedAway;

const view = (shown: View): Answer => ({ type: "view", view: shown });
const turnedAway = (why: Refusal): Fulfilled => ({ type: "turned-away", why });
const shown = (answer: View | Refusal): Fulfilled =>
  typeof answer === "string" ? turnedAway(answer) : view(answer);

export async function fulfil(
  parts: DeskParts,
  person: Person,
  wish: Exclude<Wish, { type: "help" }>,
  heard: Heard,
): Promise<Fulfilled> {
  const { store, now } = parts;
  const organisation = parts.organisation();
  if (isOwedWish(wish)) {
    const answer = await fulfilOwed(parts, person, wish, heard);
    return typeof answer === "string" ? turnedAway(answer) : answer;
  }
  switch (wish.type) {
    case "form":
      return { type: "form", form: form(wish.form, organisation, wish) };
    case "whoami":
      return view(whoami(person, callerId(heard.caller)));
    case "runbook":
      return view(wish.failure ? runbook(wish.failure, organisation) : runbookList("unknown" in wish));
    case "status":
      if (wish.rotation ?? wish.drill) return shown(await owedStatus(parts, wish, person));
      return wish.alert
        ? shown(await alertStatus(parts, wish.alert, person))
        : statusOf(wish.request, person, parts);
    case "clean-up":
      return isCleanUp(wish) ? onRequest(parts, person, wish, heard) : statusOf(wish.request, person, parts);
    case "timeline":
      return shown(await timelineOf(parts, wish.request, person));
    case "alerts":
    case "acknowledge":
    case "classify":
    case "close":
      return shown(await fulfilAlert(parts, person, wish, heard));
    case "ask":
    case "declare": {
      const account = accountOf(organisation, wish.wanted.account);
      if (!account) return turnedAway("no-such-account");
      const drill =
        wish.type === "ask" && wish.drill
          ? await rehearsed(parts, wish.drill, account.id, person)
          : undefined;
      if (typeof drill === "string") return turnedAway(drill);
      const command = {
        type: wish.type,
        by: actor(person),
        at: now(),
        wanted: wish.wanted,
        quorum: account.quorum,
        enough: couldBeMet(organisation, account.quorum, person.id),
        ...(drill && { drill: { id: drill.id, announced: drill.announced } }),
      };
      return told(await open(store, organisation, command, heard.key), heard, organisation);
    }
    default:
      return onRequest(parts, person, wish, heard);
  }
}

async function onRequest(parts: DeskParts, person: Person, wish: Acting, heard: Heard): Promise<Fulfilled> {
  const target = wish.request ?? (await meant(parts, wish, person));
  const id = parseRequestId(target);
  if (!id) return turnedAway(target as Refusal);
  if (await isKept(person, parts.store, id)) return turnedAway("no-such-request");
  const command =
    wish.type === "release" ? await releaseOf(wish, id, person, parts) : commandOf(wish, person, parts);
  if (typeof command === "string") return turnedAway(command);
  const organisation = parts.organisation();
  return told(await run(parts.store, organisation, id, command, heard.key), heard, organisation);
}

async function statusOf(
  id: RequestId | undefined,
  person: Person,
  { store, organisation, sight }: DeskParts,
): Promise<Fulfilled> {
  if (!id) {
    const watch = watchFact(watchState(organisation().watch, sight()));
    const owed = (await liveRotationsFor(person, store)).map((rotation) =>
      rotationFact(rotation, organisation(), person),
    );
    return view(status(await liveRequestsFor(person, store), organisation(), person, [watch], owed));
  }
  const request = await requestFor(person, store, id);
  return request ? view(requestCard(request, organisation(), person)) : turnedAway("no-such-request");
}

/** A refusal that no request has on record (there is none) is recorded at the door. */
function told(outcome: Outcome, heard: Heard, organisation: Organisation): Fulfilled {
  if (outcome.type === "done") return view(done(outcome.events, outcome.request, organisation));
  if (!outcome.request) return turnedAway(outcome.why);
  return view(refused(outcome.why, outcome.request, callerId(heard.caller), organisation));
}

type Acting =
  | Extract<
      Wish,
      {
        type:
          | "approve"
          | "deny"
          | "withdraw"
          | "end"
          | "extend"
          | "attest"
          | "release"
          | "declare-pending"
          | "review";
      }
    >
  | CleanUpWish;
type CleanUpWish = Extract<Wish, { type: "clean-up" }> & { item: CleanUp };
type Spoken = Exclude<Acting, { type: "release" }>;

const isCleanUp = (wish: Wish): wish is CleanUpWish => wish.type === "clean-up" && wish.item !== undefined;

const ofOwn = ["withdraw", "declare-pending", "end", "extend"];

/** Nobody answers or judges what they did not name; their own request need not be named if it is the only one. */
async function meant({ store }: DeskParts, wish: Acting, person: Person): Promise<RequestId | Refusal> {
  if (!ofOwn.includes(wish.type)) return "which-request";
  const waiting = wish.type === "withdraw" || wish.type === "declare-pending";
  const own = (await liveRequests(store)).filter(
    (request) =>
      isOf(person, request.requester) && (waiting ? request.status === "pending" : isOpen(request)),
  );
  const [only, another] = own;
  if (!only) return "none-of-yours";
  return another ? "which-request" : only.id;
}

function commandOf(wish: Spoken, person: Person, parts: DeskParts): RequestCommand {
  const who = { by: actor(person), at: parts.now() };
  const about = "about" in wish && wish.about !== undefined ? { about: wish.about } : {};
  switch (wish.type) {
    case "approve":
      return { type: "approve", ...who, ...about };
    case "deny":
      return { type: "deny", ...who, ...about, reason: wish.reason };
    case "withdraw":
    case "end":
      return { type: wish.type, ...who };
    case "extend":
      return { type: "extend", ...who, minutes: wish.minutes, reason: wish.reason };
    case "attest":
      return { type: "attest", ...who, note: wish.note };
    case "declare-pending":
      return {
        type: "declare-pending",
        ...who,
        ...(wish.reason === undefined ? {} : { reason: wish.reason }),
      };
    case "clean-up":
      return { type: "clean-up", ...who, item: wish.item };
    case "review":
      return { type: "review", ...who, class: wish.class, note: wish.note };
  }
}

/** The part may be left out by who keeps only one; the parts are the account's, as they are now. */
async function releaseOf(
  wish: Extract<Acting, { type: "release" }>,
  id: RequestId,
  person: Person,
  { store, organisation, now }: DeskParts,
): Promise<RequestCommand | Refusal> {
  const request = await readRequest(store, id);
  if (!request) return "no-such-request";
  const parts = accountOf(organisation(), request.account)?.custody.parts ?? [];
  const mine = parts.filter(({ custodians }) => custodians.some((custodian) => isOf(person, custodian)));
  const part = wish.part ?? (mine.length === 1 ? mine[0]?.name : undefined);
  if (part === undefined) return mine.length === 0 ? "not-a-custodian" : "which-part";
  const named = parts.find(({ name }) => name.toLowerCase() === part.toLowerCase())?.name ?? part;
  return { type: "release", by: actor(person), at: now(), part: named, parts };
}
