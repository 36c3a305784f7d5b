// What is kept: the log and its head are the truth, everything else can be derived from it or from the platforms.
import type { Generated } from "kysely";
import type { Platform } from "../../core/place.ts";

/** Numbers that are moments are milliseconds since 1970. Yes and no are 1 and 0: both databases know those. */
export type Tables = {
  event: Entry;
  /** One row: where the log ends. Whoever locks it is the only writer. */
  head: { id: 1; seq: number; hash: string };
  /** An idempotency key, and the events it appended. */
  command: { key: string; stream: string; first: number; last: number };
  stream: StreamRow;
  delivery: DeliveryRow;
  place: { place: string; record: string };
  /** A fact of the outside, as `storedFact` writes it, and the first entry of the append that took it in. */
  taken: { fact: string; seq: number };
  span: SpanRow;
};

/** One line of the log. `text` is the event as canonical JSON; `hash` covers all the rest. */
export type Entry = {
  /** Place in the log, from 1, without gaps. */
  seq: number;
  stream: string;
  /** Place in the stream, from 1, without gaps. */
  version: number;
  text: string;
  /** The hash of the entry before. */
  prev: string;
  hash: string;
};

export type StreamRow = {
  id: string;
  /** `BG-12` is prefix `BG-` and number 12; a stream without a number has neither. */
  prefix: string | null;
  number: number | null;
  version: number;
  /** `seq` of its first event. */
  born: number;
  holds: string | null;
  due: number | null;
};

/** The time that a stream concerns; both ends belong to it. */
export type SpanRow = { stream: string; name: string; begins: number; ends: number };

export type DeliveryRow = {
  key: string;
  stream: string;
  platform: Platform;
  /** As `placeKey` writes it. */
  place: string;
  what: "card" | "announcement";
  /** Waits while `shown` < `wanted`. */
  wanted: number;
  shown: Generated<number>;
  /** `seq` of the event that made it wait: the order in its place. */
  asked: number;
  urgent: number;
  attempts: Generated<number>;
  not_before: Generated<number>;
  conversation: string | null;
  message: string | null;
  lease: string | null;
  lease_until: number | null;
  why: string | null;
};
