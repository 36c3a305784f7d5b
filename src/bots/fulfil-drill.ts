// One wish about a drill of one known person, to its answer.
import type { DrillCommand } from "../core/drill/decide.ts";
import { isKeptFrom } from "../core/drill/kept.ts";
import { type NotPlanned, planned } from "../core/drill/plan.ts";
import type { Drill } from "../core/drill/state.ts";
import { shareIn } from "../core/drill/why-not.ts";
import type { AccountId, DrillId } from "../core/ids.ts";
import type { Organisation, Person } from "../core/organisation.ts";
import { actor, callerId } from "../core/people.ts";
import type { Answer, Heard } from "../core/ports/desk.ts";
import type { Store } from "../core/ports/store.ts";
import type { Refusal } from "../core/refusal.ts";
import type { Actor } from "../core/request/decide.ts";
import { isOver, wasUsed } from "../core/request/state.ts";
import type { Rotation } from "../core/rotation/state.ts";
import type { View } from "../core/view.ts";
import { refused } from "../core/views/answers.ts";
import { drillCard } from "../core/views/drill-card.ts";
import { drillDone } from "../core/views/drill-done.ts";
import { shownTo } from "../core/views/drill-shown.ts";
import { form } from "../core/views/forms.ts";
import type { Wish } from "../core/wish.ts";
import type { DeskParts } from "./desk.ts";
import { drillLife, liveDrills, planDrill } from "./drills.ts";
import { read, run } from "./life.ts";
import { readRecords } from "./records.ts";
import { liveRequests, rehearsalOf } from "./requests.ts";
import { liveRotations } from "./rotations.ts";

export type TurnedAway = { type: "turned-away"; why: Refusal; lastDay?: NotPlanned["lastDay"] };

type PlanWish = Extract<Wish, { type: "plan-drill" }>;
type OnDrill = Extract<Wish, { type: "start" | "witness" | "tick" | "sign-off" | "fail" }>;

const view = (shown: View): Answer => ({ type: "view", view: shown });

/** One more drill, or the planned one on another day. */
export async function planOne(
  parts: DeskParts,
  person: Person,
  { account, day }: PlanWish,
  { key }: Heard,
): Promise<Answer | Refusal | TurnedAway> {
  const organisation = parts.organisation();
  const id = account ?? onlyAccount(organisation);
  if (!id) return { type: "form", form: form("drill", organisation, day ? { words: day.toString() } : {}) };
  const record = (await readRecords(parts)).find((one) => one.account.id === id);
  if (!record) return "no-such-account";
  const outcome = await planDrill(
    parts,
    id,
    (drills, free) => planned(actor(person), { ...record, drills }, day, free, parts.now(), organisation),
    key,
  );
  if (!outcome) return "drill-open";
  if ("refused" in outcome) {
    const { refused: why, ...last } = outcome;
    return { type: "turned-away", why, ...last };
  }
  return outcome.type === "done" ? view(drillDone(outcome.events, outcome.state)) : outcome.why;
}

const onlyAccount = ({ accounts }: Organisation): AccountId | undefined =>
  accounts.length === 1 ? accounts[0]?.id : undefined;

export async function onDrill(
  parts: DeskParts,
  person: Person,
  wish: OnDrill,
  { key, caller }: Heard,
): Promise<Answer | Refusal> {
  const { store, organisation } = parts;
  const id = wish.drill ?? (await meant(parts, wish));
  if (!id) return "which-drill";
  const drill = (await read(drillLife, store, id))?.state;
  if (!drill) return "no-such-drill";
  const command = await commandOf(parts, person, wish, shownTo(drill, person));
  if (!command) return view(drillCard(drill, organisation(), person, await rehearsalOf(store, drill)));
  const outcome = await run(drillLife, store, organisation(), id, command, key);
  return view(
    outcome.type === "done"
      ? drillDone(outcome.events, outcome.state)
      : refused(outcome.why, undefined, callerId(caller), organisation()),
  );
}

/** The only one there is: nobody signs off what they did not name. */
async function meant({ store }: DeskParts, wish: OnDrill): Promise<DrillId | undefined> {
  if (wish.type === "sign-off" || wish.type === "fail") return undefined;
  const live = await liveDrills(store);
  return live.length === 1 ? live[0]?.id : undefined;
}

/** Undefined: no step was named, and the card has them all. */
async function commandOf(
  { store, now }: DeskParts,
  person: Person,
  wish: OnDrill,
  drill: Drill,
): Promise<DrillCommand | undefined> {
  const who = { by: actor(person), at: now() };
  switch (wish.type) {
    case "start": {
      const requests = await liveRequests(store);
      const inUse = requests.some((request) => request.account === drill.account && !isOver(request));
      return { type: "start", ...who, announced: wish.announced, inUse };
    }
    case "witness":
      return { type: "witness", ...who };
    case "tick":
      return wish.step && { type: "tick", ...who, step: wish.step };
    case "sign-off":
      return { type: "sign-off", ...who, note: wish.note, ...(await useOf(store, drill, who.by)) };
    case "fail":
      return { type: "fail", ...who, reason: wish.reason };
  }
}

/** Who used the account in this drill, who let them, and whether they still may, or did after it was renewed. */
async function useOf(store: Store, drill: Drill, by: Actor) {
  const { id } = drill;
  const request = await rehearsalOf(store, drill);
  const isOwn = ({ reasons }: Rotation) => reasons.some((one) => one.kind === "use" && one.drill === id);
  return {
    ...shareIn(request, by),
    inUse: request !== undefined && !isOver(request),
    unrenewed: (await liveRotations(store)).some(isOwn),
  };
}

/** The drill that an ask rehearses, or why it does not. */
export async function rehearsed(
  { store }: DeskParts,
  id: DrillId,
  account: AccountId,
  person: Person,
): Promise<Drill | Refusal> {
  const drill = (await read(drillLife, store, id))?.state;
  if (!drill) return "no-such-drill";
  if (drill.status !== "running" || isKeptFrom(drill, person)) return "drill-not-running";
  const before = await rehearsalOf(store, drill);
  if (before && !(isOver(before) && !wasUsed(before))) return "drill-not-running";
  return drill.account === account ? drill : "no-such-account";
}
