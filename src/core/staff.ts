// Who lost a part in the process since the roster was looked at last: the credentials they knew must change.
import { type AccountId, type PersonId, parsePersonId } from "./ids.ts";
import type { Organisation, Person, Role } from "./organisation.ts";
import { isOf } from "./people.ts";

/** `accounts`: those whose credential they may know, or know how to come by. */
type Leaver = { person: PersonId; name: string; accounts: readonly AccountId[] };

/** What is kept of a person between two looks. `accounts`: those of which they keep a part. */
type Member = { id: string; name: string; roles: readonly string[]; accounts: readonly string[] };

/** The same people make the same text, in whatever order the file lists them. */
export const rosterText = (organisation: Organisation): string =>
  JSON.stringify(organisation.people.map((person) => memberOf(person, organisation)).toSorted(byId));

const memberOf = (person: Person, organisation: Organisation): Member => ({
  id: person.id,
  name: person.name,
  roles: person.roles.toSorted(),
  accounts: keptBy(person, organisation).toSorted(),
});

const byId = (a: Member, b: Member): number => (a.id < b.id ? -1 : 1);

const keptBy = (person: Person, { accounts }: Organisation): readonly AccountId[] =>
  accounts
    .filter(({ custody }) =>
      custody.parts.some(({ custodians }) => custodians.some((custodian) => isOf(person, custodian))),
    )
    .map(({ id }) => id);

/**
 * Everybody who left, or lost a role or a part to keep, with the accounts that this concerns. `before`: the text of the
 * last look; undefined at the first, when nobody can have left.
 */
export const leavers = (before: string | undefined, organisation: Organisation): readonly Leaver[] =>
  before === undefined ? [] : parseRoster(before).flatMap((member) => leaverOf(member, organisation) ?? []);

const parseRoster = (text: string): readonly Member[] => JSON.parse(text) as Member[]; // our own words, see `rosterText`

/** With one of these, somebody is let near every account. */
const rolesOfAll: readonly Role[] = ["responder", "approver", "admin"];

/** The accounts whose credential this person may know, or know how to come by, as the roster stands. */
export const accountsNear = (person: Person, organisation: Organisation): readonly AccountId[] =>
  rolesOfAll.some((role) => person.roles.includes(role))
    ? organisation.accounts.map(({ id }) => id)
    : keptBy(person, organisation);

function leaverOf(member: Member, organisation: Organisation): Leaver | undefined {
  const person = parsePersonId(member.id);
  if (!person) return undefined;
  const now = organisation.people.find((one) => isOf(one, person));
  const hasLost = (role: Role) => member.roles.includes(role) && !now?.roles.includes(role);
  const kept = now && !hasLost("custodian") ? keptBy(now, organisation) : [];
  const hasLostPartOf = (id: AccountId) => member.accounts.includes(id) && !kept.includes(id);
  const accounts = organisation.accounts
    .map(({ id }) => id)
    .filter((id) => rolesOfAll.some(hasLost) || hasLostPartOf(id));
  return accounts.length > 0 ? { person, name: now?.name ?? member.name, accounts } : undefined;
}
