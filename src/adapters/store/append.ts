// A batch of appends is one transaction: look at what it meets, decide, write, answer each.
import { placeKey } from "../../core/place.ts";
import type { Append, Appended } from "../../core/ports/store.ts";
import { decode, encode, storable } from "./codec.ts";
import { storedFact } from "./facts.ts";
import type { Asked, Ledger } from "./ledger.ts";
import { type Outcome, type Plan, type Prepared, planAppends, type Seen } from "./plan-appends.ts";

/** An index entry of PostgreSQL ends at 2,700 bytes. */
const longestKey = 500;

/** Throws with what is wrong with this append, so that it cannot spoil those beside it. */
export function prepare(append: Append): Prepared {
  if (!isStreamName(append.stream)) throw new Error(`"${append.stream}" cannot name a stream`);
  const places = [...append.cards, ...append.announcements].map(({ place }) => placeKey(place));
  for (const [what, text] of [
    ["idempotency key", append.key],
    ["held name", append.holds ?? "-"],
    ["span's name", append.span?.name ?? "-"],
    ...places.map((place) => ["place", place] as const),
  ] as const) {
    if (text.length < 1 || text.length > longestKey) {
      throw new Error(`the ${what} of an append to ${append.stream} must have 1 to ${longestKey} characters`);
    }
  }
  return {
    append,
    key: storable(append.key),
    texts: append.events.map(encode),
    takes: unique((append.takes ?? []).map(storedFact)),
  };
}

/** Printable ASCII without spaces: what the hash lines and the delivery keys can hold. */
export const isStreamName = (text: string): boolean => /^[!-.0-~]{1,200}$/.test(text);

/** One answer for each append, in order; `node` is told to the other nodes. */
export async function appendAll(
  ledger: Ledger,
  batch: readonly Prepared[],
  node: string,
): Promise<readonly Appended[]> {
  let outcomes: readonly Outcome[] = [];
  const decide = (seen: Seen): Plan => {
    const planned = planAppends(batch, seen);
    outcomes = planned.outcomes;
    return planned.plan;
  };
  await ledger.write(asked(batch), decide, node);
  return await Promise.all(outcomes.map((outcome) => answer(ledger, outcome)));
}

const asked = (batch: readonly Prepared[]): Asked => ({
  streams: unique(batch.map(({ append }) => append.stream)),
  names: unique(batch.flatMap(({ append }) => (append.holds === undefined ? [] : [storable(append.holds)]))),
  keys: unique(batch.map(({ key }) => key)),
  facts: unique(batch.flatMap(({ takes }) => takes)),
});

async function answer(ledger: Ledger, outcome: Outcome): Promise<Appended> {
  if (outcome.type !== "repeated") return outcome;
  const { stream, first, last } = outcome.command;
  return { type: "repeated", stream, events: (await ledger.lines(stream, first, last)).map(decode) };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
