// Rotations in the store: opened by what was done or is owed, proved by what others saw.
import type { AccountId, RotationId } from "../core/ids.ts";
import { rotationId } from "../core/ids.ts";
import { isBefore } from "../core/moments.ts";
import type { Organisation } from "../core/organisation.ts";
import { accountOf } from "../core/people.ts";
import type { CredentialLook } from "../core/ports/entra.ts";
import type { Store } from "../core/ports/store.ts";
import { decideRotation, type RotationCommand } from "../core/rotation/decide.ts";
import type { RotationEvent, RotationReason } from "../core/rotation/events.ts";
import { rotationFor } from "../core/rotation/open.ts";
import { owedOnRotation } from "../core/rotation/owed.ts";
import { proofOf } from "../core/rotation/proof.ts";
import { recordRotation } from "../core/rotation/record.ts";
import { rotationsFrom } from "../core/rotation/span.ts";
import { foldRotation, isOpenRotation, type Rotation, usedAt } from "../core/rotation/state.ts";
import type { Change } from "../core/sign-in/row.ts";
import { alertsAround } from "../core/sign-in/spans.ts";
import { isRotationEvent } from "./event-kinds.ts";
import { readInTurn } from "./in-turn.ts";
import { begin, type Life, note, type Read, read, readAll } from "./life.ts";
import { readable } from "./newer.ts";
import { rememberedSince, usesSince } from "./remembered.ts";
import type { TakeParts } from "./take.ts";

export const rotationLife: Life<Rotation, RotationEvent, RotationCommand> = {
  isOwn: isRotationEvent,
  fold: foldRotation,
  decide: decideRotation,
  record: recordRotation,
};

export async function readRotations(store: Store, ids: readonly string[]): Promise<Rotation[]> {
  const found = await readAll(rotationLife, store, ids);
  return found.map(({ state }) => state);
}

export const liveRotations = async (store: Store): Promise<Rotation[]> =>
  readRotations(store, await store.live("RO-"));

/** For who works on each of them alone: those that can be read here. */
export const readableRotations = async (store: Store): Promise<Rotation[]> => {
  const { found } = await readable(await store.live("RO-"), (id) => read(rotationLife, store, id));
  return found.map(({ state }) => state);
};

/**
 * Nothing is ever added to a closed one: it is read once, or who asks after the accounts would wait for all of them. A
 * restored database may call it open again: then it is read anew.
 */
const closedRotations = new WeakMap<Store, ReadonlyMap<string, Read<Rotation>>>();

/** Of every account, oldest first. */
export const rememberedRotations = async (parts: TakeParts): Promise<Rotation[]> =>
  (await rotationsAsRead(parts)).map(({ state }) => state);

async function rotationsAsRead(parts: TakeParts): Promise<Read<Rotation>[]> {
  const { store } = parts;
  const [ids, live] = await Promise.all([
    store.spanning(rotationsFrom(rememberedSince(parts))),
    store.live("RO-"),
  ]);
  const closed = new Map(closedRotations.get(store));
  for (const id of live) closed.delete(id);
  const others = await readAll(
    rotationLife,
    store,
    ids.filter((id) => !closed.has(id)),
  );
  const found = [...ids.flatMap((id) => closed.get(id) ?? []), ...others];
  closedRotations.set(
    store,
    new Map(found.filter(({ state }) => !isOpenRotation(state)).map((one) => [one.state.id, one])),
  );
  return found.toSorted((a, b) => Temporal.Instant.compare(a.state.openedAt, b.state.openedAt));
}

/** Something was done that makes a renewal due. Told twice, it owes nothing new. `clicked`: the key of the click. */
export async function oweRotation(
  parts: TakeParts,
  cause: RotationReason,
  account: AccountId,
  clicked?: string,
): Promise<void> {
  const used = usedAt(cause);
  if (used && isBefore(used, await usesSince(parts, account))) return;
  await openRotation(
    parts,
    account,
    (history, id) => {
      const owed = rotationFor(cause, account, history, id, parts.now(), parts.organisation());
      return owed && { event: owed.event, into: owed.rotation };
    },
    clicked,
  );
}

/** `decide`: what to append, given all rotations of the account; undefined: nothing. `clicked`: the key of the click. */
export async function openRotation(
  parts: TakeParts,
  account: AccountId,
  decide: (
    history: readonly Rotation[],
    id: RotationId,
  ) => { event: RotationEvent; into: Rotation | undefined } | undefined,
  clicked?: string,
): Promise<void> {
  await begin(
    rotationLife,
    parts,
    async () => (await rotationsAsRead(parts)).filter(({ state }) => state.account === account),
    async (history) => {
      const decided = decide(history, rotationId(await parts.store.nextNumber("RO-")));
      return decided && { events: [decided.event], into: decided.into };
    },
    clicked,
  );
}

/** Takes what the directory or the audit log says for proof, where it is one. */
export async function prove(
  parts: TakeParts,
  rotation: Rotation,
  look: CredentialLook | undefined,
): Promise<void> {
  const { store, organisation, now } = parts;
  const changes = await changesSince(parts, rotation);
  await note(rotationLife, store, organisation(), rotation.id, "proof", (before) => {
    const proof = isOpenRotation(before)
      ? proofOf(before, look, changes, accountOf(organisation(), before.account))
      : undefined;
    return proof ? [{ type: "rotation-proved", at: now(), proof }] : [];
  });
}

/** Rows of the audit log about the account since it was used, or since its renewal is owed. */
async function changesSince(
  { store, organisation, now }: TakeParts,
  { account, lastUse, openedAt }: Rotation,
): Promise<readonly Change[]> {
  const ids = await store.spanning(alertsAround(lastUse ?? openedAt, now(), organisation().policy));
  const alerts = await readInTurn(store, ids);
  return alerts.flatMap(({ state }) => state.changes).filter(({ touches }) => touches.includes(account));
}

/** What time alone owes on a rotation. */
export const catchUpRotation = (
  store: Store,
  organisation: Organisation,
  id: string,
  now: Temporal.Instant,
): Promise<void> =>
  note(rotationLife, store, organisation, id, "tick", (rotation) =>
    owedOnRotation(rotation, now, organisation),
  );
