// What people do in a story, on either chat, as one line each.
import type { Message as SlackMessage } from "../../src/sandbox/slack/types.ts";
import type { Message as TeamsMessage } from "../../src/sandbox/teams/types.ts";
import type { Colleague } from "../../src/sandbox/world.ts";
import { type Company, slackWords, teamsWords } from "./company.ts";

/** All that a story needs of a company: whatever bot stands between the two. */
export type Chats = Pick<Company, "slack" | "teams">;

export const requestsInSlack = "C0REQUESTS";
export const requestsInTeams = "19:requests@thread.tacv2";

export const why = {
  failure: "conditional-access-lockout",
  reason: "A policy locked all administrators out.",
  ticket: "INC-42",
};

/** Types the command, fills in the form, and returns the request's id. */
export async function askInSlack(
  company: Chats,
  person: Colleague,
  form = "request",
  typed = why,
): Promise<string> {
  const opened = await company.slack.command(person.slack, `/breakglass ${form}`, requestsInSlack);
  if (!opened.modal) throw new Error(`no form opened: ${JSON.stringify(opened)}`);
  const answered = await company.slack.submit(person.slack, opened.modal.id, typed);
  return idIn(JSON.stringify([answered.modal?.blocks, answered.errors]));
}

export async function askInTeams(
  company: Chats,
  person: Colleague,
  form = "request",
  typed = why,
): Promise<string> {
  await company.teams.say(person.objectId, "personal", form);
  const card = await company.teams.until(() =>
    company.teams
      .seenBy(person.objectId)
      .chat.findLast((message) => teamsWords(message).includes("bg.submit")),
  );
  const inputs = Object.fromEntries(
    Object.entries(typed).map(([field, value]) => [`${form}.${field}`, value]),
  );
  const answered = await company.teams.execute(person.objectId, card.id, "bg.submit", inputs);
  return idIn(JSON.stringify([answered.card, answered.toast, answered.error]));
}

function idIn(text: string): string {
  const [id] = /BG-\d+/.exec(text) ?? [];
  if (!id) throw new Error(`no request in ${text.slice(0, 500)}`);
  return id;
}

/** This person's own copy of the card, in their direct messages. */
export const slackCopy = (company: Chats, person: Colleague, id: string, with_ = ""): Promise<SlackMessage> =>
  company.slack.until(() =>
    company.slack
      .seenBy(person.slack)
      .dms.flatMap(({ messages }) => messages)
      .find((message) => isCard(message.metadata, id) && slackWords(message).includes(with_)),
  );

const isCard = (metadata: SlackMessage["metadata"], id: string): boolean =>
  String(metadata?.event_payload["key"]).startsWith(`card/${id}/`);

export const teamsCopy = (company: Chats, person: Colleague, id: string, with_ = ""): Promise<TeamsMessage> =>
  company.teams.until(() =>
    company.teams
      .seenBy(person.objectId)
      .chat.find(
        (message) =>
          teamsWords(message).includes(`"card":"card/${id}/`) && teamsWords(message).includes(with_),
      ),
  );

/** Presses the button of that label on the person's own copy; a form it opens is filled in. */
export async function pressInSlack(
  company: Chats,
  person: Colleague,
  id: string,
  label: string,
  typed?: Record<string, string>,
): Promise<string> {
  const { slack } = company;
  const message = await slackCopy(company, person, id, label);
  const labelled = (element: Record<string, unknown>) =>
    (element["text"] as { text?: string } | undefined)?.text === label;
  const reaction = await slack.click(person.slack, message, labelled);
  if (reaction.error) throw new Error(reaction.error);
  const modal =
    reaction.modal && typed ? await slack.submit(person.slack, reaction.modal.id, typed) : undefined;
  if (modal) return JSON.stringify([modal.modal?.blocks, modal.errors]);
  const said = await slack.until(() =>
    slack
      .seenBy(person.slack)
      .dms.flatMap(({ messages }) => messages)
      .findLast(({ ephemeralFor, ts }) => ephemeralFor === person.slack && ts > message.ts),
  );
  return slackWords(said);
}

/** In Teams a field is named with its form: `deny.reason`. */
export async function pressInTeams(
  company: Chats,
  person: Colleague,
  id: string,
  label: string,
  typed?: Record<string, string>,
): Promise<string> {
  const message = await teamsCopy(company, person, id, label);
  const reaction = await company.teams.execute(person.objectId, message.id, label, typed);
  return JSON.stringify([reaction.toast, reaction.card, reaction.error, reaction.invalid]);
}

/** Every copy of the request's card, on both chats, once all of them show these words. `patience`: milliseconds. */
export async function everyCopyShows(
  company: Chats,
  id: string,
  words: string,
  patience?: number,
): Promise<void> {
  await company.slack.until(() => {
    const cards = company.slack.all().filter(({ metadata }) => isCard(metadata, id));
    return cards.length > 0 && cards.every((card) => slackWords(card).includes(words));
  }, patience);
  await company.teams.until(() => {
    const cards = company.teams
      .all()
      .filter((message) => teamsWords(message).includes(`"card":"card/${id}/`));
    return cards.length > 0 && cards.every((card) => teamsWords(card).includes(words));
  }, patience);
}

/** Delivery keys shown more than once, on either chat: must be none. */
export function shownTwice(company: Chats): string[] {
  const keys = [
    ...company.slack
      .all()
      .flatMap(({ metadata }) => (metadata ? [String(metadata.event_payload["key"])] : [])),
    ...company.teams
      .all()
      .flatMap((message) => /"card":"((?:card|say)\/[^"]+)"/.exec(teamsWords(message))?.[1] ?? []),
  ];
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
