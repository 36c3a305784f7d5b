// Who speaks, and who is asked: the roster, looked up at the moment it matters.
import type { PersonId } from "./ids.ts";
import type { Account, Organisation, Person, Role } from "./organisation.ts";
import type { Place } from "./place.ts";
import type { Caller, Standing } from "./ports/desk.ts";
import type { Refusal } from "./refusal.ts";
import type { Actor } from "./request/decide.ts";

const notLetIn: Record<Exclude<Standing, "member">, Refusal> = {
  guest: "guest",
  external: "external",
  bot: "bot",
  disabled: "disabled",
  unknown: "standing-unknown",
};

/** The one person behind a verified caller. Doubt refuses: none, two, a guest, another tenant. */
export function whoIs(caller: Caller, organisation: Organisation): Person | Refusal {
  if (!isHome(caller, organisation)) return "foreign-tenant";
  if (caller.standing !== "member") return notLetIn[caller.standing];
  const found = organisation.people.filter((person) =>
    caller.platform === "slack"
      ? person.slack === caller.user
      : person.objectIds.includes(caller.objectId.toLowerCase()),
  );
  if (found.length > 1) return "ambiguous-person";
  return found[0] ?? "unknown-person";
}

function isHome(caller: Caller, organisation: Organisation): boolean {
  if (caller.platform === "slack") return caller.team === organisation.slack?.team;
  return organisation.teams !== undefined && caller.tenant.toLowerCase() === organisation.tenant;
}

/** The caller's own id on their platform, for the record and for `whoami`. */
export const callerId = (caller: Caller): string =>
  caller.platform === "slack" ? `${caller.team}/${caller.user}` : `${caller.tenant}/${caller.objectId}`;

export const actor = ({ id, objectIds, roles, groups }: Person): Actor => ({
  person: id,
  ids: objectIds,
  roles,
  groups,
});

/** One human has several Entra accounts, and which of them comes first in the file may change meanwhile. */
export const isBy = ({ person, ids }: Actor, id: PersonId): boolean => person === id || ids.includes(id);

/** Is this the human whom the log knows by that id? The order of somebody's accounts in the file may have changed since. */
export const isOf = ({ objectIds }: Pick<Person, "objectIds">, id: PersonId): boolean =>
  objectIds.includes(id);

export const personOf = (organisation: Organisation, id: PersonId): Person =>
  organisation.people.find((person) => isOf(person, id)) ?? formerPerson(id);

/** Somebody the log knows and the roster does not any more: shown by id, without any right. */
const formerPerson = (id: PersonId): Person => ({
  id,
  objectIds: [id],
  name: `former member ${id.slice(0, 8)}`,
  slack: undefined,
  roles: [],
  groups: [],
  tier: 1,
});

export const accountOf = (organisation: Organisation, id: string): Account | undefined =>
  organisation.accounts.find((account) => account.id === id);

const peopleWith = (organisation: Organisation, role: Role): readonly Person[] =>
  organisation.people.filter(({ roles }) => roles.includes(role));

/** Who may answer this requester, in the order they are asked. An empty first tier is no reason to wait. */
export function approversFor(
  organisation: Organisation,
  requester: PersonId,
): { first: Person[]; next: Person[] } {
  const approvers = peopleWith(organisation, "approver").filter((person) => !isOf(person, requester));
  const first = approvers.filter(({ tier }) => tier === 1);
  const next = approvers.filter(({ tier }) => tier === 2);
  return first.length > 0 ? { first, next } : { first: next, next: [] };
}

export const custodiansOf = (organisation: Organisation, account: Account): readonly Person[] =>
  organisation.people.filter(({ id }) =>
    account.custody.parts.some(({ custodians }) => custodians.includes(id)),
  );

/** Every platform's channel of that kind. */
export function channels(organisation: Organisation, kind: "requests" | "soc" | "admins"): Place[] {
  const places: Place[] = [];
  if (organisation.slack)
    places.push({ platform: "slack", kind: "channel", id: organisation.slack.channels[kind] });
  if (organisation.teams)
    places.push({ platform: "teams", kind: "channel", id: organisation.teams.channels[kind] });
  return places;
}

/** A person's direct messages, on every platform they have. */
export function directMessages(organisation: Organisation, person: Person): Place[] {
  const places: Place[] = [];
  if (organisation.slack && person.slack)
    places.push({ platform: "slack", kind: "person", id: person.slack });
  if (organisation.teams) places.push({ platform: "teams", kind: "person", id: person.id });
  return places;
}

export const everyAdmin = (organisation: Organisation): Place[] =>
  organisation.people
    .filter(({ roles }) => roles.includes("admin"))
    .flatMap((person) => directMessages(organisation, person));
