// What a row means: held against every window, whenever either of them became known.
import type { Judgement, Subject, Topic } from "../alert/events.ts";
import type { Account, Person } from "../organisation.ts";
import { endsAccount, topicOf } from "./operations.ts";
import type { Change, Row, SignIn } from "./row.ts";
import type { Window } from "./window.ts";
import type { WindowIndex } from "./window-index.ts";

export type SignInSubject = Extract<Subject, { kind: "sign-in" }>;
export type ChangeSubject = Extract<Subject, { kind: "change" }>;

/** What changes are held against, besides the windows. */
export type Guarded = {
  accounts: readonly Pick<Account, "id" | "upn">[];
  people: readonly Pick<Person, "objectIds">[];
  /** Object ids, lower case. */
  exclusionGroups: readonly string[];
};

/** What an alert about this row alone would be about. */
export function subjectOf(row: Row, index: WindowIndex, guarded: Guarded): SignInSubject | ChangeSubject {
  if (row.kind === "change") return judgeChange(row, index, guarded);
  const { verdict, request } = judge(row, index);
  return { kind: "sign-in", account: row.account, verdict, request };
}

/** Neither let in nor refused counts as let in. */
export function judge({ at, account, outcome }: SignIn, index: WindowIndex): Judgement {
  const lines = index.of(account);
  const moment = at.epochMilliseconds;
  if (outcome === "failed") return { verdict: "failed", request: lines.allowing(moment)?.request };
  return lines.meaning(moment) ?? unmatched;
}

const unmatched: Judgement = { verdict: "unmatched", request: undefined };

/**
 * Its account is the first one that it names, else the one that did it, else, for an exclusion group, the first of
 * all: every account depends on the group. Undefined: it names none of them.
 */
export function judgeChange(change: Change, index: WindowIndex, guarded: Guarded): ChangeSubject {
  const { accounts, exclusionGroups } = guarded;
  const byName = topicOf(change.operation, change.properties);
  const touched = accounts.find(({ id }) => change.touches.includes(id));
  const doer = accounts.find(({ id }) => id === change.by.id?.toLowerCase());
  const ofGroup = change.touches.some((id) => exclusionGroups.includes(id));
  const account = touched ?? doer ?? (ofGroup ? accounts[0] : undefined);
  const topic = byName === "other" && ofGroup ? "group" : byName;
  const isEnding = touched !== undefined && endsAccount(change.operation, change.properties);
  const explained = !isEnding && topic !== "sight";
  const window = explained
    ? explanation({ change, topic, touched, account, doer }, index, guarded)
    : undefined;
  return {
    kind: "change",
    account: account?.id,
    topic,
    expected: window !== undefined,
    request: window?.request,
  };
}

type GuardedAccount = Guarded["accounts"][number];
type Read = {
  change: Change;
  topic: Topic;
  /** The account that it names. */
  touched: GuardedAccount | undefined;
  account: GuardedAccount | undefined;
  /** The account that did it. */
  doer: GuardedAccount | undefined;
};

/**
 * Work inside a window, by whoever of ours, or the renewal of what was used. A window opens no account for good: a key
 * that one of the accounts is given is explained only as a renewal, by somebody else than who asked for the use.
 */
function explanation(
  { change, topic, touched, account, doer }: Read,
  index: WindowIndex,
  guarded: Guarded,
): Window | undefined {
  if (!account) return undefined;
  const moment = change.at.epochMilliseconds;
  const lines = index.of(account.id);
  if (touched && (topic === "credential" || topic === "method")) {
    const window = lines.allowing(moment) ?? lines.renewing(moment);
    return window && renews(change, window, guarded) ? window : undefined;
  }
  const own = doer ? index.of(doer.id).allowing(moment) : undefined;
  return own ?? (doer || isOurs(change, guarded) ? lines.allowing(moment) : undefined);
}

/** Who cannot be told from one of the accounts themselves renews nothing; nor does a stranger, or who asked for the use. */
function renews(change: Change, { requester }: Window, guarded: Guarded): boolean {
  const { id, name } = change.by;
  const isAccount = ({ id: own, upn }: GuardedAccount) =>
    own === id?.toLowerCase() || upn.toLowerCase() === name?.toLowerCase();
  if (guarded.accounts.some(isAccount) || !isOurs(change, guarded)) return false;
  return !personOf(change, guarded)?.objectIds.includes(requester);
}

/** Somebody of the roster, or a service of Entra itself: it has a name and no id. */
const isOurs = (change: Change, guarded: Guarded): boolean =>
  personOf(change, guarded) !== undefined || (change.by.id === undefined && change.by.name !== undefined);

const personOf = ({ by }: Change, { people }: Guarded): Guarded["people"][number] | undefined =>
  people.find(({ objectIds }) => objectIds.includes(by.id?.toLowerCase() ?? ""));
