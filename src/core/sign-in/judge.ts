// What a row means: held against every window, whenever either of them became known.
import type { Judgement, Subject, Topic } from "../alert/events.ts";
import type { PersonId, RequestId } from "../ids.ts";
import type { Account, Person } from "../organisation.ts";
import { usersOfRotation } from "../rotation/state.ts";
import { endsAccount, topicOf } from "./operations.ts";
import type { Change, Row, SignIn } from "./row.ts";
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
  const found = explained
    ? explanation({ change, topic, touched, account, doer }, index, guarded)
    : undefined;
  return {
    kind: "change",
    account: account?.id,
    topic,
    expected: found !== undefined,
    request: found?.request,
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

/** Why a change was expected; `request` is undefined where only an open rotation says so. */
type Explanation = { request: RequestId | undefined };

/** Work inside a window, by whoever of ours. */
function explanation(read: Read, index: WindowIndex, guarded: Guarded): Explanation | undefined {
  const { change, topic, touched, account, doer } = read;
  if (!account) return undefined;
  if (touched && (topic === "credential" || topic === "method"))
    return renewal(change, account, index, guarded);
  const moment = change.at.epochMilliseconds;
  const own = doer ? index.of(doer.id).allowing(moment) : undefined;
  return own ?? (doer || isOurs(change, guarded) ? index.of(account.id).allowing(moment) : undefined);
}

/**
 * A window opens no account for good: a key that one of the accounts is given is explained only as the renewal of what
 * was used, or of what an open rotation wants renewed, by somebody else than who used it.
 */
function renewal(
  change: Change,
  { id }: GuardedAccount,
  index: WindowIndex,
  guarded: Guarded,
): Explanation | undefined {
  const moment = change.at.epochMilliseconds;
  const lines = index.of(id);
  const window = lines.allowing(moment) ?? lines.renewing(moment);
  const rotation = lines.rotating(moment);
  if (!window && !rotation) return undefined;
  const users = [...(window ? [window.requester] : []), ...(rotation ? usersOfRotation(rotation) : [])];
  return mayRenew(change, users, guarded) ? { request: window?.request } : undefined;
}

/** Who cannot be told from one of the accounts themselves renews nothing; nor does a stranger, or who used it. */
function mayRenew(change: Change, users: readonly PersonId[], guarded: Guarded): boolean {
  const { id, name } = change.by;
  const isAccount = ({ id: own, upn }: GuardedAccount) =>
    own === id?.toLowerCase() || upn.toLowerCase() === name?.toLowerCase();
  if (guarded.accounts.some(isAccount) || !isOurs(change, guarded)) return false;
  const person = personOf(change, guarded);
  return !users.some((user) => person?.objectIds.includes(user));
}

/** Somebody of the roster, or a service of Entra itself: it has a name and no id. */
const isOurs = (change: Change, guarded: Guarded): boolean =>
  personOf(change, guarded) !== undefined || (change.by.id === undefined && change.by.name !== undefined);

const personOf = ({ by }: Change, { people }: Guarded): Guarded["people"][number] | undefined =>
  people.find(({ objectIds }) => objectIds.includes(by.id?.toLowerCase() ?? ""));
