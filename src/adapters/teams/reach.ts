// How a place is reached, and what it means when it is not.
import type { Place } from "../../core/place.ts";
import type { Sent } from "../../core/ports/messenger.ts";
import type { Address, Addresses } from "./addresses.ts";
import { type Connector, idOf, type Reply } from "./connector.ts";

export type Reach = { appId: string; tenant: string; addresses: Addresses; connector: Connector };

export const unknownPlace = "Teams: nothing was heard from there yet: add the app to the team once";

export type Open = Address & { conversation: string };

/** Where the place is; the chat with a person is opened if it never was. */
export async function openAddress(
  place: Place,
  { addresses, connector, appId, tenant }: Reach,
): Promise<Open | { sent: Sent }> {
  const known = await addresses.of(place);
  if (known?.conversation) return { ...known, conversation: known.conversation };
  const any = known ?? (await addresses.latest());
  if (!any) return { sent: { type: "refused", why: unknownPlace } };
  // a channel we were never heard from, in a tenant that we were: its service URL is the tenant's
  if (place.kind === "channel") return { ...any, conversation: place.id };
  const reply = await connector.open(any.serviceUrl, {
    isGroup: false,
    bot: { id: any.bot || `28:${appId}` },
    members: [{ id: any.user ?? place.id }],
    tenantId: tenant,
    channelData: { tenant: { id: tenant } },
  });
  if (!reply.ok) return { sent: notSent(reply, place) };
  const conversation = idOf(reply.body);
  if (!conversation)
    return { sent: { type: "later", after: undefined, why: "Teams opened a chat without an id" } };
  const opened = { ...any, conversation };
  await addresses.keep(place, opened);
  return opened;
}

type Failure = Extract<Reply, { ok: false }>;

const whyOf = ({ status, code }: Failure): string =>
  `Teams: ${status ? `${status} ` : ""}${code || "no reason given"}`;

const isLater = ({ status, code }: Failure): boolean =>
  (status === 0 && !code.includes("not allowed")) ||
  [401, 408, 412, 425, 429].includes(status) ||
  status >= 500;

export function notSent(reply: Failure, place: Place): Sent {
  const why = whyOf(reply);
  if (isLater(reply)) return { type: "later", after: reply.after, why };
  if (reply.status === 403 || reply.status === 404)
    return {
      type: "refused",
      why: `${why}: ${place.kind === "person" ? "the app is not installed for that person, or blocked by them" : "the app is not in that team"}`,
    };
  return { type: "refused", why };
}

/** 403 is about the bot (blocked, not installed) unless it says that this message may not be edited. */
export function notChanged(reply: Failure): Sent {
  const why = whyOf(reply);
  if (isLater(reply)) return { type: "later", after: reply.after, why };
  const isGone = [404, 405, 410].includes(reply.status) || /NotFound|Edit|Update/i.test(reply.code);
  return isGone ? { type: "gone", why } : { type: "refused", why };
}
