// The messenger: what the core says, out; and how a platform fails.
import type { Place, Platform } from "../place.ts";
import type { View } from "../view.ts";

/** A message on a platform: Slack channel and ts; Teams conversation and activity id. */
export type MessageRef = { conversation: string; message: string };

export type Outgoing = {
  place: Place;
  view: View;
  /** Carried inside the message (metadata, card data), so that it can be told apart after a crash. */
  key: string;
  /** The stream the view shows, carried so that a refresh can ask for it. */
  stream: string;
  /** Change this message instead of posting a new one. */
  update?: MessageRef;
  /** Say it below this message, where the platform has threads. */
  thread?: MessageRef;
  /** For the fallback road: what this does to the incident that it names after its stream. */
  incident?: Incident;
};

/** What a paging service knows of an alert: it rings, somebody has it, it is over. */
export type Incident = "trigger" | "acknowledge" | "resolve";

export type Sent =
  | { type: "shown"; ref: MessageRef }
  /** The message to update is not there any more, or can no longer be edited: post anew. */
  | { type: "gone"; why: string }
  /** Throttled or unreachable. `after`: seconds the platform asked for, if it did. */
  | { type: "later"; after: number | undefined; why: string }
  /** Not possible as things are (bot removed, not installed, channel unknown): tried again, rarely, and told. */
  | { type: "refused"; why: string };

/** One per platform. Never rejects; answers within its own time-out. A road without edits posts anew and removes nothing. */
export interface Messenger {
  readonly platform: Platform;
  send(message: Outgoing): Promise<Sent>;
  /** Takes a message of ours away (an orphan after a crash). */
  remove(ref: MessageRef): Promise<Sent>;
}
