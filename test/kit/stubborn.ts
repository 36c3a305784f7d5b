// People who try again until they are answered, however often the bot dies under their clicks; and who remember
// what they were told.
import { setTimeout as wait } from "node:timers/promises";
import type { ButtonAction } from "../../src/core/view.ts";
import type { Element } from "../../src/sandbox/slack/types.ts";
import type { CardAction } from "../../src/sandbox/teams/types.ts";
import type { Colleague } from "../../src/sandbox/world.ts";
import { type Chats, requestsInSlack, why } from "./act.ts";
import { slackWords, teamsWords } from "./company.ts";

/** `said` is empty where the answer goes its own way, after the acknowledgement. */
export type Attempt = { who: Colleague; verb: Verb; id: string; answered: boolean; said: string };
export type Verb = "approve" | "deny" | "withdraw" | "declare" | "attest" | "release" | "end";
export type Random = () => number;

/** The same numbers for the same seed, so that a run can be repeated (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Milliseconds between tries: a bot that was killed needs a moment to come back. */
const pause = 60;
const mostTries = 200;

/** `isUp`: nobody clicks while everybody knows that the bot is away. */
export function stubborn(chats: Chats, random: Random, isUp: () => boolean) {
  const attempts: Attempt[] = [];
  const { slack, teams } = chats;

  async function until<Result>(what: string, once: () => Promise<Result | undefined>): Promise<Result> {
    let why: unknown;
    for (let tries = 0; tries < mostTries; await wait(pause)) {
      if (!isUp()) continue;
      tries += 1;
      const result = await once().catch((error: unknown) => {
        why = error;
        return undefined;
      });
      if (result !== undefined) return result;
    }
    throw new Error(`never answered: ${what}`, { cause: why });
  }

  async function askOnce(who: Colleague, account: string, form: string): Promise<string | undefined> {
    const typed = { ...why, account };
    if (random() < 0.5) {
      for (const { id } of slack.seenBy(who.slack).modals.toReversed()) await slack.close(who.slack, id);
      const { modal } = await slack.command(who.slack, `/breakglass ${form}`, requestsInSlack);
      if (!modal) return undefined;
      const { modal: answer } = await slack.submit(who.slack, modal.id, typed);
      return idIn(answer?.blocks);
    }
    await teams.say(who.objectId, "personal", form);
    const isForm = `"form":"${form}"`;
    const card = await teams.until(
      () => teams.seenBy(who.objectId).chat.findLast((message) => teamsWords(message).includes(isForm)),
      1_000,
    );
    const inputs = Object.fromEntries(
      Object.entries(typed).map(([name, value]) => [`${form}.${name}`, value]),
    );
    return idIn((await teams.execute(who.objectId, card.id, "bg.submit", inputs)).card);
  }

  /** By a button of their own copy where one stands, else in words. */
  async function actOnce(who: Colleague, verb: Verb, id: string, more: string): Promise<Attempt> {
    const unanswered = { who, verb, id, answered: false, said: "" };
    const inSlack = random() < 0.5;
    const onButton = random() < 0.5 && !more;
    if (inSlack) {
      const copy = onButton && slackButton(who, verb, id);
      if (copy) {
        const { status, ms } = await slack.click(who.slack, copy, (element) =>
          isMeant(slackAction(element), verb, id),
        );
        // after that time the clicker is told that nothing is decided yet
        return { ...unanswered, answered: status === 200 && ms < 2_400 };
      }
      const text = `/breakglass ${verb} ${id} ${more}`;
      const { status, message } = await slack.command(who.slack, text, requestsInSlack);
      const said = message ? slackWords(message) : "";
      return { ...unanswered, answered: status === 200 && isAnswer(said), said };
    }
    const copy = onButton && teamsButton(who, verb, id);
    if (copy) {
      const { toast = "" } = await teams.execute(who.objectId, copy.id, (action) =>
        isMeant(teamsAction(action), verb, id),
      );
      return { ...unanswered, answered: isAnswer(toast), said: toast };
    }
    const { status } = await teams.say(who.objectId, "personal", `${verb} ${id} ${more}`);
    return { ...unanswered, answered: status === 200 };
  }

  const slackButton = (who: Colleague, verb: Verb, id: string) =>
    slack
      .seenBy(who.slack)
      .dms.flatMap(({ messages }) => messages)
      .find(({ blocks }) =>
        blocks
          .flatMap(({ elements }) => (Array.isArray(elements) ? (elements as Element[]) : []))
          .some((element) => isMeant(slackAction(element), verb, id)),
      );
  const teamsButton = (who: Colleague, verb: Verb, id: string) =>
    teams.seenBy(who.objectId).chat.find((message) => {
      const words = teamsWords(message);
      return (
        words.includes(`"action":{"verb":"${verb}","request":"${id}"`) && words.includes('"card":"card/')
      );
    });

  return {
    attempts,
    /** Resolves to the request's id, whether this try made it or one that was never answered. */
    ask: (who: Colleague, account: string, form: "request" | "declare" = "request") =>
      until(`${form} of ${who.name}`, () => askOnce(who, account, form)),
    /** `more`: a reason, a note, a part. */
    act: (who: Colleague, verb: Verb, id: string, more = "") =>
      until(`${verb} ${id} of ${who.name}`, async () => {
        const attempt: Attempt = { who, verb, id, answered: false, said: "" };
        attempts.push(attempt); // counted before it is known how it ends: it may be on record all the same
        Object.assign(attempt, await actOnce(who, verb, id, more));
        return attempt.answered ? attempt : undefined;
      }),
  };
}

/** "Still working" and "Not recorded" promise nothing. */
const isAnswer = (said: string): boolean =>
  said !== "" && !/Not recorded|Still working|could not/i.test(said);

const isMeant = (action: Partial<ButtonAction> | undefined, verb: Verb, id: string): boolean =>
  action?.verb === verb && action.request === id;

function slackAction(element: Element): Partial<ButtonAction> | undefined {
  try {
    return (JSON.parse(element.value ?? "") as { action?: ButtonAction }).action;
  } catch {
    return undefined;
  }
}

const teamsAction = ({ type, data }: CardAction & { data?: { action?: ButtonAction } }) =>
  type === "Action.Execute" ? data?.action : undefined;

function idIn(answer: unknown): string | undefined {
  return /BG-\d+/.exec(JSON.stringify(answer) ?? "")?.[0];
}
