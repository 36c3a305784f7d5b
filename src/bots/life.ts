// A life cycle in the store: read, decide, append; and once more when somebody else was first.
import type { Organisation } from "../core/organisation.ts";
import type { Append, Appended, Event, Store, StoredEvent } from "../core/ports/store.ts";
import { recordRefusal } from "../core/record.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Actor } from "../core/request/decide.ts";
import type { RequestEvent } from "../core/request/events.ts";

/** What one kind of stream is made of. */
export type Life<State extends { id: string }, Own extends Event, Command> = {
  isOwn(event: Event): event is Own;
  fold(events: readonly Own[], before?: State): State | undefined;
  decide(
    command: Command,
    before: State,
    organisation: Organisation,
  ): { events: readonly Own[] } | { refused: Refusal };
  record(
    events: readonly [Own, ...Own[]],
    after: State,
    version: number,
    key: string,
    organisation: Organisation,
    takes?: readonly string[],
  ): Append;
};

/** A stream's state, and the version that it was read at. */
export type Read<State> = { state: State; version: number };

export type Outcome<State, Own> =
  | { type: "done"; events: readonly Own[]; state: State }
  | { type: "refused"; why: Refusal; state: State };

export type Repeated = Extract<Appended, { type: "repeated" }>;

type Spoken = { by: Actor; at: Temporal.Instant; type: string };

/** More racing clicks than this on one stream at one time are a fault, not a race. */
const mostTries = 50;

export async function read<State extends { id: string }, Own extends Event>(
  life: Life<State, Own, never>,
  store: Store,
  id: string,
): Promise<Read<State> | undefined> {
  const stored = await store.read(id);
  const state = foldOwn(life, stored);
  return state && { state, version: stored.length };
}

const foldOwn = <State extends { id: string }, Own extends Event>(
  life: Life<State, Own, never>,
  stored: readonly StoredEvent[],
): State | undefined => life.fold(stored.map(({ event }) => event).filter(life.isOwn));

export async function readAll<State extends { id: string }, Own extends Event>(
  life: Life<State, Own, never>,
  store: Store,
  ids: readonly string[],
): Promise<Read<State>[]> {
  const found = await Promise.all(ids.map((id) => read(life, store, id)));
  return found.filter((one) => one !== undefined);
}

/** A person's command on a stream that exists. */
export async function run<State extends { id: string }, Own extends Event, Command extends Spoken>(
  life: Life<State, Own, Command>,
  store: Store,
  organisation: Organisation,
  id: string,
  command: Command,
  key: string,
): Promise<Outcome<State, Own>> {
  for (let tries = 0; tries < mostTries; tries++) {
    const before = await read(life, store, id);
    if (!before) throw new Error(`${id} is not on record`);
    const outcome = await once(life, store, organisation, before, command, key);
    if (outcome) return outcome;
  }
  throw new Error(`${id} changed under ${mostTries} tries`);
}

/** Undefined: somebody else was first, look again. */
async function once<State extends { id: string }, Own extends Event, Command extends Spoken>(
  life: Life<State, Own, Command>,
  store: Store,
  organisation: Organisation,
  { state, version }: Read<State>,
  command: Command,
  key: string,
): Promise<Outcome<State, Own> | undefined> {
  const decision = life.decide(command, state, organisation);
  const again = ({ events }: Repeated): Outcome<State, Own> => {
    const before = events.map(({ event }) => event);
    const refused = before.find((event) => event.type === "refused");
    return refused
      ? { type: "refused", why: refused.why, state }
      : { type: "done", events: before.filter(life.isOwn), state };
  };
  if ("refused" in decision) {
    const { by, at, type } = command;
    const refused: RequestEvent = { type: "refused", at, by: by.person, wish: type, why: decision.refused };
    const appended = await store.append(recordRefusal(state.id, refused, key));
    return appended.type === "repeated" ? again(appended) : { type: "refused", why: decision.refused, state };
  }
  const [first, ...others] = decision.events;
  const after = life.fold(decision.events, state);
  if (!first || !after) throw new Error(`${command.type} on ${state.id} was decided without an event`);
  const appended = await store.append(life.record([first, ...others], after, version, key, organisation));
  if (appended.type === "conflict") return undefined;
  return appended.type === "repeated"
    ? again(appended)
    : { type: "done", events: decision.events, state: after };
}

/**
 * What nobody commanded and is true all the same: time has passed, or something was seen. `news` is asked again when
 * somebody else was first; nothing is appended when it has none. `key`: tells this news from every other.
 */
export async function note<State extends { id: string }, Own extends Event>(
  life: Life<State, Own, never>,
  store: Store,
  organisation: Organisation,
  id: string,
  key: string,
  news: (before: State, stored: readonly StoredEvent[]) => readonly Own[],
): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const stored = await store.read(id);
    const before = foldOwn(life, stored);
    const [first, ...others] = before ? news(before, stored) : [];
    const after = first && life.fold([first, ...others], before);
    if (!first || !after) return;
    const version = stored.length;
    const append = life.record([first, ...others], after, version, `${key}/${id}/${version}`, organisation);
    if ((await store.append(append)).type !== "conflict") return;
  }
  throw new Error(`${id} changed under ${mostTries} tries`);
}

/** `into`: the one of the history that the events join; undefined: they begin a new one. */
type Begun<State, Own> = { events: readonly Own[]; into: State | undefined };

/**
 * What begins a stream, or joins one that is there already. `history`: all that `decide` goes by; both are asked again
 * when somebody else was first. Undefined: nothing is appended. `clicked`: the key of the click, if it was one.
 */
export async function begin<
  State extends { id: string },
  Own extends Event,
  Not extends { refused: Refusal },
>(
  life: Life<State, Own, never>,
  { store, organisation }: { store: Store; organisation: () => Organisation },
  history: () => Promise<readonly Read<State>[]>,
  decide: (history: readonly State[]) => Promise<Begun<State, Own> | Not | undefined>,
  clicked?: string,
): Promise<Extract<Outcome<State, Own>, { type: "done" }> | Repeated | Not | undefined> {
  for (let tries = 0; ; tries++) {
    const found = await history();
    const decided = await decide(found.map(({ state }) => state));
    if (!decided || "refused" in decided) return decided;
    const { events, into } = decided;
    const [first, ...others] = events;
    const after = first && life.fold(events, into);
    if (!first || !after) return undefined;
    if (tries === mostTries) throw new Error(`${first.type}: ${after.id} changed under ${mostTries} tries`);
    // as it was decided on: a version that is read afterwards would hide what came in between
    const version = found.find(({ state }) => state.id === into?.id)?.version ?? 0;
    const key = clicked ?? `${first.type}/${after.id}/${version}`;
    const appended = await store.append(life.record([first, ...others], after, version, key, organisation()));
    if (appended.type === "appended") return { type: "done", events, state: after };
    if (clicked && appended.type === "repeated") return appended;
  }
}
