// Who is in the directory, by object id: the emergency accounts, the colleagues, and whoever else a row names.
import { accounts, colleagues } from "../world.ts";
import type { Directory } from "./types.ts";

export type Users = {
  /** Somebody who is not known gets a name of their own. */
  find(objectId: string): Directory;
  knows(objectId: string): boolean;
  /** Those whose rows only fill the background. */
  others: readonly Directory[];
};

const domain = "contoso.onmicrosoft.com";

export function openUsers(emergency: readonly Directory[] = accounts): Users {
  const others = colleagues.map(({ objectId, name }) => ({
    objectId,
    upn: `${name.toLowerCase()}@${domain}`,
    label: name,
  }));
  const byId = new Map([...others, ...emergency].map((user) => [user.objectId, user]));
  return {
    find: (objectId) =>
      byId.get(objectId) ?? { objectId, upn: `user-${objectId.slice(-4)}@${domain}`, label: objectId },
    knows: (objectId) => byId.has(objectId),
    others,
  };
}
