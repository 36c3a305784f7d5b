// Drills in the store: planned, moved, and what we see of them ourselves.
import { type DrillCommand, decideDrill } from "../core/drill/decide.ts";
import type { DrillEvent } from "../core/drill/events.ts";
import { owedOnDrill } from "../core/drill/owed.ts";
import type { NotPlanned, Planned } from "../core/drill/plan.ts";
import { drillsFrom, recordDrill } from "../core/drill/record.ts";
import { newsOf } from "../core/drill/rehearsal.ts";
import { type Drill, foldDrill, isHidden, isOverDrill, triesOf } from "../core/drill/state.ts";
import { type AccountId, type DrillId, drillId, type RequestId } from "../core/ids.ts";
import type { Organisation } from "../core/organisation.ts";
import { accountOf } from "../core/people.ts";
import type { Store } from "../core/ports/store.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Request } from "../core/request/state.ts";
import { alertsOfRequest } from "../core/sign-in/spans.ts";
import { isDrillEvent } from "./event-kinds.ts";
import { readInTurn } from "./in-turn.ts";
import { begin, type Life, note, type Outcome, type Read, type Repeated, read, readAll } from "./life.ts";
import { readable } from "./newer.ts";
import { rememberedSince } from "./remembered.ts";
import { noteOnRequest, readRequest } from "./requests.ts";
import { rememberedRotations } from "./rotations.ts";
import type { TakeParts } from "./take.ts";

export const drillLife: Life<Drill, DrillEvent, DrillCommand> = {
  isOwn: isDrillEvent,
  fold: foldDrill,
  decide: (command, drill, { policy }) => decideDrill(command, drill, policy),
  record: recordDrill,
};

export const liveDrills = async (store: Store): Promise<Drill[]> =>
  (await readAll(drillLife, store, await store.live("DR-"))).map(({ state }) => state);

/** For who works on each of them alone: those that can be read here. */
export const readableDrills = async (store: Store): Promise<Drill[]> => {
  const { found } = await readable(await store.live("DR-"), (id) => read(drillLife, store, id));
  return found.map(({ state }) => state);
};

/** Of every account, oldest first. */
export const rememberedDrills = async (parts: TakeParts): Promise<Drill[]> =>
  (await drillsAsRead(parts)).map(({ state }) => state);

async function drillsAsRead(parts: TakeParts): Promise<Read<Drill>[]> {
  const ids = await parts.store.spanning(drillsFrom(rememberedSince(parts)));
  const found = await readAll(drillLife, parts.store, ids);
  return found.toSorted((a, b) => Temporal.Instant.compare(a.state.scheduledAt, b.state.scheduledAt));
}

/** `decide`: what to append, given all drills of the account; undefined: nothing. `clicked`: the key of the click. */
export async function planDrill(
  parts: TakeParts,
  account: AccountId,
  decide: (history: readonly Drill[], id: DrillId) => Planned | NotPlanned | undefined,
  clicked?: string,
): Promise<Outcome<Drill, DrillEvent> | NotPlanned | undefined> {
  const { store } = parts;
  const outcome = await begin(
    drillLife,
    parts,
    async () => (await drillsAsRead(parts)).filter(({ state }) => state.account === account),
    async (history) => {
      const decided = decide(history, drillId(await store.nextNumber("DR-")));
      return decided && "events" in decided ? { ...decided, into: decided.drill } : decided;
    },
    clicked,
  );
  return outcome && "type" in outcome && outcome.type === "repeated" ? again(store, outcome) : outcome;
}

/** The same click once more: it hears what it heard. */
async function again(
  store: Store,
  { stream, events }: Repeated,
): Promise<Outcome<Drill, DrillEvent> | { refused: Refusal }> {
  const away = events.map(({ event }) => event).find((event) => event.type === "turned-away");
  if (away) return { refused: away.why };
  const found = await read(drillLife, store, stream);
  if (!found) throw new Error(`${stream} answers a key that belongs to no drill`);
  return { type: "done", events: events.map(({ event }) => event).filter(isDrillEvent), state: found.state };
}

/** What happened meanwhile that a running drill has not noted; and what its requests may tell from then on. */
export async function noteDrill(parts: TakeParts, id: string): Promise<void> {
  const { store, organisation, now } = parts;
  const drill = (await read(drillLife, store, id))?.state;
  if (!drill) return;
  const last = triesOf(drill).at(-1);
  const request = last && (await readRequest(store, last));
  if (drill.status === "running") {
    const alerts = request ? await alertsDuring(parts, request) : [];
    const rotations = (await rememberedRotations(parts)).filter(({ account }) => account === drill.account);
    const facts = {
      request,
      alerts,
      rotations,
      parts: accountOf(organisation(), drill.account)?.custody.parts ?? [],
    };
    await note(drillLife, store, organisation(), id, "seen", (before) => newsOf(before, facts, now()));
  }
  const after = (await read(drillLife, store, id))?.state;
  if (after) for (const one of triesOf(after)) await tell(parts, one, after);
}

/** What a request that rehearses this drill, or came to nothing, may tell by now. */
async function tell(parts: TakeParts, request: RequestId, drill: Drill): Promise<void> {
  const at = parts.now();
  if (isTold(drill)) {
    await noteOnRequest(parts, request, "drill-revealed", ({ drill: of }) =>
      of && !of.known ? [{ type: "drill-revealed", at }] : [],
    );
  }
  if (drill.status === "failed") {
    await noteOnRequest(parts, request, "rehearsal-failed", ({ drill: of }) =>
      of && !of.failed ? [{ type: "rehearsal-failed", at }] : [],
    );
  }
}

/** Nobody needs to be kept from knowing any more. */
const isTold = (drill: Drill): boolean =>
  isOverDrill(drill) || (drill.status === "running" && !isHidden(drill));

async function alertsDuring({ store, organisation }: TakeParts, request: Request) {
  const ids = await store.spanning(alertsOfRequest(request, organisation().policy));
  return (await readInTurn(store, ids)).map(({ state }) => state);
}

/** The request that rehearses a drill is the drill's from its first word on: the newest one, unless it was let go. */
export const noteRehearsal = (
  { store, organisation, now }: TakeParts,
  { id, drill }: Request,
): Promise<void> =>
  note(drillLife, store, organisation(), drill?.id ?? "", `rehearsed/${id}`, (before) =>
    triesOf(before).some((one) => numberOf(one) >= numberOf(id))
      ? []
      : [{ type: "drill-asked", at: now(), request: id }],
  );

const numberOf = (request: RequestId): number => Number(request.slice("BG-".length));

/** What time alone owes on a drill. */
export const catchUpDrill = (
  store: Store,
  organisation: Organisation,
  id: string,
  now: Temporal.Instant,
): Promise<void> =>
  note(drillLife, store, organisation, id, "tick", (drill) => owedOnDrill(drill, now, organisation));
