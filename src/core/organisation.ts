// The organisation as its configuration file describes it: who people are, which accounts exist, how they are kept.
import type { AccountId, PersonId } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { Failure } from "./wish.ts";

export type Organisation = {
  /** The one Entra tenant that this deployment serves: a lower-case GUID. */
  tenant: string;
  name: string;
  /** IANA name; used where a platform cannot show a moment in the reader's own zone. */
  timeZone: string;
  /** When people may be reminded of what has time. */
  workingHours: WorkingHours;
  people: readonly Person[];
  accounts: readonly Account[];
  policy: Policy;
  slack: Workspace | undefined;
  teams: TeamsHome | undefined;
  /** Undefined: no sign-in log is connected, and every card that depends on one says so. */
  watch: Watch | undefined;
  /** The fallback webhook: called for every Sev 0, or only for one that a chat does not take. */
  fallback: "always" | "when-silent" | undefined;
  /** The organisation's own runbooks, as Markdown; for every other kind of failure there is a shipped one. */
  runbooks: Readonly<Partial<Record<Failure, string>>>;
};

/** In the organisation's time zone. `days`: 1 is Monday, 7 is Sunday. */
export type WorkingHours = {
  from: Temporal.PlainTime;
  until: Temporal.PlainTime;
  days: readonly number[];
};

export type Watch = {
  source: LogSource;
  /** Seconds between looks. */
  every: number;
  /** Seconds in which the tenant's log usually has at least one new row, of anybody. */
  heartbeat: number;
  /** Object ids of the groups whose members Conditional Access policies leave out: lower-case GUIDs. */
  exclusionGroups: readonly string[];
};
export type LogSource = "log-analytics" | "graph";

/** The Slack workspace (`T…`) that callers must belong to, and where cards go (`C…`/`G…` channel ids). */
type Workspace = { team: string; channels: Channels };
/** Where cards go in Teams: `19:…@thread.tacv2` or `19:…@thread.v2` conversation ids. */
type TeamsHome = { channels: Channels };

/** Requests: every card. SOC: declarations and alerts. Admins: what only they can mend. */
type Channels = { requests: string; soc: string; admins: string };

export type Role = "responder" | "approver" | "custodian" | "soc" | "admin" | "auditor";

export type Person = {
  id: PersonId;
  /** Every Entra account of this human, daily and admin, `id` first: lower-case GUIDs. */
  objectIds: readonly string[];
  name: string;
  /** Slack user id (`U…`/`W…`), enrolled once, by the signed-off file. */
  slack: string | undefined;
  roles: readonly Role[];
  /** What a quorum's mix asks for: `security`, `identity` … */
  groups: readonly string[];
  /** Approvers of tier 1 are asked at once, those of tier 2 when tier 1 has not answered. */
  tier: 1 | 2;
};

export type Account = {
  id: AccountId;
  label: string;
  upn: string;
  custody: Custody;
  quorum: Quorum;
};

export type CustodyKind = "hardware-key" | "certificate" | "split-password" | "password-and-token" | "vault";

type Custody = { kind: CustodyKind; parts: readonly Part[] };
/** One part of a credential: an envelope, a key, a PIN; where it lies, and who may hand it over. */
export type Part = { name: string; place: string; custodians: readonly PersonId[] };

/** `approvals` distinct people, and among them, for each group of `mix`, a person of its own. */
export type Quorum = { approvals: number; mix: readonly string[] };
