// How to reach a place again: our own small record of each conversation, kept in the store.
import { z } from "zod";
import { type Place, placeKey } from "../../core/place.ts";
import type { Store } from "../../core/ports/store.ts";
import type { Scene } from "./activity.ts";
import type { Log } from "./log.ts";

/** `conversation` without `;messageid=`; missing for a person we have met, but not yet written to. */
export type Address = {
  serviceUrl: string;
  conversation?: string;
  bot: string;
  tenant: string;
  /** `29:…`, of a person. */
  user?: string;
};

const addressSchema = z.object({
  serviceUrl: z.string(),
  conversation: z.string().optional(),
  bot: z.string(),
  tenant: z.string(),
  user: z.string().optional(),
});

export interface Addresses {
  /** Undefined when nothing was ever heard from there. Rejects when the store does. */
  of(place: Place): Promise<Address | undefined>;
  /** The last address of all: its service URL serves the whole tenant. */
  latest(): Promise<Address | undefined>;
  keep(place: Place, address: Address): Promise<void>;
  /** Learns from a verified activity where its place is. */
  learn(scene: Scene): Promise<void>;
}

/** Not a place, so that no conversation can have it. */
const latestKey = "teams:latest";

export const channel = (conversation: string): Place => ({
  platform: "teams",
  kind: "channel",
  id: baseOf(conversation),
});
export const person = (objectId: string): Place => ({ platform: "teams", kind: "person", id: objectId });

/** The conversation without the thread in it. */
export const baseOf = (conversation: string): string => conversation.split(";messageid=")[0] ?? conversation;

export function createAddresses(
  store: Pick<Store, "remember" | "recall">,
  tenant: string,
  log: Log,
): Addresses {
  /** What the store holds, as text: it is written only when something changed. */
  const written = new Map<string, string>();
  const most = 5_000;

  async function read(key: string): Promise<Address | undefined> {
    const text = written.get(key) ?? (await store.recall(key));
    if (text === undefined) return undefined;
    const address = parseAddress(text);
    if (!address) log.warn({ place: key }, "what was remembered of a Teams conversation cannot be read");
    return address;
  }

  async function write(key: string, address: Address): Promise<void> {
    const text = JSON.stringify(address);
    if (written.get(key) === text) return;
    await store.remember(key, text);
    if (written.size >= most) written.clear();
    written.set(key, text);
  }

  return {
    of: (place) => read(placeKey(place)),
    latest: () => read(latestKey),
    keep: (place, address) => write(placeKey(place), address),
    async learn({ serviceUrl, conversation, personal, bot, user, objectId, standing }) {
      const address: Address = { serviceUrl, bot, tenant };
      await write(latestKey, address);
      if (!personal)
        await write(placeKey(channel(conversation)), { ...address, conversation: baseOf(conversation) });
      if (!objectId || standing !== "member") return;
      const key = placeKey(person(objectId));
      const chat = personal ? conversation : (await read(key))?.conversation;
      await write(key, { ...address, user, ...(chat && { conversation: chat }) });
    },
  };
}

function parseAddress(text: string): Address | undefined {
  try {
    const { data } = addressSchema.safeParse(JSON.parse(text));
    return (
      data && {
        serviceUrl: data.serviceUrl,
        bot: data.bot,
        tenant: data.tenant,
        ...(data.conversation && { conversation: data.conversation }),
        ...(data.user && { user: data.user }),
      }
    );
  } catch {
    return undefined;
  }
}
