// Slack, Teams and Entra of the practice tenant in a process of their own: whoever measures says what happens there.
import { fireAlert } from "../../src/sandbox/azure-monitor.ts";
import type { NewSignIn } from "../../src/sandbox/entra/types.ts";
import { alice } from "../../src/sandbox/world.ts";
import { askInSlack } from "../kit/act.ts";
import { surround } from "../kit/surroundings.ts";

export type Question =
  | { ask: "open"; every: string; store: string }
  /** Both chats and Azure Monitor speak to the bot at this address from now on. Asks for BG-1. */
  | { ask: "join"; bot: string }
  /** Rows that can be read at once. `push`: Azure Monitor tells the bot so. Answers when each became readable. */
  | { ask: "put"; rows: readonly NewSignIn[]; push: boolean }
  /** When a message with these words was first accepted in the SOC's channel of each chat. */
  | { ask: "told"; words: readonly string[] }
  /** When the last message was accepted anywhere, and how many there were. */
  | { ask: "last" }
  | { ask: "close" };

/** Moments are milliseconds since 1970. */
export type Opened = { configFile: string; env: Record<string, string>; secret: string };
export type Told = { slack: number | undefined; teams: number | undefined };
export type Last = { at: number; messages: number };

const soc = { slack: "C0SOC", teams: "19:soc@thread.tacv2" };

let around: Awaited<ReturnType<typeof opened>>;
let webhook = "";
const opened = ({ every, store }: Extract<Question, { ask: "open" }>) =>
  surround({ watch: { every }, store, logLevel: "warn", asksAtOnce: 1_000_000 });

async function answer(question: Question): Promise<unknown> {
  switch (question.ask) {
    case "open": {
      around = await opened(question);
      const { configFile, env, secrets } = around;
      return { configFile, env, secret: secrets.slackSigningSecret } satisfies Opened;
    }
    case "join": {
      around.slack.setBotUrl(`${question.bot}/slack/events`);
      around.teams.setBotUrl(`${question.bot}/api/messages`);
      webhook = `${question.bot}/webhooks/azure-monitor/${around.pathSecret}`;
      await around.teams.install();
      return askInSlack(around, alice);
    }
    case "put": {
      const readable = question.rows.map((row) => {
        around.entra.signIn(row);
        return Date.now();
      });
      if (question.push) await fireAlert(webhook);
      return readable;
    }
    case "told":
      return question.words.map(told);
    case "last": {
      const messages = [...inSlack(), ...inTeams()];
      return { at: Math.max(0, ...messages.map(({ at }) => at)), messages: messages.length } satisfies Last;
    }
    case "close":
      return around.remove();
  }
}

const inSlack = () => around.slack.calls.filter(({ method, ok }) => ok && /^chat\.(post|upd)/.test(method));
const inTeams = () =>
  around.teams.calls.filter(({ operation }) => /^(send|reply|update|createConv)/.test(operation));

function told(words: string): Told {
  const says = (said: unknown) => JSON.stringify(said).includes(words);
  return {
    slack: inSlack().find(({ args }) => args["channel"] === soc.slack && says(args))?.at,
    teams: inTeams().find(
      ({ path, body }) => says(body) && `${path}${JSON.stringify(body)}`.includes(soc.teams),
    )?.at,
  };
}

process.on("message", ({ id, question }: { id: number; question: Question }) => {
  answer(question).then(
    (found) => process.send?.({ id, found }),
    (error: unknown) => process.send?.({ id, wrong: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.("listening");
