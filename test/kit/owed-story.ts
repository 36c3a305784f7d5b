// What is owed, told in steps, so that a test can break the bot between any two of them: a use, and a drill.
import type { Person } from "../../src/core/organisation.ts";
import type { Caller } from "../../src/core/ports/desk.ts";
import type { StoredEvent } from "../../src/core/ports/store.ts";
import type { ButtonAction, Typed } from "../../src/core/view.ts";
import { change, signIn } from "../core/sign-in/kit.ts";
import { ada, after, alice, audrey, bob, dave, erin, first, sam, tina } from "./cast.ts";
import { inSlack, inTeams } from "./chat.ts";
import type { Office } from "./office.ts";

/** `key`: the same one when somebody tries again who was not answered. */
export type Step = { minute: number; does: (office: Office, key: string) => Promise<unknown> };

const says =
  (caller: Caller, text: string): Step["does"] =>
  (office, key) =>
    office.hear(caller, text, key);
/** One after the other, whatever each is told. */
const all =
  (...steps: readonly Step["does"][]): Step["does"] =>
  async (office, key) => {
    for (const [index, step] of steps.entries()) await step(office, `${key}.${index}`);
  };
const clicks =
  (caller: Caller, click: ButtonAction, typed: Typed = {}): Step["does"] =>
  (office, key) =>
    office.desk.hear({ caller, key, click, typed, on: undefined, card: undefined });
/** The rows become readable two minutes after they happened. */
const seen =
  (minute: number, what: "sign-in" | "change"): Step["does"] =>
  (office) => {
    const id = `${what}-${minute}`;
    const row = what === "sign-in" ? signIn(minute, { id }) : change(minute, "Reset user password", { id });
    office.entra.tells([row], after(minute + 2));
    return office.look();
  };
/** Nobody does anything. */
export const time: Step["does"] = async () => undefined;

/** From the ask to the signed-off review, with a reminder of each kind on the way. */
export const use: readonly Step[] = [
  { minute: 0, does: (office, key) => office.submit(inSlack(alice), {}, "request", key) },
  { minute: 1, does: says(inTeams(bob), "approve BG-1") },
  { minute: 2, does: says(inSlack(dave), "release BG-1 envelope A") },
  { minute: 3, does: says(inSlack(erin), "release BG-1 envelope B") },
  { minute: 12, does: seen(10, "sign-in") },
  { minute: 30, does: says(inSlack(alice), "end BG-1") },
  { minute: 760, does: time },
  { minute: 1_480, does: time },
  { minute: 2_900, does: time },
  { minute: 2_912, does: seen(2_910, "change") },
  { minute: 2_920, does: says(inTeams(ada), "confirm RO-1") },
  {
    minute: 2_930,
    does: all(...["policies", "roles", "parts"].map((item) => says(inSlack(tina), `clean-up BG-1 ${item}`))),
  },
  { minute: 2_940, does: says(inTeams(tina), "review BG-1 emergency and all was as approved") },
];

const day = 1_440;
/** A Monday morning, eleven days before its first drill is due. */
export const drillDay = 79 * day;

const steps = ["people-reviewed", "doc", "people-t", "task", "no-personal", "two", "safes"];

/** From the day on which the account is first seen to the drill's report. The calendar asks for a new password too. */
export const drill = (announced: boolean): readonly Step[] => [
  { minute: 0, does: time },
  { minute: drillDay, does: time },
  { minute: drillDay + 1, does: says(inSlack(ada), "drill now") },
  { minute: drillDay + 2, does: says(inSlack(ada), `drill start DR-1${announced ? "" : " unannounced"}`) },
  { minute: drillDay + 3, does: says(inTeams(audrey), "drill witness DR-1") },
  {
    minute: drillDay + 5,
    does: clicks(inSlack(alice), { verb: "rehearse", drill: "DR-1" } as ButtonAction, {
      account: first.id,
      failure: "other",
      reason: "The drill of this quarter",
      ticket: "",
      minutes: "60",
    }),
  },
  { minute: drillDay + 7, does: says(inTeams(bob), "approve BG-1") },
  { minute: drillDay + 8, does: says(inSlack(dave), "release BG-1 envelope A") },
  { minute: drillDay + 9, does: says(inSlack(erin), "release BG-1 envelope B") },
  { minute: drillDay + 14, does: seen(drillDay + 12, "sign-in") },
  { minute: drillDay + 15, does: says(inSlack(sam), "ack AL-1") },
  { minute: drillDay + 20, does: says(inSlack(alice), "end BG-1") },
  { minute: drillDay + 32, does: seen(drillDay + 30, "change") },
  { minute: drillDay + 40, does: says(inSlack(dave), "confirm RO-1") },
  {
    minute: drillDay + 45,
    does: all(...steps.map((step) => says(inSlack(ada), `drill tick DR-1 ${step}`))),
  },
  {
    minute: drillDay + 50,
    does: says(inTeams(audrey), "drill sign-off DR-1 it went well, all twelve steps"),
  },
];

/** Everything that follows from the log. Left out `from`, from its beginning, as after a restart that lost its place. */
export async function everything(office: Office, from = 0): Promise<void> {
  await office.follow(from);
  await office.keep(from);
  await office.tick();
}

/** One line for each stream: what happened to it, in order. */
export async function chronicle({ store }: Pick<Office, "store">): Promise<Record<string, string>> {
  const streams = Map.groupBy(await store.log(0, 100_000), ({ stream }) => stream);
  return Object.fromEntries(
    [...streams]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([stream, stored]) => [stream, stored.map(brief).join(", ")]),
  );
}

function brief({ event }: StoredEvent): string {
  if (event.type === "rotation-opened" || event.type === "rotation-joined")
    return `${event.type} (${event.reason.kind})`;
  if (event.type === "milestone-seen") return `saw ${event.milestone}`;
  if (event.type === "step-ticked") return `ticked ${event.step}`;
  if (event.type === "cleaned-up") return `cleaned-up (${event.item})`;
  return event.type;
}

/** How often something of that type stands in the whole log. */
export const countOf = async ({ store }: Pick<Office, "store">, type: string): Promise<number> =>
  (await store.log(0, 100_000)).filter(({ event }) => event.type === type).length;

export const leaves = (person: Person, people: readonly Person[]): readonly Person[] =>
  people.filter(({ id }) => id !== person.id);
