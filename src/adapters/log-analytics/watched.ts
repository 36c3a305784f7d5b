// Whose rows are looked for, and how a row is known to be one of theirs.
import { type AccountId, parseAccountId, parseGuid } from "../../core/ids.ts";

export type Watched = {
  accounts: readonly { id: string; upn: string }[];
  exclusionGroups: readonly string[];
};

/** The account that an object id or, failing that, one of the names belongs to. */
export type Owner = (
  id: string | undefined,
  ...names: readonly (string | undefined)[]
) => AccountId | undefined;

/** F3: by object id; a name counts only where the row has no id of an account (a mistyped or unknown one has none). */
export function createOwner(accounts: Watched["accounts"]): Owner {
  const byId = new Map<string, AccountId>();
  const byName = new Map<string, AccountId>();
  for (const { id, upn } of accounts) {
    const account = parseAccountId(id);
    if (!account) continue;
    byId.set(account, account);
    byName.set(upn.trim().toLowerCase(), account);
  }
  return (id, ...names) => {
    const known = id === undefined ? undefined : byId.get(id.toLowerCase());
    if (known) return known;
    for (const name of names) {
      const named = name === undefined ? undefined : byName.get(name.toLowerCase());
      if (named) return named;
    }
    return undefined;
  };
}

/** Which of these ids a text names, anywhere in it. */
export function createNamed({ accounts, exclusionGroups }: Watched): (words: string) => readonly string[] {
  const ids = [...accounts.map(({ id }) => id), ...exclusionGroups].map((id) => parseGuid(id));
  const known = [...new Set(ids.filter((id) => id !== undefined))];
  return (words) => {
    const lower = words.toLowerCase();
    return known.filter((id) => lower.includes(id));
  };
}
