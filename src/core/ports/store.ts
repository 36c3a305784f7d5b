// The store: the log, what is owed and what is to be shown; and how it fails.
import type { AlertEvent } from "../alert/events.ts";
import type { DrillEvent } from "../drill/events.ts";
import type { Chat, Place, Platform } from "../place.ts";
import type { ReachEvent } from "../reach.ts";
import type { Refusal } from "../refusal.ts";
import type { RequestEvent } from "../request/events.ts";
import type { RotationEvent } from "../rotation/events.ts";
import type { MessageRef } from "./messenger.ts";

/** Every event of the log. */
export type Event = RequestEvent | AlertEvent | RotationEvent | DrillEvent | AttemptEvent | ReachEvent;
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

/**
 * Rejects with an Error when the database cannot be reached; nothing was recorded then. What hands out events rejects
 * with `Unreadable` when this version cannot read one of them.
 */
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
   * Only places of `platform`, so that a platform that hangs never holds up the other one, and nothing of the streams
   * `except`: they hold up nobody.
   */
  claim(
    now: Temporal.Instant,
    leaseSeconds: number,
    limit: number,
    platform: Platform,
    except?: ReadonlySet<string>,
  ): Promise<readonly Delivery[]>;
  /** Not tried here: free for another node at once. `why`: for `backlog`. */
  giveBack(delivery: Delivery, why: string): Promise<void>;
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
   * come (`watch/…`); JSON text. `only`: what is kept there already stays.
   */
  remember(place: string, record: string, only?: "if-absent"): Promise<void>;
  recall(place: string): Promise<string | undefined>;

  /** Called after an append of this or another node that left something to show; may be called too often. */
  onAppend(listener: () => void): void;
  /** Resolves when a read and the schema are fine; rejects with what is wrong. */
  check(): Promise<void>;
  close(): Promise<void>;
}
