// One wish about what is owed (rotations, drills, the calendar) of one known person, to its answer.
import { owings } from "../core/calendar.ts";
import type { Drill } from "../core/drill/state.ts";
import type { PersonId, RotationId } from "../core/ids.ts";
import { parseGuid } from "../core/ids.ts";
import { isBefore } from "../core/moments.ts";
import type { Organisation, Person } from "../core/organisation.ts";
import { accountOf, actor, callerId } from "../core/people.ts";
import type { Answer, Heard } from "../core/ports/desk.ts";
import type { Store } from "../core/ports/store.ts";
import { type AccountRecord, asKnown, readiness } from "../core/readiness.ts";
import type { Refusal } from "../core/refusal.ts";
import { whyNotWords } from "../core/request/why-not.ts";
import type { RotationCommand } from "../core/rotation/decide.ts";
import { isOpenRotation, type Rotation, renewedAt } from "../core/rotation/state.ts";
import { requestsAround } from "../core/sign-in/spans.ts";
import { windowOf } from "../core/sign-in/window.ts";
import { accountsNear } from "../core/staff.ts";
import type { View } from "../core/view.ts";
import { accountsView } from "../core/views/accounts.ts";
import { refused } from "../core/views/answers.ts";
import { calendarView } from "../core/views/calendar.ts";
import { drillCard } from "../core/views/drill-card.ts";
import { shownTo } from "../core/views/drill-shown.ts";
import { drillsList } from "../core/views/drills.ts";
import { form } from "../core/views/forms.ts";
import { rotationCard } from "../core/views/rotation-card.ts";
import { rotationDone, staffChangeDone } from "../core/views/rotation-done.ts";
import type { Wish } from "../core/wish.ts";
import type { DeskParts } from "./desk.ts";
import { drillLife, rememberedDrills } from "./drills.ts";
import { onDrill, planOne, type TurnedAway } from "./fulfil-drill.ts";
import { staffChanged } from "./keep.ts";
import { rotationFor } from "./kept.ts";
import { read, run } from "./life.ts";
import { readRecords } from "./records.ts";
import { readRequests, rehearsalOf } from "./requests.ts";
import { liveRotations, oweRotation, rememberedRotations, rotationLife } from "./rotations.ts";

const kinds = [
  "accounts",
  "calendar",
  "drills",
  "plan-drill",
  "start",
  "witness",
  "tick",
  "sign-off",
  "fail",
  "confirm-rotation",
  "attest-rotation",
  "suspect",
  "staff-change",
] as const;
type OwedWish = Extract<Wish, { type: (typeof kinds)[number] }>;

export const isOwedWish = (wish: Wish): wish is OwedWish => kinds.some((kind) => kind === wish.type);

/** A refusal that no stream has on record is the caller's to record. */
export async function fulfilOwed(
  parts: DeskParts,
  person: Person,
  wish: OwedWish,
  heard: Heard,
): Promise<Answer | Refusal | TurnedAway> {
  const organisation = parts.organisation();
  switch (wish.type) {
    case "accounts":
      return view(await accountsNow(parts, person));
    case "calendar":
      return view(
        calendarView(owings(await recordsFor(parts, person), parts.now(), organisation), organisation),
      );
    case "drills":
      return view(drillsList(await rememberedDrills(parts), organisation, person));
    case "plan-drill":
      return planOne(parts, person, wish, heard);
    case "confirm-rotation":
    case "attest-rotation":
      return onRotation(parts, person, wish, heard);
    case "suspect":
      return suspect(parts, person, wish, heard);
    case "staff-change":
      return staffChange(parts, person, wish.who);
    default:
      return onDrill(parts, person, wish, heard);
  }
}

const view = (shown: View): Answer => ({ type: "view", view: shown });

/** Each account with its state: also what somebody finds who opens us. */
export async function accountsNow(parts: DeskParts, person: Person): Promise<View> {
  const organisation = parts.organisation();
  const records = await recordsFor(parts, person);
  return accountsView(
    records.map((record) => readiness(record, parts.now(), organisation)),
    organisation,
  );
}

/** Nobody's copy gives away a drill that the SOC must not know of. */
async function recordsFor(parts: DeskParts, person: Person): Promise<readonly AccountRecord[]> {
  const isKnown = (drill: Drill) => shownTo(drill, person) === drill;
  return (await readRecords(parts)).map((record) =>
    record.drills.every(isKnown) ? record : asKnown(record),
  );
}

/** The card of a rotation or a drill, with this person's own buttons. */
export async function owedStatus(
  { store, organisation }: DeskParts,
  wish: Extract<Wish, { type: "status" }>,
  person: Person,
): Promise<View | Refusal> {
  if (wish.rotation) {
    const known = await knownRotation(store, wish.rotation, person);
    return known ? rotationCard(known, organisation(), person) : "no-such-rotation";
  }
  const found = wish.drill && (await read(drillLife, store, wish.drill));
  if (!found) return "no-such-drill";
  return drillCard(found.state, organisation(), person, await rehearsalOf(store, found.state));
}

/** As far as this person may know of it. */
async function knownRotation(store: Store, id: RotationId, person: Person): Promise<Rotation | undefined> {
  const found = await read(rotationLife, store, id);
  return found && rotationFor(person, store, found.state);
}

async function onRotation(
  parts: DeskParts,
  person: Person,
  wish: Extract<OwedWish, { type: "confirm-rotation" | "attest-rotation" }>,
  { key, caller }: Heard,
): Promise<Answer | Refusal> {
  const { store, organisation, now } = parts;
  if (!wish.rotation) return "which-rotation";
  const rotation = await knownRotation(store, wish.rotation, person);
  if (!rotation) return "no-such-rotation";
  const who = { by: actor(person), at: now(), users: await mayHaveUsed(parts, rotation) };
  const command: RotationCommand =
    wish.type === "confirm-rotation"
      ? { type: wish.type, ...who }
      : { type: wish.type, ...who, note: wish.note };
  const outcome = await run(rotationLife, store, organisation(), wish.rotation, command, key);
  return view(
    outcome.type === "done"
      ? rotationDone(outcome.events, outcome.state)
      : refused(outcome.why, undefined, callerId(caller), organisation()),
  );
}

/**
 * Whoever might use the account since it was renewed last: the row that says that they did may come after their word.
 * A closed rotation waits for nobody's.
 */
async function mayHaveUsed(parts: DeskParts, rotation: Rotation): Promise<readonly PersonId[]> {
  if (!isOpenRotation(rotation)) return [];
  const { store, organisation, now } = parts;
  const { clockTolerance } = organisation().policy;
  const others = (await rememberedRotations(parts)).filter(({ account }) => account === rotation.account);
  const renewals = others.flatMap((one) => renewedAt(one) ?? []);
  const near = await readRequests(store, await store.spanning(requestsAround(rotation.openedAt, now())));
  return near
    .filter(({ account }) => account === rotation.account)
    .map(windowOf)
    .filter(({ allowed }) => {
      const until = allowed?.until.add({ minutes: clockTolerance });
      return until && renewals.every((renewed) => !isBefore(until, renewed));
    })
    .map(({ requester }) => requester);
}

/** Anybody on the roster may say so: a rotation too many costs an hour, one too few a tenant. */
async function suspect(
  parts: DeskParts,
  person: Person,
  { account: id, note }: Extract<OwedWish, { type: "suspect" }>,
  { key }: Heard,
): Promise<Answer | Refusal> {
  const organisation = parts.organisation();
  if (!id) return { type: "form", form: form("suspect", organisation, { words: note }) };
  if (!accountOf(organisation, id)) return "no-such-account";
  const refused = whyNotWords(note);
  if (refused) return refused;
  await oweRotation(parts, { kind: "suspected", by: person.id, note }, id, key);
  const open = (await liveRotations(parts.store)).find(({ account }) => account === id);
  const rotation = open && (await rotationFor(person, parts.store, open));
  return rotation ? view(rotationCard(rotation, organisation, person)) : "nothing-to-renew";
}

async function staffChange(parts: DeskParts, person: Person, who: string): Promise<Answer | Refusal> {
  const organisation = parts.organisation();
  if (!person.roles.includes("admin")) return "not-an-admin";
  const leaver = named(who, organisation);
  if (!leaver) return "which-person";
  const accounts = accountsNear(leaver, organisation);
  if (accounts.length === 0) return "nothing-to-renew";
  await staffChanged(parts, leaver.id, person.id, accounts);
  return view(staffChangeDone(leaver, accounts, organisation));
}

/** A mention, an object id or a name; of two people with one name, neither. */
function named(who: string, { people }: Organisation): Person | undefined {
  const mention = /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/.exec(who.trim())?.[1];
  const guid = parseGuid(who);
  const name = who.trim().replace(/^@/, "").toLowerCase();
  const found = people.filter(({ slack, objectIds, name: own }) =>
    mention ? slack === mention : guid ? objectIds.includes(guid) : own.toLowerCase() === name,
  );
  return found.length === 1 ? found[0] : undefined;
}
