// The words of a timeline: what somebody did, what the logs say, and what was left out.
import type { JudgedSignIn } from "../alert/state.ts";
import type { Extension } from "../request/state.ts";
import type { Proof } from "../rotation/events.ts";
import type { Line } from "../view.ts";
import { length } from "./request.ts";

export const timelineTitle = (id: string): string => `${id} · Timeline`;

export const deedWords = {
  asked: (minutes: number): string => ` asked for ${length(minutes)}`,
  declared: " declared it without approval",
  approved: " approved it",
  attested: " attested it: ",
  released: (part: string): string => ` handed over ${part}`,
  moreTime: ({ minutes, answer }: Extension): string =>
    ` asked for ${length(minutes)} more (${answer?.type ?? "not answered"})`,
  approvedMore: " approved more time",
  denied: " denied it: ",
  withdrawn: " took it back",
  expired: "Nobody answered in time",
  lapsed: "The window was over, unused",
  ended: " ended it",
  windowOver: "The window was over",
  cleanedUp: ": ",
  seen: "Seen by me: ",
  reviewed: (words: string): string => ` reviewed it as ${words}`,
};

export const rotationDeedWords = {
  opened: (id: string): string => `${id} was opened: renew by `,
  proved: (id: string, { what, source }: Proof): string =>
    `${id}: a new ${what}, ${source === "directory" ? "as Entra says" : "as the audit log says"}`,
  by: ", by ",
  confirmed: (id: string): string => `${id} was confirmed by `,
  attested: (id: string): string => `${id} was attested, not proved, by `,
};

export const outcomeWords: Record<JudgedSignIn["outcome"], string> = {
  success: "Signed in from ",
  failed: "Refused from ",
  interrupted: "Asked for more from ",
};

export const rowWords = {
  with: ", ",
  changed: "Changed: ",
  on: ", on ",
  refused: " (refused)",
  times: (count: number, until: Temporal.Instant): Line => [
    `, ${count} times until `,
    { moment: until, show: "time" },
  ],
  /** From what the request says itself, where the rows were not found. */
  burst: (alert: string): string => ` (${alert})`,
};

export const leftOutWords = {
  count: (count: number): string => `… and ${count} more rows, from `,
  to: " to ",
  colon: ": ",
  signIns: (count: number): string => `${count} × sign-in`,
  changes: (count: number, operation: string): string => `${count} × ${operation}`,
  others: (count: number): string => `; and ${count} other ${count === 1 ? "operation" : "operations"}`,
};

export const noLogLine =
  "No sign-in log is connected: what the account did is not here. Compare it with Entra's own logs.";
