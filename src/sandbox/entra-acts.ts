// What somebody does in the practice tenant's Entra, good or bad, under names that a player understands.
import type { NewChange, NewSignIn } from "./entra/types.ts";
import { accounts, ada, exclusionGroup, tina } from "./world.ts";

/** Addresses that are nobody's: RFC 5737. */
const places = {
  berlin: { name: "Berlin, Alice's laptop", from: { ip: "192.0.2.17", country: "DE", city: "Berlin" } },
  london: { name: "London, Bob's office", from: { ip: "192.0.2.80", country: "GB", city: "London" } },
  lagos: { name: "Lagos, an internet café", from: { ip: "198.51.100.23", country: "NG", city: "Lagos" } },
  moscow: { name: "Moscow, a rented server", from: { ip: "203.0.113.66", country: "RU", city: "Moscow" } },
};

type Result = Pick<NewSignIn, "result" | "code">;
const outcomes: Record<string, Result & { name: string }> = {
  success: { name: "gets in", result: "success" },
  "mfa-asked": { name: "is asked for a second factor, then gets in", result: "mfa-asked" },
  "wrong-password": { name: "wrong password", result: "failure", code: 50126 },
  "mfa-abandoned": { name: "stops at the second factor", result: "mfa-abandoned" },
  blocked: { name: "blocked by Conditional Access", result: "failure", code: 53003 },
};

/** `own`: how Entra names it when the account does it itself, where that is another name. */
type Deed = Pick<NewChange, "operation" | "properties"> & {
  name: string;
  own?: string;
  to: "account" | "group";
};
const changes: Record<string, Deed> = {
  password: {
    name: "Change its password",
    operation: "Reset user password",
    own: "Change user password",
    to: "account",
  },
  "new-key": { name: "Register a new key", operation: "Add FIDO2 security key", to: "account" },
  "old-key": { name: "Delete the old key", operation: "Delete FIDO2 security key(s)", to: "account" },
  method: {
    name: "Register a sign-in method",
    operation: "Admin registered security info",
    own: "User registered security info",
    properties: ["StrongAuthenticationMethod"],
    to: "account",
  },
  group: {
    name: "Take it out of the exclusion group",
    operation: "Remove member from group",
    properties: ["Group.ObjectID"],
    to: "group",
  },
  disable: {
    name: "Disable it",
    operation: "Disable account",
    properties: ["AccountEnabled"],
    to: "account",
  },
};

/** Without `by`, it is the account that is changed. */
const doers: Record<string, { name: string; by?: NewChange["by"] }> = {
  ada: {
    name: `${ada.name}, an administrator`,
    by: { id: ada.objectId, name: ada.name, ip: places.berlin.from.ip },
  },
  tina: {
    name: `${tina.name}, an administrator`,
    by: { id: tina.objectId, name: tina.name, ip: "192.0.2.140" },
  },
  itself: { name: "The account itself" },
  stranger: {
    name: "An app nobody knows",
    by: { id: "00000000-0000-4000-8000-00000000dead", name: "svc-sync-7@contoso.com", ip: "203.0.113.66" },
  },
};

type Choice = { id: string; name: string };
const named = (all: Readonly<Record<string, { name: string }>>): readonly Choice[] =>
  Object.entries(all).map(([id, { name }]) => ({ id, name }));

/** All there is to choose from. */
export const entraChoices = {
  accounts: accounts.map(({ objectId, label }): Choice => ({ id: objectId, name: label })),
  places: named(places),
  outcomes: named(outcomes),
  changes: named(changes),
  doers: named(doers),
};

/** `late`: seconds until the row can be read. */
type Late = { late?: number | undefined };

export type SignInAct = Late & {
  account: string;
  place: string;
  outcome: string;
  interactive?: boolean | undefined;
};

/** Throws when it names something that is not there. */
export function toSignIn({ account, place, outcome, interactive = true, late = 0 }: SignInAct): NewSignIn {
  const { name: _, ...result } = found(outcomes, outcome);
  const { from } = found(places, place);
  return { account: found(byObjectId, account).objectId, from, interactive, late, ...result };
}

export type ChangeAct = Late & { account: string; change: string; doer: string };

/** Throws when it names something that is not there. */
export function toChange({ account, change, doer, late = 0 }: ChangeAct): NewChange {
  const { operation, own = operation, properties, to } = found(changes, change);
  const { objectId, label } = found(byObjectId, account);
  const { by } = found(doers, doer);
  return {
    operation: by ? operation : own,
    ...(properties && { properties }),
    targets: to === "group" ? [objectId, exclusionGroup] : [objectId],
    by: by ?? { id: objectId, name: label, ip: places.berlin.from.ip },
    late,
  };
}

const byObjectId = Object.fromEntries(accounts.map((account) => [account.objectId, account]));

function found<One>(all: Readonly<Record<string, One>>, name: string): One {
  const one = Object.hasOwn(all, name) ? all[name] : undefined;
  if (one === undefined) throw new Error(`There is no "${name}" to choose.`);
  return one;
}
