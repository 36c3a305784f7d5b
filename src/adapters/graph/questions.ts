// What Graph is asked: few requests with many clauses, and only filters that the v1.0 documents name.
// No $select of rows, and no $orderby for sign-ins: newest first is the documented order there, sorting is not documented.
import type { AccountId } from "../../core/ids.ts";
import { interrupts } from "../../core/sign-in/codes.ts";

export type Watched = {
  accounts: readonly { id: string; upn: string }[];
  exclusionGroups: readonly string[];
};

export type Question = {
  path: "auditLogs/signIns" | "auditLogs/directoryAudits" | `users/${AccountId}`;
  select?: readonly string[];
  filter?: string;
  orderby?: string;
  top?: number;
};

/** `most`: what of it matters most, for when all of it is too much. */
export type Asked = { all: Question; most: Question };

/** OData refuses a filter of more than 100 nodes; a clause is at most nine. */
const clausesOfOne = 8;

/** The heartbeat: somebody in the tenant always signs in. */
export const newestSignIn: Question = { path: "auditLogs/signIns", top: 1 };

/** By name too: an attempt that ended before Entra looked the user up has no id. */
export function signInsOf({ accounts }: Watched, from: Temporal.Instant): Asked[] {
  return chunks(accounts, clausesOfOne / 2).map((some) => {
    const byId = some.map(({ id }) => `userId eq ${quoted(id)}`);
    const byName = some.map(({ upn }) => `userPrincipalName eq ${quoted(upn.toLowerCase())}`);
    const when = `createdDateTime ge ${seconds(from)}`;
    const notFailed = ["0", ...interrupts].map((code) => `status/errorCode eq ${code}`);
    const path = "auditLogs/signIns";
    return {
      all: { path, filter: `${when} and ${anyOf([...byId, ...byName])}` },
      most: { path, filter: `${when} and ${anyOf(byId)} and ${anyOf(notFailed)}` },
    };
  });
}

/** `category` cannot be filtered by in v1.0; the service that logs Conditional Access policies can. */
export function auditsOf({ accounts, exclusionGroups }: Watched, from: Temporal.Instant): Asked[] {
  const touched = [...accounts.map(({ id }) => id), ...exclusionGroups];
  const onThem = [
    ...touched.map((id) => `targetResources/any(t:t/id eq ${quoted(id)})`),
    "loggedByService eq 'Conditional Access'",
  ];
  const byThem = accounts.map(({ id }) => `initiatedBy/user/id eq ${quoted(id)}`);
  const question = (clauses: readonly string[]): Question => ({
    path: "auditLogs/directoryAudits",
    filter: `activityDateTime ge ${seconds(from)} and ${anyOf(clauses)}`,
    orderby: "activityDateTime desc",
  });
  return chunks([...onThem, ...byThem], clausesOfOne).map((some) => {
    const mattering = some.filter((clause) => onThem.includes(clause));
    return { all: question(some), most: question(mattering.length > 0 ? mattering : some) };
  });
}

/** Unless it is asked for by name, Graph does not tell when a password was changed. */
export const passwordOf = (account: AccountId): Question => ({
  path: `users/${account}`,
  select: ["id", "lastPasswordChangeDateTime"],
});

const anyOf = (clauses: readonly string[]): string => `(${clauses.join(" or ")})`;
const quoted = (value: string): string => `'${encodeURIComponent(value.replaceAll("'", "''"))}'`;
/** Whole seconds, downwards. */
const seconds = (at: Temporal.Instant): string =>
  at.round({ smallestUnit: "second", roundingMode: "floor" }).toString();

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, n) => items.slice(n * size, (n + 1) * size));
}
