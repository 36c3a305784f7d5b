// Can Teams be heard and spoken to, as things are? Says what is wrong, and what to do.
import type { Organisation } from "../../core/organisation.ts";
import { type Addresses, channel } from "./addresses.ts";
import type { Connector } from "./connector.ts";
import type { Keys } from "./keys.ts";
import type { OwnToken } from "./token.ts";

export type Checked = {
  keys: Keys;
  token: OwnToken;
  addresses: Addresses;
  connector: Connector;
  organisation: () => Organisation;
};

export async function checkTeams(checked: Checked): Promise<void> {
  await checked.keys.check();
  await checked.token.get();
  const channels = checked.organisation().teams?.channels;
  const ids = new Set(channels ? [channels.requests, channels.soc, channels.admins] : []);
  const unknown: string[] = [];
  for (const id of ids) if (!(await isReachable(id, checked))) unknown.push(id);
  if (unknown.length)
    throw new Error(
      `Teams: the bot is not in ${unknown.join(", ")}: add the app to the team, or mend the id in the configuration`,
    );
}

/** Known from an activity; else Teams is asked whether the bot is there, and its yes is kept. */
async function isReachable(id: string, { addresses, connector }: Checked): Promise<boolean> {
  const place = channel(id);
  if ((await addresses.of(place))?.conversation) return true;
  const latest = await addresses.latest();
  if (!latest) return false;
  const reply = await connector.members(latest.serviceUrl, id);
  if (reply.ok) await addresses.keep(place, { ...latest, conversation: id });
  return reply.ok;
}
