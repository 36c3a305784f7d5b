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
import { type Life, note, read, readAll } from "./life.ts";
import { readable } from "./newer.ts";
import { rememberedSince, usesSince } from "./remembered.ts";
import type { TakeParts } from "./take.ts";

export const rotationLife: Life<Rotation, RotationEvent, RotationCommand> = {
  isOwn: isRotationEvent,
  fold: foldRotation,
  decide: decideRotation,
  record: recordRotation,
};

const mostTries = 50;

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

/** Nothing is ever added to a closed one: it is read once, or who asks after the accounts would wait for all of them. */
const closedRotations = new WeakMap<Store, ReadonlyMap<string, Rotation>>();

/** Of every account, oldest first. */
export async function rememberedRotations(parts: TakeParts): Promise<Rotation[]> {
  const { store } = parts;
  const ids = await store.spanning(rotationsFrom(rememberedSince(parts)));
  const closed = closedRotations.get(store) ?? new Map<string, Rotation>();
  const others = await readRotations(
    store,
    ids.filter((id) => !closed.has(id)),
  );
  const found = [...ids.flatMap((id) => closed.get(id) ?? []), ...others];
  closedRotations.set(
    store,
    new Map(found.filter((one) => !isOpenRotation(one)).map((one) => [one.id, one])),
  );
  return found.toSorted((a, b) => Temporal.Instant.compare(a.openedAt, b.openedAt));
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
  const { store, organisation } = parts;
  for (let tries = 0; tries < mostTries; tries++) {
    const history = (await rememberedRotations(parts)).filter((one) => one.account === account);
    const id = rotationId(await store.nextNumber("RO-"));
    const decided = decide(history, id);
    if (!decided) return;
    const { event, into } = decided;
    const version = into ? (await store.read(into.id)).length : 0;
    const after = foldRotation([event], into);
    if (!after) return;
    const key = clicked ?? `${event.type}/${after.id}/${version}`;
    const appended = await store.append(recordRotation([event], after, version, key, organisation()));
    if (appended.type === "appended" || (clicked && appended.type === "repeated")) return;
  }
  throw new Error(`no rotation of ${account} could be opened in ${mostTries} tries`);
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
