// How many clicks there were, and what became of them for the people who made them: figures, no judgement.
import type { Books } from "./books.ts";
import { type Meaning, meaning, objectIdOf, privateAnswers } from "./invariants/answers.ts";
import { type Interaction, keyOfInteraction } from "./ledger.ts";
import type { World } from "./world.ts";

export type Tally = {
  /** Clicks, commands and forms that ask for something. */
  sent: number;
  /** Their person was told what was done, or why not. */
  acknowledged: number;
  /** "Not recorded", "still working", or the platform's own word that the bot is not there: it does not count. */
  toldToTryAgain: number;
  /** The platform had its 200, and the answer itself never reached the person: a node or a chat died in between. */
  unanswered: number;
  /** Of those two, how many are on record all the same. */
  recordedUnheard: number;
};

type Fate = "acknowledged" | "toldToTryAgain" | "unanswered";

export function tally({ around, balancer }: World, books: Books): Tally {
  const recorded = new Map(books.commands.map((command) => [keyOfInteraction(command.key), command]));
  const typeAt = new Map(books.log.map(({ stream, version, event }) => [`${stream}/${version}`, event.type]));
  const left = answersLeft(around, balancer.ledger.all());
  const total: Tally = { sent: 0, acknowledged: 0, toldToTryAgain: 0, unanswered: 0, recordedUnheard: 0 };

  function fateOf(one: Interaction): Fate {
    if (!isTaken(one)) return "toldToTryAgain";
    if (one.answersAtOnce) return fateBy(heardAtOnce(one));
    const command = recorded.get(one.key);
    const type = command && typeAt.get(`${command.stream}/${command.first}`);
    const isRefused = type === "refused" || type === "turned-away";
    // of the answers that went their own way, each is one interaction's
    if (take(left, `${objectIdOf(one.who)} ${isRefused ? "refused" : command ? command.stream : "again"}`))
      return command ? "acknowledged" : "toldToTryAgain";
    return "unanswered";
  }

  for (const one of balancer.ledger.all()) {
    const fate = fateOf(one);
    total.sent += 1;
    total[fate] += 1;
    if (fate !== "acknowledged" && recorded.has(one.key)) total.recordedUnheard += 1;
  }
  return total;
}

const isTaken = ({ deliveries }: Interaction): boolean =>
  deliveries.some(({ arrived, status }) => arrived && status === 200);

const heardAtOnce = ({ deliveries }: Interaction): Meaning | undefined =>
  deliveries
    .filter(({ arrived, status }) => arrived && status === 200)
    .map(({ body }) => meaning(body))
    .find((meant) => meant !== undefined);

const fateBy = (meant: Meaning | undefined): Fate => {
  if (meant === undefined) return "unanswered";
  return meant.type === "again" ? "toldToTryAgain" : "acknowledged";
};

/** How often each person heard what, beside what came with an acknowledgement. */
function answersLeft(around: World["around"], all: readonly Interaction[]): Map<string, number> {
  const left = new Map<string, number>();
  const count = (who: string, meant: Meaning | undefined, by: number) => {
    if (!meant) return;
    const what = `${who} ${meant.type === "done" ? meant.id : meant.type}`;
    left.set(what, (left.get(what) ?? 0) + by);
  };
  for (const { who, words } of privateAnswers(around)) count(who, meaning(words), 1);
  for (const one of all) {
    const isShown = one.platform === "slack" && one.key.startsWith("slack/command/"); // as a message; the rest is not
    if (isShown && isTaken(one)) count(objectIdOf(one.who), heardAtOnce(one), -1);
  }
  return left;
}

function take(left: Map<string, number>, what: string): boolean {
  const there = left.get(what) ?? 0;
  left.set(what, there - 1);
  return there > 0;
}
