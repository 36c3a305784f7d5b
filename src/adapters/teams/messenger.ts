// Says what the core says, in Teams: posts, changes and removes messages, and tells how it went.
import type { Organisation } from "../../core/organisation.ts";
import type { Messenger, Outgoing, Sent } from "../../core/ports/messenger.ts";
import { channel } from "./addresses.ts";
import { adaptiveCard } from "./card.ts";
import { idOf } from "./connector.ts";
import type { Log } from "./log.ts";
import { plain } from "./plain.ts";
import { notChanged, notSent, type Open, openAddress, type Reach, unknownPlace } from "./reach.ts";
import type { Roster } from "./roster.ts";
import { cardActivity } from "./say.ts";
import type { Seal } from "./seal.ts";

export type MessengerOptions = Reach & {
  organisation: () => Organisation;
  roster: Roster;
  seal: Seal;
  log: Log;
};

export function createMessenger(options: MessengerOptions): Messenger {
  const { organisation, connector, addresses, seal, log } = options;

  async function send(outgoing: Outgoing): Promise<Sent> {
    const { place, view, key, stream, update } = outgoing;
    const address = await openAddress(place, options);
    if ("sent" in address) return address.sent;
    const { serviceUrl, conversation } = address;
    const activity = cardActivity(
      adaptiveCard(view, { key: await seal.close(key), stream, userIds: await watchers(address, options) }),
      plain(view, organisation().timeZone),
    );
    if (update) {
      const reply = await connector.change(serviceUrl, update.conversation, update.message, activity);
      return reply.ok ? { type: "shown", ref: update } : notChanged(reply);
    }
    const posted = await connector.post(serviceUrl, threadOf(outgoing, conversation), ringing(activity));
    const message = posted.ok ? idOf(posted.body) : undefined;
    if (!posted.ok) return notSent(posted, place);
    if (!message) return { type: "later", after: undefined, why: "Teams answered without a message id" };
    await addresses.keep(place, address);
    return { type: "shown", ref: { conversation, message } };
  }

  return {
    platform: "teams",
    send: (outgoing) => send(outgoing).catch((error: unknown) => unexpected(error, log)),
    async remove({ conversation, message }) {
      try {
        const address = (await addresses.of(channel(conversation))) ?? (await addresses.latest());
        if (!address) return { type: "refused", why: unknownPlace };
        const reply = await connector.remove(address.serviceUrl, conversation, message);
        return reply.ok ? { type: "shown", ref: { conversation, message } } : notChanged(reply);
      } catch (error) {
        return unexpected(error, log);
      }
    },
  };
}

/** An own database that cannot be read, most likely: it is tried again. */
function unexpected(error: unknown, log: Log): Sent {
  const why = error instanceof Error ? error.message : String(error);
  log.error({ error: why }, "a Teams message could not be prepared");
  return { type: "later", after: undefined, why };
}

/** People of ours who may see this place; in a chat with one person, that person. */
async function watchers(
  address: Open,
  { organisation, roster }: Pick<MessengerOptions, "organisation" | "roster">,
): Promise<string[]> {
  if (address.user) return [address.user];
  const ours = new Set(organisation().people.flatMap(({ objectIds }) => objectIds));
  return (await roster.members(address))
    .filter(({ objectId, standing }) => standing === "member" && ours.has(objectId))
    .map(({ user }) => user);
}

/** Only a team's channels have threads. */
const threadOf = ({ thread }: Outgoing, conversation: string): string =>
  thread && /@thread\.(tacv2|skype)$/.test(conversation)
    ? `${conversation};messageid=${thread.message}`
    : conversation;

/** An edit rings nobody; a new message does. */
const ringing = (activity: object): object => ({
  ...activity,
  channelData: { notification: { alert: true } },
});
