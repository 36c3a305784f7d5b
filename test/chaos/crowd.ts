// The crowd: people live through requests in every way they can go, somebody signs in, the SOC takes what it is told.
import { setTimeout as wait } from "node:timers/promises";
import {
  accounts,
  alice,
  bob,
  type Colleague,
  carol,
  dave,
  erin,
  sam,
  tina,
} from "../../src/sandbox/world.ts";
import { socCards } from "../kit/soc.ts";
import { type Random, stubborn } from "../kit/stubborn.ts";
import type { World } from "./world.ts";

type People = ReturnType<typeof stubborn>;
type Account = (typeof accounts)[number];

/** A row of Entra's log. `readable`: milliseconds since 1970. */
export type SignedIn = { id: string; readable: number };

export type Crowd = {
  rows: readonly SignedIn[];
  /** Requests that nobody answered until the people lost patience. */
  gaveUp: readonly string[];
  /** Resolves when everybody has done what they were at. */
  goHome(): Promise<void>;
};

const reason = "Call the helpdesk first, please.";
/** Milliseconds between a person's stories, between rows, between looks of the SOC: divided by the pace. */
const pauses = { story: 1_500, row: 3_000, soc: 4_000 };
/** Seconds. Rows of so long ago concern no request of today, and each is further from the next than a burst. */
const longAgo = { first: 5 * 3_600, step: 180 };

export function startCrowd({ around, isUp }: World, random: Random, pace: number): Crowd {
  const people = stubborn(around, random, isUp);
  const rows: SignedIn[] = [];
  const gaveUp: string[] = [];
  const over = new AbortController();
  const again = async (every: number, act: () => Promise<void> | void): Promise<void> => {
    while (!over.signal.aborted) {
      try {
        await act();
      } catch (error) {
        gaveUp.push(error instanceof Error ? error.message : String(error));
      }
      await wait((every * 2 * random()) / pace, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };

  const stories = [alice, carol].map((requester) => {
    let life = 0;
    return again(pauses.story, () => live(people, requester, accounts[life++ % 2] ?? accounts[0], random));
  });
  const signingIn = again(pauses.row, () => void rows.push(signIn(around, random, rows.length)));
  const soc = again(pauses.soc, () => takeAlert(around, random));
  return {
    rows,
    gaveUp,
    async goHome() {
      over.abort();
      await Promise.all([...stories, signingIn, soc]);
    },
  };
}

/** One request from its first click to its end, in one of the ways it can go. */
async function live(
  { ask, act }: People,
  requester: Colleague,
  account: Account,
  random: Random,
): Promise<void> {
  const id = await ask(requester, account.objectId, random() < 0.25 ? "declare" : "request");
  const tempted = random() < 0.4;
  if (tempted) await act(requester, "approve", id);
  const identity = requester === carol ? tina : carol;
  const ways: readonly (() => Promise<unknown>)[] = [
    () => Promise.all([act(bob, "approve", id), act(identity, "approve", id)]),
    () => act(bob, "deny", id, reason),
    () => act(requester, "withdraw", id),
    () => act(requester, "declare", id),
    () =>
      Promise.all([
        act(requester, "approve", id),
        act(bob, "approve", id),
        act(bob, "approve", id),
        act(tina, "deny", id, reason),
        act(requester, "withdraw", id),
        act(requester, "declare", id),
      ]),
  ];
  await ways[Math.floor(random() * ways.length)]?.();
  if (random() < 0.5) {
    const { parts } = account.custody;
    await Promise.all([
      act(dave, "release", id, parts[0]?.name),
      act(erin, "release", id, parts.at(-1)?.name),
    ]);
  }
  if (tempted) await act(requester, "attest", id, "It was me.");
  await act(tina, "attest", id, "I called them.");
  await act(requester, "withdraw", id);
  await act(requester, "end", id);
}

const berlin = { ip: "203.0.113.7", country: "DE", city: "Berlin" };

/** Half of them long ago, where nothing explains them; the others now, where perhaps a request does. */
function signIn({ entra }: World["around"], random: Random, number: number): SignedIn {
  const account = accounts[Math.floor(random() * accounts.length)] ?? accounts[0];
  const result = random() < 0.7 ? "success" : "failure";
  const ago = random() < 0.5 ? longAgo.first + number * longAgo.step : 0;
  const id = entra.signIn({
    account: account.objectId,
    result,
    from: berlin,
    ago,
    interactive: random() < 0.7,
  });
  return { id, readable: Date.now() };
}

/** The newest alert or an older one, in either chat. Whether it is answered does not matter to the SOC: it tries another. */
async function takeAlert({ slack, teams }: World["around"], random: Random): Promise<void> {
  const inSlack = random() < 0.5;
  const there = socCards({ slack, teams })[inSlack ? "slack" : "teams"];
  const id = there[Math.floor(random() * there.length)];
  if (id === undefined) return;
  const who = random() < 0.5 ? sam : bob;
  const text = random() < 0.6 ? `ack ${id}` : `classify ${id} false-alarm We called them.`;
  if (inSlack) await slack.command(who.slack, `/breakglass ${text}`, "C0SOC");
  else await teams.say(who.objectId, "personal", text);
}
