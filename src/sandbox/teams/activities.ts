// The activities that Teams sends to a bot, in the shapes it really sends.
import { createHash, randomUUID } from "node:crypto";
import type { Place, Resident } from "./directory.ts";
import type { SayOptions, TeamsTeam } from "./types.ts";

export type Activity = Record<string, unknown>;
export type Sender = {
  tenant: string;
  appId: string;
  botName: string;
  serviceUrl: string;
  clock: () => number;
};

/** What every activity of a person in a place holds. `root`: the thread, in a channel. */
function envelope(sender: Sender, person: Resident, place: Place, root: string | undefined): Activity {
  const at = Temporal.Instant.fromEpochMilliseconds(sender.clock());
  const channelData = { tenant: { id: sender.tenant }, source: { name: "message" } };
  return {
    timestamp: at.toString(),
    localTimestamp: at.toZonedDateTimeISO(person.timeZone).toString({ timeZoneName: "never" }),
    localTimezone: person.timeZone,
    channelId: "msteams",
    serviceUrl: sender.serviceUrl,
    from: { id: person.mri, name: person.name, aadObjectId: person.objectId },
    recipient: { id: `28:${sender.appId}`, name: sender.botName },
    conversation: place.team
      ? {
          isGroup: true,
          conversationType: "channel",
          tenantId: sender.tenant,
          id: root === undefined ? place.id : `${place.id};messageid=${root}`,
        }
      : { conversationType: "personal", tenantId: sender.tenant, id: place.id },
    entities: [
      {
        type: "clientInfo",
        locale: "en-US",
        country: "US",
        platform: "Web",
        timezone: person.timeZone,
      },
    ],
    channelData: place.team
      ? {
          teamsChannelId: place.id,
          teamsTeamId: place.team.id,
          channel: { id: place.id },
          team: { id: place.team.id, name: place.team.name, aadGroupId: groupOf(place.team) },
          ...channelData,
        }
      : channelData,
    locale: "en-US",
  };
}

/** A made-up Microsoft 365 group, always the same for a team. */
function groupOf(team: TeamsTeam): string {
  const hex = createHash("sha256").update(team.id).digest("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

export type Said = { id: string; root: string | undefined; text: string; options: SayOptions };

export function messageActivity(sender: Sender, person: Resident, place: Place, said: Said): Activity {
  const mention = said.options.mention ?? (place.team !== undefined && !said.options.slash);
  const at = `<at>${sender.botName}</at>`;
  const text = mention ? `${at} ${said.text}` : said.text;
  const base = envelope(sender, person, place, said.root);
  const mentioned = { id: `28:${sender.appId}`, name: sender.botName };
  return {
    ...base,
    type: "message",
    id: said.id,
    text,
    textFormat: "plain",
    attachments: [{ contentType: "text/html", content: `<p>${escapeHtml(text, at)}</p>` }],
    entities: mention
      ? [{ type: "mention", mentioned, text: at }, ...(base["entities"] as unknown[])]
      : base["entities"],
    ...(said.options.slash ? { recipient: { ...(base["recipient"] as object), isTargeted: true } } : {}),
  };
}

const escapeHtml = (text: string, keep: string): string =>
  text
    .split(keep)
    .map((part) => part.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"))
    .join(keep);

type Click = {
  root: string | undefined;
  messageId: string;
  action: Activity;
  trigger: "manual" | "automatic";
};

export const invokeActivity = (sender: Sender, person: Resident, place: Place, click: Click): Activity => ({
  ...envelope(sender, person, place, click.root),
  type: "invoke",
  name: "adaptiveCard/action",
  id: `f:${randomUUID()}`,
  replyToId: click.messageId,
  value: { action: click.action, trigger: click.trigger },
});

/** Action.Submit: a message without words. */
export const submitActivity = (
  sender: Sender,
  person: Resident,
  place: Place,
  click: { id: string; root: string | undefined; messageId: string; data: unknown },
): Activity => ({
  ...envelope(sender, person, place, click.root),
  type: "message",
  id: click.id,
  replyToId: click.messageId,
  value: click.data,
});

/** The two that tell a bot it was added or removed; in a team they come from its General channel. */
export function installActivities(
  sender: Sender,
  person: Resident,
  place: Place,
  added: boolean,
): readonly Activity[] {
  const base = envelope(sender, person, place, undefined);
  const bot = { id: `28:${sender.appId}` };
  const who = place.team ? [bot] : [{ id: person.mri, aadObjectId: person.objectId }, bot];
  const channelData = base["channelData"] as object;
  const eventType = added ? "teamMemberAdded" : "teamMemberRemoved";
  return [
    {
      ...base,
      type: "conversationUpdate",
      id: `f:${randomUUID()}`,
      [added ? "membersAdded" : "membersRemoved"]: who,
      channelData: place.team ? { ...channelData, eventType } : channelData,
    },
    {
      ...base,
      type: "installationUpdate",
      action: added ? "add" : "remove",
      id: `f:${randomUUID()}`,
      channelData: { ...channelData, settings: { selectedChannel: { id: place.id } } },
    },
  ];
}
