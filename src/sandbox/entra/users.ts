// Who is in the directory, by object id: the emergency accounts, the colleagues, and whoever else a row names; and since
// when each has their password.
import { accounts, colleagues } from "../world.ts";
import type { Directory, NewChange } from "./types.ts";

export type Users = {
  /** Somebody who is not known gets a name of their own. */
  find(objectId: string): Directory;
  knows(objectId: string): boolean;
  /** Those whose rows only fill the background. */
  others: readonly Directory[];
  /** In milliseconds since 1970. */
  passwordChangedAt(objectId: string): number;
  /** What a row of the audit log does to those it is about. */
  apply(row: Pick<NewChange, "operation" | "targets" | "result">, at: number): void;
};

const domain = "contoso.onmicrosoft.com";
const newPassword = /^(reset|change) (user )?password/i;
/** Passwords are this old when the tenant begins: milliseconds. */
const firstAge = 30 * 86_400_000;

/** `begun`: when the tenant began, in milliseconds since 1970. */
export function openUsers(begun: number, emergency: readonly Directory[] = accounts): Users {
  const others = colleagues.map(({ objectId, name }) => ({
    objectId,
    upn: `${name.toLowerCase()}@${domain}`,
    label: name,
  }));
  const passwords = new Map<string, number>();
  const byId = new Map([...others, ...emergency].map((user) => [user.objectId, user]));
  return {
    find: (objectId) =>
      byId.get(objectId) ?? { objectId, upn: `user-${objectId.slice(-4)}@${domain}`, label: objectId },
    knows: (objectId) => byId.has(objectId),
    others,
    passwordChangedAt: (objectId) => passwords.get(objectId) ?? begun - firstAge,
    apply: ({ operation, targets, result }, at) => {
      if (result === "failure" || !newPassword.test(operation)) return;
      for (const target of targets) passwords.set(target, at);
    },
  };
}
