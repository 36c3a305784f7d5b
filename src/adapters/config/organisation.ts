// The file's people, accounts and rules as the core knows them. The file must have passed schema and rules.
import { type PersonId, parseAccountId, parsePersonId } from "../../core/ids.ts";
import type { Account, Organisation, Person, Watch, WorkingHours } from "../../core/organisation.ts";
import { defaultPolicy, type Policy } from "../../core/policy.ts";
import { parseAnyLength, parseDuration, parseSeconds } from "./duration.ts";
import type { ConfigFile } from "./file-schema.ts";
import { weekdays } from "./organisation-schema.ts";
import { usualWatch } from "./watch-schema.ts";

export function toOrganisation(file: ConfigFile): Organisation {
  const people = file.people.map(toPerson);
  const idOf = new Map(file.people.map(({ handle }, i) => [handle, people[i]?.id]));
  return {
    tenant: file.organisation.tenant.toLowerCase(),
    name: file.organisation.name,
    timeZone: file.organisation.timeZone,
    workingHours: toWorkingHours(file.organisation.workingHours),
    people,
    accounts: file.accounts.map((account) => toAccount(account, (handle) => known(idOf.get(handle)))),
    policy: toPolicy(file.policy),
    slack: file.slack && { team: file.slack.team, channels: file.slack.channels },
    teams: file.teams && { channels: file.teams.channels },
    watch: file.watch && toWatch(file.watch),
    fallback: file.fallback && (file.fallback.when === "always" ? "always" : "when-silent"),
    runbooks: {}, // they are files of their own: readConfig reads them
  };
}

export const toWorkingHours = ({
  from = "09:00",
  until = "17:00",
  days = weekdays.slice(0, 5),
}: ConfigFile["organisation"]["workingHours"] = {}): WorkingHours => ({
  from: Temporal.PlainTime.from(from),
  until: Temporal.PlainTime.from(until),
  days: weekdays.flatMap((day, i) => (days.includes(day) ? [i + 1] : [])),
});

function toPerson(person: ConfigFile["people"][number]): Person {
  const objectIds = person.objectIds.map((id) => id.toLowerCase());
  return {
    id: known(parsePersonId(objectIds[0] ?? "")),
    objectIds,
    name: person.name,
    slack: person.slack,
    roles: [...new Set(person.roles)],
    groups: [...new Set(person.groups)],
    tier: person.tier ?? 1,
  };
}

function toAccount(account: ConfigFile["accounts"][number], idOf: (handle: string) => PersonId): Account {
  const mix = account.quorum?.mix ?? [];
  return {
    id: known(parseAccountId(account.objectId)),
    label: account.label,
    upn: account.upn,
    custody: {
      kind: account.custody.kind,
      parts: account.custody.parts.map((part) => ({ ...part, custodians: part.custodians.map(idOf) })),
    },
    quorum: { approvals: account.quorum?.approvals ?? Math.max(1, mix.length), mix },
  };
}

export const toWatch = ({
  source,
  every,
  heartbeat,
  exclusionGroups = [],
}: NonNullable<ConfigFile["watch"]>): Watch => ({
  source,
  every: every === undefined ? usualWatch.every : known(parseSeconds(every)),
  heartbeat: heartbeat === undefined ? usualWatch.heartbeat : known(parseAnyLength(heartbeat)),
  exclusionGroups: exclusionGroups.map((id) => id.toLowerCase()),
});

export function toPolicy(given: ConfigFile["policy"]): Policy {
  const minutes = Object.entries(given ?? {}).flatMap(([key, text]) =>
    text === undefined ? [] : [[key, parseDuration(text)]],
  );
  return { ...defaultPolicy, ...Object.fromEntries(minutes) };
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("The file was not checked before it was used.");
  return value;
}
