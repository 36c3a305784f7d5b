// Requests in the store: read, act, append; and once more when somebody else was first.
import type { Drill } from "../core/drill/state.ts";
import type { RequestId } from "../core/ids.ts";
import { requestId } from "../core/ids.ts";
import type { Organisation } from "../core/organisation.ts";
import type { Appended, Store } from "../core/ports/store.ts";
import { record, recordRefusal } from "../core/record.ts";
import type { Refusal } from "../core/refusal.ts";
import { act, fold } from "../core/request/act.ts";
import type { RequestCommand } from "../core/request/decide.ts";
import type { RequestEvent } from "../core/request/events.ts";
import { owed } from "../core/request/owed.ts";
import { isOver, type Request } from "../core/request/state.ts";
import { requestEvents } from "./event-kinds.ts";
import { readable } from "./newer.ts";
import { withNumber } from "./numbers.ts";

export type Outcome =
  | { type: "done"; events: readonly RequestEvent[]; request: Request }
  | { type: "refused"; why: Refusal; request: Request | undefined };

/** More racing clicks than this on one request at one time are a fault, not a race. */
const mostTries = 50;

export async function readRequest(store: Store, id: string): Promise<Request | undefined> {
  return fold(requestEvents(await store.read(id)));
}

/** The request that rehearses this drill, if one does. */
export const rehearsalOf = async (store: Store, { request }: Drill): Promise<Request | undefined> =>
  request && readRequest(store, request);

export const liveRequests = async (store: Store): Promise<Request[]> =>
  readRequests(store, await store.live("BG-"));

/** Those that can be read here, and why the others cannot. */
export const readableRequests = async (store: Store) =>
  readable(await store.live("BG-"), (id) => readRequest(store, id));

export async function readRequests(store: Store, ids: readonly string[]): Promise<Request[]> {
  const requests = await Promise.all(ids.map((id) => readRequest(store, id)));
  return requests.filter((request) => request !== undefined);
}

type Opening = Extract<RequestCommand, { type: "ask" } | { type: "declare" }>;
type Wished<C> = C extends unknown ? Omit<C, "request"> : never;

/** A new request under the next free number; who has one for this account already is told which. */
export async function open(
  store: Store,
  organisation: Organisation,
  command: Wished<Opening>,
  key: string,
): Promise<Outcome> {
  for (let tries = 0; tries < mostTries; tries++) {
    const { found: live, left } = await readableRequests(store);
    if (left && command.drill) throw left; // a drill can wait; whoever is locked out can not
    if (live.some((other) => isRehearsedByAnother(other, command)))
      return { type: "refused", why: "drill-not-running", request: undefined };
    const same = live.find(
      ({ requester, account, status }) =>
        requester === command.by.person &&
        account === command.wanted.account &&
        (status === "pending" || status === "approved" || status === "declared"),
    );
    if (same && isOver(fold(owed(same, command.at, organisation), same) ?? same)) {
      await catchUp(store, organisation, same.id, command.at); // over already, though no tick has said so
      continue;
    }
    if (same && command.type === "declare" && same.status === "pending") {
      const { by, at, wanted } = command; // never a hard gate: the waiting request becomes the declaration
      return run(
        store,
        organisation,
        same.id,
        { type: "declare-pending", by, at, reason: wanted.reason, minutes: wanted.minutes },
        key,
      );
    }
    if (same) return run(store, organisation, same.id, { ...command, request: same.id }, key);
    const outcome = await withNumber(store, "BG-", (number) => {
      const id = requestId(number);
      return once(store, organisation, id, { ...command, request: id }, key);
    });
    if (outcome) return outcome;
    if (left) throw left; // perhaps their own request, which holds the name
  }
  throw new Error(`no free request number after ${mostTries} tries`);
}

/** A drill has one request at a time, whoever asks. */
const isRehearsedByAnother = (request: Request, { by, drill }: Wished<Opening>): boolean =>
  drill !== undefined &&
  request.drill?.id === drill.id &&
  request.requester !== by.person &&
  !isOver(request);

/** A command on a request that exists. */
export async function run(
  store: Store,
  organisation: Organisation,
  id: RequestId,
  command: RequestCommand,
  key: string,
): Promise<Outcome> {
  for (let tries = 0; tries < mostTries; tries++) {
    const outcome = await once(store, organisation, id, command, key);
    if (outcome) return outcome;
  }
  throw new Error(`${id} changed under ${mostTries} tries`);
}

/** What time alone owes on a request. A conflict means that somebody acted, and did it on the way. */
export async function catchUp(
  store: Store,
  organisation: Organisation,
  id: string,
  now: Temporal.Instant,
): Promise<void> {
  const stored = await store.read(id);
  const request = fold(requestEvents(stored));
  if (!request) return;
  const [first, ...others] = owed(request, now, organisation);
  if (!first) return;
  const events: [RequestEvent, ...RequestEvent[]] = [first, ...others];
  const next = fold(events, request) ?? request;
  await store.append(record(events, next, stored.length, `tick/${id}/${stored.length}`, organisation));
}

/**
 * What nobody commanded on this request and is true all the same. `news` is asked again when somebody else was first;
 * nothing is appended when it has none. `key`: tells this news from every other.
 */
export async function noteOnRequest(
  {
    store,
    organisation,
    now,
  }: { store: Store; organisation: () => Organisation; now: () => Temporal.Instant },
  id: RequestId,
  key: string,
  news: (before: Request) => readonly RequestEvent[],
): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const stored = await store.read(id);
    const before = fold(requestEvents(stored));
    const told = before ? news(before) : [];
    if (!before || told.length === 0) return;
    const [first, ...others] = [...owed(before, now(), organisation()), ...told];
    const after = fold([...(first ? [first] : []), ...others], before);
    if (!first || !after) return;
    const append = record(
      [first, ...others],
      after,
      stored.length,
      `${key}/${id}/${stored.length}`,
      organisation(),
    );
    if ((await store.append(append)).type !== "conflict") return;
  }
  throw new Error(`${id} changed under ${mostTries} tries`);
}

/** Undefined: somebody else was first, look again. A refusal is recorded like every other outcome. */
async function once(
  store: Store,
  organisation: Organisation,
  id: RequestId,
  command: RequestCommand,
  key: string,
): Promise<Outcome | undefined> {
  const stored = await store.read(id);
  const before = fold(requestEvents(stored));
  if (before && isAnothers(before, command)) return undefined;
  const { first, decision } = act(command, before, organisation);
  if ("refused" in decision && first.length > 0) {
    await catchUp(store, organisation, id, command.at); // so that the refusal is about what stands in the log
    return undefined;
  }
  if ("refused" in decision) return refuse(store, before, id, command, decision.refused, key);
  const [head, ...rest] = [...first, ...decision.events];
  const after = fold([...first, ...decision.events], before);
  if (!head || !after) throw new Error(`${command.type} on ${id} was decided without an event`);
  const appended = await store.append(record([head, ...rest], after, stored.length, key, organisation));
  if (appended.type === "conflict") return undefined;
  return appended.type === "repeated" ? again(store, appended) : told(decision.events, after);
}

async function refuse(
  store: Store,
  request: Request | undefined,
  id: RequestId,
  { type, by, at }: RequestCommand,
  why: Refusal,
  key: string,
): Promise<Outcome> {
  if (!request) return { type: "refused", why, request };
  const refused: RequestEvent = { type: "refused", at, by: by.person, wish: type, why };
  const appended = await store.append(recordRefusal(id, refused, key));
  return appended.type === "repeated" ? again(store, appended) : told([refused], request);
}

/** The same click once more: it hears what it heard. */
async function again(
  store: Store,
  { stream, events }: Extract<Appended, { type: "repeated" }>,
): Promise<Outcome> {
  const away = events.map(({ event }) => event).find((event) => event.type === "turned-away");
  if (away) return { type: "refused", why: away.why, request: undefined };
  const request = await readRequest(store, stream.replace(/^refused:/, ""));
  if (!request) throw new Error(`${stream} answers a key that belongs to no request`);
  return told(requestEvents(events), request);
}

/** The number was free when we looked, and somebody took it for another request. */
const isAnothers = ({ requester, account }: Request, command: RequestCommand): boolean =>
  (command.type === "ask" || command.type === "declare") &&
  (requester !== command.by.person || account !== command.wanted.account);

function told(events: readonly RequestEvent[], request: Request): Outcome {
  const last = events.at(-1);
  return last?.type === "refused"
    ? { type: "refused", why: last.why, request }
    : { type: "done", events, request };
}
