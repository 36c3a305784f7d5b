// The Web API's look-ups: who am I, who is that, what is this channel, who is in it.
import { z } from "zod";
import { refuse } from "./check-blocks.ts";
import type { SlackPerson } from "./types.ts";
import { dmOf, isIn, type Method, teamOf, type Workspace } from "./workspace.ts";

export const lookMethods: Record<string, Method> = {
  "api.test": () => ({ ok: true }),

  "auth.test": ({ options }) => ({
    ok: true,
    url: `https://${options.team.domain}.slack.com/`,
    team: options.team.name,
    user: options.bot.name,
    team_id: options.team.id,
    user_id: options.bot.userId,
    bot_id: options.bot.id,
    is_enterprise_install: false,
  }),

  "users.info": (workspace, given) => {
    const person = workspace.people.get(id(given.user));
    return person ? { ok: true, user: wirePerson(workspace, person) } : refuse("user_not_found");
  },

  "users.list": (workspace, given) => {
    const people = [...workspace.people.values()].map((person) => wirePerson(workspace, person));
    return paged("members", people, given);
  },

  "conversations.open": (workspace, given) => {
    const user = id(given.users);
    const person = workspace.people.get(user);
    if (!person) return refuse("user_not_found");
    if (person.deleted) return refuse("user_disabled");
    if (person.isBot) return refuse("cannot_dm_bot");
    const already = workspace.dms.has(`D${user.slice(1)}`);
    return { ok: true, already_open: already, channel: { id: dmOf(workspace, user) } };
  },

  "conversations.info": (workspace, given) => {
    const channel = wireChannel(workspace, id(given.channel));
    return channel ? { ok: true, channel } : refuse("channel_not_found");
  },

  "conversations.members": (workspace, given) => {
    const channel = id(given.channel);
    if (!wireChannel(workspace, channel)) return refuse("channel_not_found");
    const everyone = [...workspace.people.keys(), workspace.options.bot.userId];
    const members = everyone.filter((user) => isIn(workspace, user, channel));
    return paged("members", members, given);
  },
};

const id = (given: unknown): string => z.string().safeParse(given).data ?? "";

function wirePerson(workspace: Workspace, person: SlackPerson) {
  const foreign = person.teamId !== undefined;
  const meetsUs = [...workspace.channels.keys()].some((channel) => isIn(workspace, person.id, channel));
  return {
    id: person.id,
    team_id: teamOf(workspace, person),
    name: person.name.toLowerCase().replaceAll(" ", "."),
    real_name: person.name,
    deleted: person.deleted ?? false,
    tz: person.tz,
    locale: "en-US",
    is_bot: person.isBot ?? false,
    is_app_user: false,
    is_admin: false,
    is_owner: false,
    is_restricted: person.isGuest ?? false,
    is_ultra_restricted: false,
    ...(foreign && { is_stranger: !meetsUs }),
    updated: 1,
    profile: { real_name: person.name, display_name: person.name, team: teamOf(workspace, person) },
  };
}

/** A channel that the bot may know of. A private one it is not in would not be found; ours are public. */
function wireChannel(workspace: Workspace, channelId: string) {
  const user = workspace.dms.get(channelId);
  if (user) return { id: channelId, is_im: true, user, is_ext_shared: false, is_pending_ext_shared: false };
  const channel = workspace.channels.get(channelId);
  if (!channel) return undefined;
  return {
    id: channel.id,
    name: channel.name,
    is_channel: true,
    is_im: false,
    is_private: false,
    is_archived: false,
    is_member: channel.botIsIn !== false,
    is_shared: channel.isExtShared ?? false,
    is_ext_shared: channel.isExtShared ?? false,
    is_pending_ext_shared: false,
    context_team_id: workspace.options.team.id,
  };
}

function paged(name: string, all: readonly unknown[], given: Record<string, unknown>) {
  const size = z.coerce.number().int().min(1).max(1000).safeParse(given.limit).data ?? 100;
  const from = Number(Buffer.from(id(given.cursor), "base64").toString() || 0);
  if (!Number.isInteger(from)) return refuse("invalid_cursor");
  const next = from + size < all.length ? Buffer.from(String(from + size)).toString("base64") : "";
  return { ok: true, [name]: all.slice(from, from + size), response_metadata: { next_cursor: next } };
}
