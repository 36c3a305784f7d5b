// The fixed cast of every test: the same few people, two accounts, and a nine o'clock that never moves.
import type { AccountId, PersonId } from "../../src/core/ids.ts";
import type { Account, Organisation, Person, Role } from "../../src/core/organisation.ts";
import { defaultPolicy } from "../../src/core/policy.ts";

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const nine = Temporal.Instant.from("2026-11-21T09:00:00Z");
export const after = (minutes: number): Temporal.Instant => nine.add({ seconds: Math.round(minutes * 60) });

const person = (n: number, name: string, roles: Role[], more: Partial<Person> = {}): Person => ({
  id: guid(n) as PersonId,
  objectIds: [guid(n)],
  name,
  slack: `U0${name.toUpperCase()}`,
  roles,
  groups: [],
  tier: 1,
  ...more,
});

export const alice = person(1, "Alice", ["responder"], { objectIds: [guid(1), guid(101)] });
export const rob = person(2, "Rob", ["responder"]);
export const bob = person(3, "Bob", ["approver"], { groups: ["security"] });
/** May ask and may approve: the one who would approve themselves. */
export const carol = person(4, "Carol", ["responder", "approver"], { groups: ["identity"] });
export const tina = person(5, "Tina", ["approver"], { tier: 2, groups: ["security", "identity"] });
export const dave = person(6, "Dave", ["custodian"]);
export const erin = person(7, "Erin", ["custodian"]);
export const sam = person(8, "Sam", ["soc"]);
export const ada = person(9, "Ada", ["admin"]);
export const audrey = person(10, "Audrey", ["auditor"]);
export const people = [alice, rob, bob, carol, tina, dave, erin, sam, ada, audrey];

export const first: Account = {
  id: guid(901) as AccountId,
  label: "Emergency 1",
  upn: "emergency-1@contoso.onmicrosoft.com",
  custody: {
    kind: "split-password",
    parts: [
      { name: "envelope A", place: "Safe in Berlin", custodians: [dave.id] },
      { name: "envelope B", place: "Safe in Munich", custodians: [erin.id] },
    ],
  },
  quorum: { approvals: 1, mix: [] },
};

/** Needs one of security and one of identity. */
export const second: Account = {
  id: guid(902) as AccountId,
  label: "Emergency 2",
  upn: "emergency-2@contoso.onmicrosoft.com",
  custody: {
    kind: "hardware-key",
    parts: [{ name: "key", place: "Safe in Berlin", custodians: [dave.id, erin.id] }],
  },
  quorum: { approvals: 2, mix: ["security", "identity"] },
};

export const contoso: Organisation = {
  tenant: guid(9000),
  name: "Contoso",
  timeZone: "Europe/Berlin",
  workingHours: {
    from: Temporal.PlainTime.from("09:00"),
    until: Temporal.PlainTime.from("17:00"),
    days: [1, 2, 3, 4, 5],
  },
  people,
  accounts: [first, second],
  policy: defaultPolicy,
  slack: { team: "T0CONTOSO", channels: { requests: "C0REQUESTS", soc: "C0SOC", admins: "C0ADMINS" } },
  teams: {
    channels: {
      requests: "19:requests@thread.tacv2",
      soc: "19:soc@thread.tacv2",
      admins: "19:admins@thread.tacv2",
    },
  },
  watch: { source: "log-analytics", every: 30, heartbeat: 1_200, exclusionGroups: [guid(800)] },
  fallback: undefined,
  runbooks: {},
};
