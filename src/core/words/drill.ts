// The fixed words of a drill's card: how it stands, what its steps are called, why it is due, labels and buttons.
import type { DrillReason, DrillStep } from "../drill/events.ts";
import type { Drill, DrillStatus } from "../drill/state.ts";
import type { Person } from "../organisation.ts";
import type { Button, DrillAction, Line, Tone } from "../view.ts";

const statusTitles: Record<DrillStatus, string> = {
  scheduled: "Drill planned",
  started: "Drill waits for a witness",
  running: "Drill running",
  finished: "Drill finished",
  failed: "Drill failed",
};

export const isOverdue = ({ status, reminded }: Drill): boolean =>
  status === "scheduled" && reminded?.stage === "late";

/** What it is, without its number. */
export const drillTitle = (drill: Drill): string =>
  isOverdue(drill) ? "Drill overdue" : statusTitles[drill.status];

export function drillTone(drill: Drill): Tone {
  switch (drill.status) {
    case "scheduled":
      return isOverdue(drill) ? "bad" : "neutral";
    case "started":
    case "running":
      return "waiting";
    case "finished":
      return "good";
    case "failed":
      return "bad";
  }
}

/** Short: each stands in a narrow column, and behind a verb on a button. */
export const stepNames: Record<DrillStep, string> = {
  "soc-told": "SOC told",
  "people-reviewed": "People reviewed",
  "documentation-current": "Runbook current",
  "people-trained": "People trained",
  "custody-opened": "Custody opened",
  "sign-in-seen": "Sign-in seen",
  "alert-acknowledged": "Alert acknowledged",
  "task-done": "Task done",
  "no-personal-methods": "No personal methods",
  "two-paths": "Two network paths",
  "safes-changed": "Safes changed",
  "credential-rotated": "Credential renewed",
};

/** `person`: who left, or who planned it. `every`: minutes, by policy. */
export function reasonWords(reason: DrillReason, person: Person | undefined, every: number): Line {
  switch (reason.kind) {
    case "calendar":
      return [`By the calendar: at least every ${days(every)}, sooner after one that failed.`];
    case "staff-change":
      return [...(person ? [{ person }] : ["Somebody"]), " left or has another position."];
    case "planned":
      return ["Planned by ", ...(person ? [{ person }] : ["somebody"]), "."];
  }
}

/** `90 days`, of minutes. */
export function days(minutes: number): string {
  const count = Math.round(minutes / 1_440);
  return count === 1 ? "1 day" : `${count} days`;
}

export const drillLabels = {
  account: "Account",
  due: "Due",
  why: "Why",
  asked: "Asked to start it",
  leader: "Led by",
  witness: "Witnessed by",
  soc: "SOC",
  ran: "Ran",
  request: "Request",
  finished: "Signed off by",
  failed: "Failed",
  left: "Not done",
  open: "Still open",
  step: (number: number, step: DrillStep): string => `${number} ${stepNames[step]}`,
};

export const drillFactWords = {
  bot: "Breakglass",
  seen: "seen by Breakglass, ",
  toldFirst: "told before the sign-in.",
  toldOnceRunning: "told as soon as it runs.",
  notTold: "not told: it was tested too.",
  mustNotKnow: "not told: it is tested too.",
  nobody: "nobody",
  to: " to ",
};

type Words = Omit<Button, "action" | "form">;

export const drillButtonWords: Record<Exclude<DrillAction["verb"], "tick">, Words> = {
  start: { label: "Start the drill", style: "primary" },
  witness: {
    label: "Be the witness",
    style: "primary",
    confirm: {
      title: "Witness this drill?",
      text: "You watch it from here to the renewed credential. The drill runs from now on, and your name is recorded.",
      yes: "I watch it",
      no: "Not yet",
    },
  },
  rehearse: { label: "Ask for the account", style: "plain" },
  "sign-off": { label: "Sign off", style: "primary" },
  fail: { label: "Fail the drill", style: "danger" },
};

/** `asks`: what whoever ticks it has seen done. */
export const tickWords = (step: DrillStep, asks: string): Words => ({
  label: `Tick: ${stepNames[step].toLowerCase()}`,
  style: "plain",
  confirm: {
    title: `${stepNames[step]}?`,
    text: `${asks} Tick it when that is done; your name is recorded.`,
    yes: "It is done",
    no: "Not yet",
  },
});
