// What the page may ask and do: look through two people's eyes, and act as them through the stand-ins' front door.
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Outcome, State } from "./page/state.ts";
import { type Act, act, type PageWorld, type Said } from "./page-act.ts";
import { entraActs, entraState } from "./page-entra.ts";
import { leapNames } from "./practice-clock.ts";
import type { Reaction as SlackReaction } from "./slack/types.ts";
import type { CardAction, Reaction as TeamsReaction } from "./teams/types.ts";

/** A person nobody knows sees nothing. */
export function stateFor(world: PageWorld, slackUser = "", teamsPerson = ""): State {
  const { slack, teams } = world;
  const isIn = slack.people.some(({ id }) => id === slackUser);
  const isOn = teams.people.some(({ objectId }) => objectId === teamsPerson);
  return {
    slack: isIn ? slack.seenBy(slackUser) : { channels: [], dms: [], modals: [] },
    teams: isOn ? teams.seenBy(teamsPerson) : { channels: [], chat: [] },
    newest: newestPrivate(world),
    entra: entraState(world),
    down: world.outages.state(),
    clock: world.clock.state(),
    bot: world.bot(),
  };
}

function newestPrivate({ slack, teams }: PageWorld): Record<string, string> {
  const onSlack = slack.people.map(({ id }): [string, string | undefined] => [
    id,
    slack
      .seenBy(id)
      .dms.flatMap(({ messages }) => messages)
      .findLast(({ by }) => by !== id)?.ts,
  ]);
  const onTeams = teams.people.map(({ objectId }): [string, string | undefined] => [
    objectId,
    teams.seenBy(objectId).chat.findLast(({ by }) => by === "bot")?.id,
  ]);
  return Object.fromEntries([...onSlack, ...onTeams].filter((pair): pair is [string, string] => !!pair[1]));
}

const name = z.string().min(1).max(300);
const typed = z.record(name, z.string().max(10_000));
const element = { action: name, block: name, value: z.string().max(2_000).optional() };

const acts: Readonly<Record<string, Act>> = {
  ...entraActs,
  "/api/clock/leap": act(z.strictObject({ by: z.enum(leapNames) }), async ({ clock }, { by }) => {
    await clock.leap(by);
    return {};
  }),
  "/api/slack/command": act(
    z.strictObject({ user: name, text: z.string().max(4_000), channel: name }),
    async ({ slack }, { user, text, channel }) => ofSlack(await slack.command(user, text, channel)),
  ),
  "/api/slack/click": act(
    z.strictObject({ user: name, channel: name, ts: name, ...element }),
    async ({ slack }, { user, channel, ts, action, block, value }) =>
      ofSlack(
        await slack.click(
          user,
          { channel, ts },
          isElement(action, block),
          value === undefined ? {} : { value },
        ),
      ),
  ),
  "/api/slack/click-in-view": act(
    z.strictObject({ user: name, view: name, ...element }),
    async ({ slack }, { user, view, action, block, value }) =>
      ofSlack(
        await slack.clickInView(user, view, isElement(action, block), value === undefined ? {} : { value }),
      ),
  ),
  "/api/slack/submit": act(
    z.strictObject({ user: name, view: name, values: typed }),
    async ({ slack }, { user, view, values }) => ofSlack(await slack.submit(user, view, values)),
  ),
  "/api/slack/home": act(z.strictObject({ user: name }), async ({ slack }, { user }) => {
    await slack.openHome(user);
    return {};
  }),
  "/api/slack/close": act(z.strictObject({ user: name, view: name }), async ({ slack }, { user, view }) => {
    await slack.close(user, view);
    return {};
  }),
  "/api/teams/say": act(
    z.strictObject({
      person: name,
      where: name,
      text: z.string().max(4_000),
      slash: z.boolean(),
      mention: z.boolean(),
    }),
    async ({ teams }, { person, where, text, slash, mention }) =>
      ofTeams(await teams.say(person, where, text, slash ? { slash } : { mention })),
  ),
  "/api/teams/execute": act(
    z.strictObject({
      person: name,
      message: name,
      verb: name.optional(),
      data: z.json().optional(),
      inputs: typed,
    }),
    async ({ teams }, { person, message, verb, data, inputs }) =>
      ofTeams(await teams.execute(person, message, isAction(verb, data), inputs)),
  ),
  "/api/teams/show": act(
    z.strictObject({ person: name, message: name }),
    async ({ teams }, { person, message }) => {
      const reaction = await teams.show(person, message);
      return reaction ? ofTeams(reaction) : {};
    },
  ),
};

/** Never rejects: what went wrong is in `error`, in words for the person at the page. */
export async function actOnPage(world: PageWorld, path: string, body: unknown): Promise<Said> {
  const todo = Object.hasOwn(acts, path) ? acts[path] : undefined;
  return todo ? todo(world, body) : { status: 404, error: `There is no ${path} here.` };
}

const isElement =
  (action: string, block: string) =>
  (each: { action_id?: string }, blockId: string): boolean =>
    each.action_id === action && blockId === block;

/** Two buttons of a card may share a verb; not their data too. */
const isAction =
  (verb: string | undefined, data: unknown) =>
  (action: CardAction): boolean =>
    action.verb === verb && isDeepStrictEqual(action["data"], data);

const slackWords: Record<NonNullable<SlackReaction["error"]>, string> = {
  operation_timeout:
    "/breakglass failed with the error “operation_timeout”: the bot did not answer within 3 seconds.",
  dispatch_failed: "/breakglass failed with the error “dispatch_failed”: the bot could not be reached.",
  invalid_response:
    "/breakglass failed with the error “invalid_response”: Slack could not use the bot's answer.",
};

const ofSlack = ({ error, detail, errors }: SlackReaction): Outcome => ({
  ...(error && { error: detail ? `${slackWords[error]} (${detail})` : slackWords[error] }),
  ...(errors && { invalid: errors }),
});

const ofTeams = ({ error, detail, toast, invalid }: TeamsReaction): Outcome => ({
  ...(error && { error: detail ? `${error} (${detail})` : error }),
  ...(toast && { toast }),
  ...(invalid && { invalid }),
});
