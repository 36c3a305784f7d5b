// The rules of a drill: a command and the state it meets, to events or a refusal.
import type { PersonId } from "../ids.ts";
import type { Policy } from "../policy.ts";
import type { Refusal } from "../refusal.ts";
import type { Actor } from "../request/decide.ts";
import type { DrillEvent, DrillStep } from "./events.ts";
import { isKeptFrom } from "./kept.ts";
import { type Drill, notBegun } from "./state.ts";
import { whyNotOnDrill } from "./why-not.ts";

/** `inUse`: somebody asked for the account, or has it. An emergency is no time to rehearse one. */
type Start = { type: "start"; announced: boolean; inUse: boolean };

/**
 * `user`: who asked for the account in it. `soleVoice`: nobody but the one who speaks let them. `inUse`: they still may.
 * `unrenewed`: its credential must be renewed again.
 */
type Use = { user?: PersonId; soleVoice?: boolean; inUse?: boolean; unrenewed?: boolean };

export type DrillCommand = { by: Actor; at: Temporal.Instant } & (
  | Start
  | { type: "witness" }
  | { type: "tick"; step: DrillStep }
  | ({ type: "sign-off"; note: string } & Use)
  | { type: "fail"; reason: string }
  /** `due`: see `planned`, which knows the days that may be asked for. */
  | { type: "move"; due: Temporal.Instant }
);

export type DrillDecision = { events: readonly DrillEvent[] } | { refused: Refusal };

export function decideDrill(command: DrillCommand, drill: Drill | undefined, policy: Policy): DrillDecision {
  if (!drill) return { refused: "no-such-drill" };
  const refused = whyNotOnDrill(command, asKnownBy(command.by, drill));
  if (refused) return { refused };
  const { at } = command;
  const by = command.by.person;
  switch (command.type) {
    case "start":
      return { events: [{ type: "drill-started", at, by, announced: command.announced }] };
    case "witness": {
      const until = at.add({ minutes: policy.drillWithin });
      const told: DrillEvent = { type: "milestone-seen", at, milestone: "soc-told", when: at };
      return { events: [{ type: "drill-witnessed", at, by, until }, ...(drill.announced ? [told] : [])] };
    }
    case "tick":
      return { events: [{ type: "step-ticked", at, by, step: command.step }] };
    case "sign-off":
      return { events: [{ type: "drill-finished", at, by, note: command.note }] };
    case "fail":
      return { events: [{ type: "drill-failed", at, by, reason: command.reason }] };
    case "move":
      return { events: [{ type: "drill-moved", at, due: command.due, reason: { kind: "planned", by } }] };
  }
}

/** Whoever is tested hears what they would hear of a drill that waits for its day, by trying to be part of it too. */
const asKnownBy = ({ roles, ids }: Actor, drill: Drill): Drill =>
  isKeptFrom(drill, { roles, objectIds: ids }) ? { ...drill, ...notBegun } : drill;
