// Who asks too much is answered later. Who decides about something open is always heard. In memory, each node its own.
import type { Organisation } from "../core/organisation.ts";
import { callerId, whoIs } from "../core/people.ts";
import type { Asked, Desk } from "../core/ports/desk.ts";
import { type ButtonAction, type FormName, streamOf } from "../core/view.ts";
import { flooded } from "../core/views/floods.ts";
import type { Wish } from "../core/wish.ts";
import type { Flood } from "../core/words/floods.ts";
import { type Buckets, createBuckets, type Limit } from "./buckets.ts";
import type { Log } from "./log.ts";

/**
 * Seconds between. Teams takes 60 messages in 30 s and 1,800 an hour in one conversation, cards included; a person
 * under stress presses twice and tries every command they know, within a minute.
 */
const limits = {
  person: { atOnce: 20, every: 4 },
  room: { atOnce: 60, every: 2 },
  /** One person's decisions about what is over, waits for nobody or never was: old cards are cleared one by one. */
  closed: { atOnce: 120, every: 4 },
  /** One person about one open thing, or with one verb that names none; about each other one again as much. */
  open: { atOnce: 30, every: 2 },
  /** A client draws every card on the screen anew, once a minute. */
  looks: { atOnce: 240, every: 1 },
  stranger: { atOnce: 5, every: 20 },
  strangersRoom: { atOnce: 20, every: 10 },
  /** All strangers of a platform together. */
  strangers: { atOnce: 100, every: 1 },
  /** How often somebody is told of a limit, and the log that there was one. */
  word: { atOnce: 1, every: 60 },
} satisfies Record<string, Limit>;

/** What a person of ours names is bounded by the roster and by what is open. */
const ours = { most: 50_000, beyond: "free" } as const;
/** Strangers are as many as they like: about 1 MB of them is told apart. */
const theirs = { most: 5_000, beyond: "shared" } as const;

/** `decides`: about something that may be open, or says aloud that the account is used now. */
type Weight = "asks" | "decides";

const weightOf: Record<Exclude<Wish["type"], "form">, Weight> = {
  help: "asks",
  ask: "asks",
  status: "asks",
  timeline: "asks",
  drills: "asks",
  "plan-drill": "asks",
  calendar: "asks",
  alerts: "asks",
  accounts: "asks",
  runbook: "asks",
  whoami: "asks",
  declare: "decides",
  "declare-pending": "decides",
  approve: "decides",
  deny: "decides",
  withdraw: "decides",
  end: "decides",
  extend: "decides",
  attest: "decides",
  release: "decides",
  "clean-up": "decides",
  review: "decides",
  "confirm-rotation": "decides",
  "attest-rotation": "decides",
  suspect: "decides",
  "staff-change": "decides",
  start: "decides",
  witness: "decides",
  tick: "decides",
  "sign-off": "decides",
  fail: "decides",
  acknowledge: "decides",
  classify: "decides",
  close: "decides",
};

const weightOfForm = (name: FormName): Weight =>
  name === "request" || name === "drill" ? "asks" : "decides";

/** `name`: of the verb or form. `stream`: what it is about, if it says so. */
type Weighed = { weight: Weight | "looks"; name: string; stream?: string | undefined };

function weigh(asked: Asked): Weighed {
  if ("look" in asked) return { weight: "looks", name: "look" };
  if ("click" in asked) return decision(asked.click);
  if ("submitted" in asked) return { weight: weightOfForm(asked.submitted), name: asked.submitted };
  const { wish } = asked;
  if (wish.type === "form")
    return wish.about ? decision(wish.about) : { weight: weightOfForm(wish.form), name: wish.form };
  return { weight: weightOf[wish.type], name: wish.type, stream: streamNamed(wish) };
}

const decision = (action: ButtonAction): Weighed => ({
  weight: "decides",
  name: action.verb,
  stream: streamOf(action),
});

function streamNamed(wish: Wish): string | undefined {
  if ("request" in wish) return wish.request;
  if ("alert" in wish) return wish.alert;
  if ("rotation" in wish) return wish.rotation;
  return "drill" in wish ? wish.drill : undefined;
}

type Parts = {
  organisation: () => Organisation;
  now: () => Temporal.Instant;
  log: Log;
  /** Whether this stream is open, as far as is known without looking. */
  isLive: (stream: string) => boolean;
  /** How much one person may ask at once; the other limits are in proportion. */
  asksAtOnce: number;
};

/** A bucket that must not be empty, and what its owner is told when it is. */
type Gate = { buckets: Buckets; name: string; limit: Limit; kind: Flood };

export function createFloods({ organisation, now, log, isLive, asksAtOnce }: Parts): Desk["tooMuch"] {
  const scale = asksAtOnce / limits.person.atOnce;
  const scaled = ({ atOnce, every }: Limit): Limit => ({
    atOnce: Math.ceil(atOnce * scale),
    every: every / scale,
  });
  const person = gateOf("person", limits.person, ours);
  const room = gateOf("room", limits.room, ours);
  const closed = gateOf("closed", limits.closed, ours);
  const open = gateOf("open", limits.open, ours);
  const looks = gateOf("person", limits.looks, ours);
  const stranger = gateOf("stranger", limits.stranger, theirs);
  const strangersRoom = gateOf("stranger", limits.strangersRoom, theirs);
  const strangers = gateOf("stranger", limits.strangers, theirs);
  const strangersLooks = gateOf("stranger", limits.looks, theirs);
  const words = createBuckets(limits.word, ours);
  const strangersWords = createBuckets(limits.word, theirs);
  const lines = createBuckets(limits.word, ours);
  let dropped = 0;

  function gateOf(kind: Flood, limit: Limit, within: Parameters<typeof createBuckets>[1]) {
    const buckets = createBuckets(scaled(limit), within);
    return (name: string): Gate => ({ buckets, name, limit: scaled(limit), kind });
  }

  function gatesOf(asked: Asked, who: string, isOurs: boolean): Gate[] {
    const { weight, name, stream } = weigh(asked);
    const { platform } = asked.caller;
    const where = asked.where === undefined ? [] : [`${platform}/${asked.where}`];
    if (!isOurs)
      return weight === "looks"
        ? [strangersLooks(who)]
        : [stranger(who), ...where.map(strangersRoom), strangers(platform)];
    if (weight === "looks") return [looks(who)];
    if (weight === "asks") return [person(who), ...where.map(room)];
    // without a name their only open one is meant, or nothing has to be open
    return stream === undefined || isLive(stream) ? [open(`${who}/${stream ?? name}`)] : [closed(who)];
  }

  return (asked) => {
    const known = whoIs(asked.caller, organisation());
    const isOurs = typeof known === "object";
    const { platform } = asked.caller;
    const who = isOurs ? `${platform}/${known.id}` : `${platform}/${callerId(asked.caller)}`;
    const moment = now();
    const seconds = moment.epochMilliseconds / 1_000;
    const full = gatesOf(asked, who, isOurs).find(({ buckets, name }) => !buckets.take(name, seconds));
    if (!full) return undefined;
    dropped += 1;
    if (lines.take("", seconds)) {
      log.warn({ who, limit: full.kind, dropped }, "asked too much: answered later");
      dropped = 0;
    }
    const { limit, kind } = full;
    const until = moment.add({ seconds: Math.ceil(limit.atOnce * limit.every) });
    const isTold = isOurs
      ? words.take(who, seconds)
      : strangersWords.take(who, seconds) && strangers(platform).buckets.take(platform, seconds);
    return { view: flooded(kind, limit.atOnce, until), again: !isTold };
  };
}
