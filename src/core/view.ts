// What is shown, before any platform draws it: one View, two painters.
import type { DrillStep } from "./drill/events.ts";
import type { AlertId, DrillId, RequestId, RotationId } from "./ids.ts";
import type { Person } from "./organisation.ts";
import type { CleanUp } from "./request/events.ts";

/** Azure Monitor's: 0 critical … 4 verbose. */
export type Severity = 0 | 1 | 2 | 3 | 4;

/** How a view feels. A painter shows it as emoji and colour *and* the title's words, never colour alone. */
export type Tone = "neutral" | "waiting" | "good" | "bad" | "alarm";

/**
 * A piece of a line. A bare string is one of our own sentences. `said` is a person's own words: a painter
 * may put them only where nothing is parsed. A `moment` is shown in the reader's time zone, absolute.
 */
export type Inline =
  | string
  | { strong: string }
  | { said: string }
  | { moment: Temporal.Instant; show: "time" | "date-time" }
  | { person: Person };

export type Line = readonly Inline[];

export type Fact = { label: string; value: Line };

export type View = {
  title: string;
  tone: Tone;
  severity: Severity | undefined;
  lines: readonly Line[];
  facts: readonly Fact[];
  buttons: readonly Button[];
};

/** What a click wants: sent back by the platform, checked against the store, trusted for nothing. */
export type ButtonAction = RequestAction | AlertAction | RotationAction | DrillAction;

export const requestVerbs = [
  "approve",
  "deny",
  "withdraw",
  "end",
  "extend",
  "attest",
  "release",
  "declare",
  "clean-up",
  "review",
] as const;
export type RequestAction = {
  verb: (typeof requestVerbs)[number];
  request: RequestId;
  /** Which question an answer answers: 0 the request itself, n its n-th extension. */
  about?: number;
  /** Which part of the credential a release is about. */
  part?: string;
  /** What of the clean-up list was done. */
  item?: CleanUp;
};

export const alertVerbs = ["acknowledge", "classify", "close"] as const;
export type AlertAction = {
  verb: (typeof alertVerbs)[number];
  alert: AlertId;
  /** How often the alert had become graver when the button was drawn; undefined: the words were typed. */
  about?: number;
};

export const rotationVerbs = ["confirm-rotation", "attest-rotation"] as const;
export type RotationAction = { verb: (typeof rotationVerbs)[number]; rotation: RotationId };

/** `rehearse` opens the request form; the request is then the drill's. */
export const drillVerbs = ["start", "witness", "rehearse", "tick", "sign-off", "fail"] as const;
export type DrillAction = { verb: (typeof drillVerbs)[number]; drill: DrillId; step?: DrillStep };

/** The stream whose card carries the button. */
export function streamOf(action: ButtonAction): RequestId | AlertId | RotationId | DrillId {
  if ("alert" in action) return action.alert;
  if ("rotation" in action) return action.rotation;
  return "drill" in action ? action.drill : action.request;
}

export type Button = {
  action: ButtonAction;
  /** Verb first, 30 characters at most. */
  label: string;
  style: "plain" | "primary" | "danger";
  /** Asked before the click counts. */
  confirm?: { title: string; text: string; yes: string; no: string };
  /** Filled in before the click counts; its fields come back with the action. */
  form?: Form;
};

/**
 * A form: Slack draws a modal, Teams a card. What was typed comes back by the fields' ids: as a click on `about`
 * where the form is about one request, as a submitted `name` where it is not.
 */
export type Form = {
  name: FormName;
  about?: ButtonAction;
  title: string;
  lines: readonly Line[];
  fields: readonly Field[];
  submit: string;
};

export const formNames = [
  "request",
  "declare",
  "deny",
  "extend",
  "attest",
  "declare-pending",
  "classify",
  "review",
  "suspect",
  "drill",
  "start-drill",
  "rehearse",
  "sign-off",
  "fail-drill",
  "attest-rotation",
] as const;
export type FormName = (typeof formNames)[number];

export type Field = {
  id: string;
  label: string;
  hint?: string;
  required: boolean;
  initial?: string;
} & (
  | { type: "choice"; options: readonly { value: string; label: string }[] }
  | { type: "text"; multiline: boolean; shortest?: number; longest: number }
);

/** What was typed into a form, by field id. A field left empty is missing or "". */
export type Typed = Readonly<Record<string, string>>;
