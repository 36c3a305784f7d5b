// What Slack sends the bot for a command, a click, a form handed in or closed.
import { randomBytes } from "node:crypto";
import { wireMessage } from "./chat-methods.ts";
import { verificationToken } from "./events.ts";
import { replyMinutes } from "./reply-urls.ts";
import type { Block, Element, Message, Modal, SlackPerson, View } from "./types.ts";
import { wireView } from "./view-methods.ts";
import type { Forgery } from "./wire.ts";
import { nextTs, type ReplyUrl, teamOf, type Workspace } from "./workspace.ts";

export function commandBody(
  workspace: Workspace,
  person: SlackPerson,
  channel: string,
  typed: { command: string; text: string },
  trigger: string,
  origin: string,
  forgery: Forgery,
): string {
  const { team } = workspace.options;
  return new URLSearchParams({
    token: forgery.token ?? verificationToken,
    team_id: forgery.team ?? forgery.userTeam ?? teamOf(workspace, person),
    team_domain: team.domain,
    channel_id: channel,
    channel_name: workspace.channels.get(channel)?.name ?? "directmessage",
    user_id: person.id,
    user_name: userName(person),
    command: typed.command,
    text: wrapped(workspace, typed.text),
    api_app_id: forgery.appId ?? workspace.appId,
    is_enterprise_install: "false",
    response_url: newReplyUrl(workspace, `${origin}/commands`, { user: person.id, channel, on: undefined }),
    trigger_id: trigger,
  }).toString();
}

export function clickOnMessage(
  workspace: Workspace,
  person: SlackPerson,
  message: Message,
  action: object,
  trigger: string,
  origin: string,
  forgery: Forgery,
): string {
  const { channel, ts } = message;
  return asForm({
    type: "block_actions",
    ...common(workspace, person, trigger, forgery),
    container: {
      type: "message",
      message_ts: ts,
      channel_id: channel,
      is_ephemeral: message.ephemeralFor !== undefined,
      ...(message.threadTs && { thread_ts: message.threadTs }),
    },
    channel: { id: channel, name: workspace.channels.get(channel)?.name ?? "directmessage" },
    ...(!message.ephemeralFor && { message: wireMessage(workspace, message) }),
    state: { values: {} },
    response_url: newReplyUrl(workspace, `${origin}/actions`, {
      user: person.id,
      channel,
      on: { channel, ts },
    }),
    actions: [action],
  });
}

export const clickInView = (
  workspace: Workspace,
  person: SlackPerson,
  view: View | Modal,
  values: object,
  action: object,
  trigger: string,
  forgery: Forgery,
): string =>
  asForm({
    type: "block_actions",
    ...common(workspace, person, trigger, forgery),
    container: { type: "view", view_id: view.id },
    view: wireView(workspace, view, values),
    actions: [action],
  });

export const submission = (
  workspace: Workspace,
  person: SlackPerson,
  modal: Modal,
  values: object,
  trigger: string,
  forgery: Forgery,
): string =>
  asForm({
    type: "view_submission",
    ...common(workspace, person, trigger, forgery),
    view: wireView(workspace, modal, values),
    response_urls: [],
  });

export const closing = (
  workspace: Workspace,
  person: SlackPerson,
  modal: Modal,
  cleared: boolean,
): string => {
  const { trigger_id: _, ...rest } = common(workspace, person, "", {});
  return asForm({
    type: "view_closed",
    ...rest,
    view: wireView(workspace, modal),
    is_cleared: cleared,
    response_urls: [],
  });
};

/** The entry in `actions` for one element, with what was chosen. */
export function actionOf(workspace: Workspace, block: Block, element: Element, chosen: object): object {
  return {
    type: element.type,
    action_id: element.action_id,
    block_id: block.block_id,
    ...(element.text !== undefined && { text: element.text }),
    ...(element.value !== undefined && { value: element.value }),
    ...(element.style !== undefined && { style: element.style }),
    ...(element.confirm !== undefined && { confirm: element.confirm }),
    ...chosen,
    action_ts: nextTs(workspace),
  };
}

/**
 * The app has "escape channels, users and links" switched on (`should_escape` in the manifest): people, channels
 * and addresses arrive wrapped.
 */
function wrapped(workspace: Workspace, typed: string): string {
  const person = (name: string) => [...workspace.people.values()].find((one) => userName(one) === name);
  const channel = (name: string) => [...workspace.channels.values()].find((one) => one.name === name);
  return typed
    .replaceAll(/(?<![<|])\bhttps?:\/\/[^\s<>|]+/g, (url) => `<${url}>`)
    .replaceAll(/(?<![<\w])@([\w.-]+)/g, (as, name: string) => {
      const id = person(name.toLowerCase())?.id;
      return id ? `<@${id}|${name.toLowerCase()}>` : as;
    })
    .replaceAll(/(?<![<\w/])#([\w-]+)/g, (as, name: string) => {
      const id = channel(name)?.id;
      return id ? `<#${id}|${name}>` : as;
    });
}

const userName = (person: SlackPerson): string => person.name.toLowerCase().replaceAll(" ", ".");

const asForm = (payload: object): string =>
  new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

/** `team` is ours even when the person is another workspace's: that is why `user.team_id` must be looked at. */
function common(workspace: Workspace, person: SlackPerson, trigger: string, forgery: Forgery) {
  const { team } = workspace.options;
  return {
    user: {
      id: person.id,
      username: userName(person),
      name: userName(person),
      team_id: forgery.userTeam ?? teamOf(workspace, person),
    },
    api_app_id: forgery.appId ?? workspace.appId,
    token: forgery.token ?? verificationToken,
    trigger_id: trigger,
    team: { id: forgery.team ?? team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function newReplyUrl(
  workspace: Workspace,
  base: string,
  about: Pick<ReplyUrl, "user" | "channel" | "on">,
): string {
  const id = randomBytes(12).toString("hex");
  const expires = workspace.now() + replyMinutes * 60_000;
  workspace.replyUrls.set(id, { ...about, expires, uses: 0 });
  return `${base}/${workspace.options.team.id}/${id}`;
}
