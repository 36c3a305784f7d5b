// What shows that a credential is another one: Entra's own word on the password, or rows of its audit log.
import { isAfter, later } from "../moments.ts";
import type { Account, CustodyKind } from "../organisation.ts";
import { sameChangeWithin } from "../policy.ts";
import type { CredentialLook } from "../ports/entra.ts";
import { type Renewal, renewalOf } from "../sign-in/operations.ts";
import type { Change } from "../sign-in/row.ts";
import type { Proof } from "./events.ts";
import { isOpenRotation, type Rotation, renewAfter } from "./state.ts";

/** What proves that a credential so kept was renewed: a new password is no new key. Entra does not tell of certificates. */
const provenBy: Record<CustodyKind, readonly Proof["what"][]> = {
  "hardware-key": ["key"],
  certificate: [],
  "split-password": ["password"],
  "password-and-token": ["password"],
  vault: ["password", "key"],
};

/**
 * The newest renewal since the last cause. Undefined: there is none, or it is the one that is known. `changes`: rows
 * that touch the account; a look that is blind, or was not tried, proves nothing and disproves nothing. `account`: as
 * configured now; left out, every kind of proof counts, and the account's own doing is known by its id only.
 */
export function proofOf(
  rotation: Rotation,
  look: CredentialLook | undefined,
  changes: readonly Change[],
  account?: Pick<Account, "upn" | "custody">,
): Proof | undefined {
  if (!isOpenRotation(rotation)) return undefined;
  const names: readonly (string | undefined)[] = [
    rotation.account,
    ...(account ? [account.upn.toLowerCase()] : []),
  ];
  const isOwn = ({ change }: RenewalRow) => isDoneBy(change, names);
  const rows = renewals(rotation, changes);
  const own = rows.filter(isOwn);
  const others = rows.filter((row) => !isOwn(row));
  // who is in the account and gives it another credential has used it once more
  const since = own.map(({ change }) => change.at).reduce(later, renewAfter(rotation));
  const [newest] = [passwordByDirectory(look, own, others), passwordByAudit(others), keyByAudit(others)]
    .filter((proof) => proof !== undefined)
    .filter(({ what }) => account === undefined || provenBy[account.custody.kind].includes(what))
    .filter(({ changedAt }) => isAfter(changedAt, since))
    .toSorted(newestFirst);
  const known = rotation.proof?.changedAt;
  return newest && known && !isClearlyAfter(newest.changedAt, known) ? undefined : newest;
}

const isDoneBy = ({ by }: Change, names: readonly (string | undefined)[]): boolean =>
  names.includes(by.id?.toLowerCase()) || names.includes(by.name?.toLowerCase());

/** When the account last gave itself another credential: whoever was in it then knows it. */
export function ownRenewal(
  { id, upn }: Pick<Account, "id" | "upn">,
  changes: readonly Change[],
): Temporal.Instant | undefined {
  const own = renewals({ account: id }, changes).filter(({ change }) =>
    isDoneBy(change, [id, upn.toLowerCase()]),
  );
  const [first, ...others] = own.map(({ change }) => change.at);
  return first && others.reduce(later, first);
}

type RenewalRow = { change: Change; what: Renewal };

const renewals = (
  { account }: Pick<Rotation, "account">,
  changes: readonly Change[],
): readonly RenewalRow[] =>
  changes
    .filter(({ touches, succeeded }) => succeeded !== false && touches.includes(account))
    .flatMap((change) => {
      const what = renewalOf(change.operation);
      return what ? [{ change, what }] : [];
    });

/** The directory does not say who changed it. Where the audit log does, and it was the account itself, it is no proof. */
function passwordByDirectory(
  look: CredentialLook | undefined,
  own: readonly RenewalRow[],
  others: readonly RenewalRow[],
): Proof | undefined {
  const changedAt = look?.type === "seen" ? look.passwordChangedAt : undefined;
  if (!changedAt) return undefined;
  const isThis = ({ change, what }: RenewalRow) => what === "password" && isSameMoment(change.at, changedAt);
  const told = others.find(isThis);
  if (!told && own.some(isThis)) return undefined;
  return { what: "password", changedAt, source: "directory", by: told && whoOf(told.change) };
}

function passwordByAudit(others: readonly RenewalRow[]): Proof | undefined {
  const change = newestRow(others, "password");
  return change && { what: "password", changedAt: change.at, source: "audit", by: whoOf(change) };
}

/** A new key, and the old one gone. Renewed since the earlier of the two: after a use in between, one is missing. */
function keyByAudit(others: readonly RenewalRow[]): Proof | undefined {
  const added = newestRow(others, "key-added");
  const deleted = newestRow(others, "key-deleted");
  if (!added || !deleted) return undefined;
  const changedAt = isAfter(added.at, deleted.at) ? deleted.at : added.at;
  return { what: "key", changedAt, source: "audit", by: whoOf(added) };
}

const newestRow = (rows: readonly RenewalRow[], wanted: Renewal): Change | undefined =>
  rows
    .filter(({ what }) => what === wanted)
    .map(({ change }) => change)
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))
    .at(-1);

const whoOf = ({ by: { id, name } }: Change): Proof["by"] => ({ id, name });

/** Of one change that both tell of, Entra's own word goes first. */
const newestFirst = (a: Proof, b: Proof): number =>
  isSameMoment(a.changedAt, b.changedAt) ? 0 : Temporal.Instant.compare(b.changedAt, a.changedAt);

const isClearlyAfter = (a: Temporal.Instant, b: Temporal.Instant): boolean =>
  isAfter(a, b.add({ seconds: sameChangeWithin }));

const isSameMoment = (a: Temporal.Instant, b: Temporal.Instant): boolean =>
  !isClearlyAfter(a, b) && !isClearlyAfter(b, a);
