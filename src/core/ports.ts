// What the core asks of the outside, and how each port fails.

import type { AlertEvent } from "./alert/events.ts";
import type { LogSource } from "./organisation.ts";
import type { Chat, Place, Platform } from "./place.ts";
import type { ReachEvent } from "./reach.ts";
import type { Refusal } from "./refusal.ts";
import type { RequestEvent } from "./request/events.ts";
import type { Row } from "./sign-in/row.ts";
import type { ButtonAction, Form, FormName, Typed, View } from "./view.ts";
import type { Wish } from "./wish.ts";

// ── The desk: what a chat adapter hands in, and what it gets back ─────────────────────────────────────────

/**
 * Who speaks, as the *verified* envelope says, never as a card or a form says.
 * `standing` is what the platform itself knows of them; only a member is heard.
 */
export type Caller =
  | { platform: "slack"; team: string; user: string; standing: Standing }
  | { platform: "teams"; tenant: string; objectId: string; standing: Standing };

export type Standing = "member" | "guest" | "external" | "bot" | "disabled" | "unknown";

/** A message on a platform: Slack channel and ts; Teams conversation and activity id. */
export type MessageRef = { conversation: string; message: string };

/** One thing somebody wants. `key` names the interaction (a trigger or activity id): the same key acts once. */
export type Heard = { caller: Caller; key: string } & (
  | { wish: Wish }
  /** A button, with what its form held. */
  | ({ click: ButtonAction; typed: Typed } & From)
  /** A form that no button opened (`request`, `declare`). */
  | { submitted: FormName; typed: Typed }
);

/**
 * `on`: the message the button was on. `card`: the delivery key that this message carries. `doubtful`: a client says
 * so and nothing proves it: then only a message that is on record counts.
 */
export type From = { on: MessageRef | undefined; card: string | undefined; doubtful?: boolean };

/** Said privately to the one who asked. `wrong` names the fields of a form that must be mended first. */
export type Answer =
  | { type: "view"; view: View }
  | { type: "form"; form: Form }
  | { type: "wrong"; fields: Readonly<Record<string, string>>; view: View };

/** Never rejects: what went wrong inside is told as an answer ("not recorded, try again …"). */
export interface Desk {
  hear(heard: Heard): Promise<Answer>;
  /** What typed words mean (`approve BG-12`); pure, immediate. */
  understand(text: string): Wish;
  /** A form, from memory alone, so that it opens before any look-up. */
  form(name: FormName, about?: ButtonAction, words?: string): Form;
  /**
   * What the message of this delivery shows this caller now: the request's card with their own buttons, or the
   * announcement as it was said. Undefined when no such message of ours can stand there, before this caller.
   */
  card(stream: string, caller: Caller, from: From): Promise<View | undefined>;
  /** A message of ours made itself known (Slack metadata event, Teams refresh): see `Store.settle`. */
  seen(key: string, place: Place, ref: MessageRef): Promise<void>;
}

// ── The messenger: what the core says, out ───────────────────────────────────────────────────────────────

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

// ── The store ────────────────────────────────────────────────────────────────────────────────────────────

/** Every event of the log. Later life cycles (rotation, drill) join here. */
export type Event = RequestEvent | AlertEvent | AttemptEvent | ReachEvent;
/** Somebody who is not known, or is not let in, tried something: kept on the stream `door`. */
type AttemptEvent = {
  type: "turned-away";
  at: Temporal.Instant;
  platform: Chat;
  who: string;
  wish: string;
  why: Refusal;
};

export type StoredEvent = {
  /** Place in the whole log, from 1, without gaps. */
  seq: number;
  stream: string;
  /** Place in its stream, from 1, without gaps. */
  version: number;
  event: Event;
};

/** Something to say once about the event at `version` of the appended stream. */
type Announcement = { place: Place; version: number; urgent: boolean };

export type Append = {
  stream: string;
  /** The version that was read (0: the stream must not exist yet), or "any". */
  expected: number | "any";
  /** Idempotency key of the command. */
  key: string;
  events: readonly [Event, ...Event[]];
  /** When this stream next owes something; undefined: nothing more. Replaces what stood. */
  due: Temporal.Instant | undefined;
  /** A name that at most one live stream may hold; undefined: the stream is over and holds none. */
  holds: string | undefined;
  /** Facts from outside that this append takes in (`sign-in/<id>`): each is taken in once, by one append. */
  takes?: readonly string[];
  /** What time this stream concerns, under a name to look for it by. Replaces what stood; undefined: it stays. */
  span?: Span | undefined;
  /** The card of this stream changed: every copy is stale from now on. */
  redraw: boolean;
  /** Where the stream's card must stand from now on; places that have it already are not doubled. */
  cards: readonly { place: Place; urgent: boolean }[];
  announcements: readonly Announcement[];
};

/** Both ends belong to it. */
export type Span = { name: string; from: Temporal.Instant; until: Temporal.Instant };

export type Appended =
  | { type: "appended"; version: number }
  /** Somebody else was first, on this stream, on the name it holds or on a fact it takes: read again, decide anew. */
  | { type: "conflict" }
  /** This key was appended before; these are the events of that time. */
  | { type: "repeated"; stream: string; events: readonly StoredEvent[] };

/** A thing to show: a card to bring up to date, or an announcement to make once. Claimed under a lease. */
export type Delivery = {
  key: string;
  stream: string;
  place: Place;
  what: "card" | "announcement";
  /** Card: show at least this version. Announcement: the version of its event. */
  version: number;
  /** Where the card stands now, if it was posted. */
  ref: MessageRef | undefined;
  /** Announcement: where the stream's card stands in the same place, if it does. */
  thread: MessageRef | undefined;
  urgent: boolean;
  attempts: number;
  lease: string;
};

/** Rejects with an Error when the database cannot be reached; nothing was recorded then. */
export interface Store {
  /** One transaction: events, chain, deadline, stale copies, announcements. Resolves when it is durable. */
  append(append: Append): Promise<Appended>;
  /** A stream's events in order; empty when there is none. */
  read(stream: string): Promise<readonly StoredEvent[]>;
  /** The whole log from a place on, in pages, for verification and projections. */
  log(afterSeq: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Streams that the events after a place of the log belong to, each once, and how far that looked. */
  tail(afterSeq: number, limit: number): Promise<{ upTo: number; streams: readonly string[] }>;
  /** Streams whose last append held a name, oldest first; with `prefix`, those whose id starts so. */
  live(prefix: string): Promise<readonly string[]>;
  /** One more than the greatest n of the streams `prefix`n. Two may get the same: the append decides. */
  nextNumber(prefix: string): Promise<number>;
  /** Those of these facts that an append has taken in. */
  taken(facts: readonly string[]): Promise<ReadonlySet<string>>;
  /** Streams of that name whose time touches this one, oldest span first. */
  spanning(span: Span): Promise<readonly string[]>;
  /** Places where something of this stream waits to be shown. */
  waiting(stream: string): Promise<readonly Place[]>;
  /** Streams that owe something at `now`. */
  due(now: Temporal.Instant, limit: number): Promise<readonly string[]>;

  /**
   * Takes work for `leaseSeconds`: per place in order, urgent first, at most one delivery of a place at a time,
   * an announcement only after the card of its place was posted. A lease that ran out is free again.
   * Only places of `platform`, so that a platform that hangs never holds up the other one.
   */
  claim(
    now: Temporal.Instant,
    leaseSeconds: number,
    limit: number,
    platform: Platform,
  ): Promise<readonly Delivery[]>;
  /** It is shown, at `version`, there. False when the lease was lost and the row is somebody else's now. */
  delivered(delivery: Delivery, ref: MessageRef, version: number): Promise<boolean>;
  /** Not shown. Not before `until` again; with `forget`, its message is gone and must be posted anew. */
  failed(delivery: Delivery, until: Temporal.Instant, why: string, forget: boolean): Promise<void>;
  /**
   * A message that carries `key` stands at `ref`. "adopted": it was not known where, now it is;
   * "known": it was; "orphan": another message is the right one (take this one away); "unknown": no such key.
   */
  settle(key: string, ref: MessageRef): Promise<"adopted" | "known" | "orphan" | "unknown">;
  /** The delivery a message belongs to. */
  deliveryAt(ref: MessageRef): Promise<{ key: string; stream: string; place: Place } | undefined>;
  /** Deliveries not shown yet, for /readyz and the admins. */
  backlog(): Promise<readonly { place: Place; waiting: number; oldestWhy: string | undefined }[]>;

  /**
   * What must be kept about a place to speak there again (Teams: service URL, conversation), and how far a reader has
   * come (`watch/…`); JSON text.
   */
  remember(place: string, record: string): Promise<void>;
  recall(place: string): Promise<string | undefined>;

  /** Called after an append of this or another node that left something to show; may be called too often. */
  onAppend(listener: () => void): void;
  /** Resolves when a read and the schema are fine; rejects with what is wrong. */
  check(): Promise<void>;
  close(): Promise<void>;
}

// ── The log of Entra ─────────────────────────────────────────────────────────────────────────────────────

declare global {
  /** The platform's own, of which the core knows the name only. */
  interface AbortSignal {
    readonly aborted: boolean;
  }
}

/** A reader of sign-in and audit rows. One per deployment. */
export interface EntraLog {
  readonly source: LogSource;
  /**
   * Rows that became readable after `since`, oldest first; some that were read before may come again. Never rejects,
   * and answers before `signal` is aborted or soon after: a token, a retry, a hanging socket never outlive it.
   */
  look(since: Temporal.Instant, signal: AbortSignal): Promise<Look>;
}

export type Look =
  | {
      type: "seen";
      rows: readonly Row[];
      /** Where to look from the next time: what became readable before it is among `rows`, or was before. */
      next: Temporal.Instant;
      /**
       * When the newest row of anybody in the tenant became readable; of several tables of sign-ins, in the one that is
       * furthest behind. Undefined: there is none.
       */
      heartbeat: Temporal.Instant | undefined;
      /** There is more to read: look again at once. */
      more: boolean;
    }
  /** Could not look, or not everywhere: never "nothing there". `why`: for an admin, without secrets. */
  | { type: "blind"; why: string };
