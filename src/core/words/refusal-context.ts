// What a refusal may need to name, and the shape of its sentence.
import type { Alert } from "../alert/state.ts";
import type { Person } from "../organisation.ts";
import type { Request } from "../request/state.ts";
import type { Line } from "../view.ts";

/** The request or alert as it is, who decided it, and the longest window allowed. `who`: the caller's id in the chat. */
export type RefusalContext = {
  request: Request | undefined;
  alert?: Alert | undefined;
  decidedBy: Person | undefined;
  who: string;
  longestWindow: number;
  /** On which a drill may be planned, in the organisation's own time zone. */
  lastDay?: Temporal.PlainDate | undefined;
};

export type RefusalWords = (context: RefusalContext) => Line;

export const say =
  (sentence: string): RefusalWords =>
  () => [sentence];
