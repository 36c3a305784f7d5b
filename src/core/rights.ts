// What the bot's identities were given, against what its parts need: what is too much, and what is missing.

/** Who holds the rights: the identity that reads Entra's logs, the Teams bot's, and the Slack app's. */
export type Holder = "watch" | "teams" | "slack";

/** What they open: Microsoft Graph by application permissions, the tenant by Entra roles, Azure by actions, Slack by scopes. */
export type Realm = "graph" | "roles" | "azure" | "slack";

/** `rights`: sorted, each once. `shared`: the watch signs in as the bot does; its one right is the client id of both. */
export type Finding = {
  kind: "more" | "less" | "shared";
  holder: Holder;
  realm: Realm;
  rights: readonly string[];
};

/** Exactly what is needed is nothing to tell. */
export function judgeRights(
  holder: Holder,
  realm: Realm,
  given: readonly string[],
  needed: readonly string[],
): Finding[] {
  const without = (some: readonly string[], others: readonly string[]) =>
    [...new Set(some)].filter((right) => !others.includes(right)).sort();
  const findings: Finding[] = [
    { kind: "more", holder, realm, rights: without(given, needed) },
    { kind: "less", holder, realm, rights: without(needed, given) },
  ];
  return findings.filter(({ rights }) => rights.length > 0);
}

/** One stolen token would open both: the watch must be somebody else than the bot. */
export function judgeSharing(own: string | undefined, bots: readonly (string | undefined)[]): Finding[] {
  if (own === undefined || !bots.includes(own)) return [];
  return [{ kind: "shared", holder: "watch", realm: "graph", rights: [own] }];
}
