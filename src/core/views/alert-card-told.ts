// Everything that the words about an alert may name, looked up in the roster once.
import type { AlertEvent } from "../alert/events.ts";
import type { Alert } from "../alert/state.ts";
import { isAfter } from "../moments.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf, custodiansOf, personOf } from "../people.ts";
import type { Request } from "../request/state.ts";
import type { Row } from "../sign-in/row.ts";
import type { AlertTold } from "../words/alert-steps.ts";

export function alertTold(
  alert: Alert,
  request: Request | undefined,
  organisation: Organisation,
  event?: AlertEvent,
): AlertTold {
  const id = accountIdOf(alert);
  const account = id === undefined ? undefined : accountOf(organisation, id);
  const doer = newest(alert.changes)?.by.id?.toLowerCase() ?? "";
  const by = event && "by" in event ? event.by : undefined;
  return {
    alert,
    account: account?.label ?? id ?? "an emergency account",
    request,
    requester: request && personOf(organisation, request.requester),
    allowed: request && accountOf(organisation, request.account),
    approvers: (request?.approvals ?? []).map((approval) => personOf(organisation, approval.by)),
    admins: organisation.people.filter(({ roles }) => roles.includes("admin")),
    custodians: account ? custodiansOf(organisation, account) : [],
    doer: organisation.people.find(({ objectIds }) => objectIds.includes(doer)),
    by: by && personOf(organisation, by),
  };
}

export const newest = <R extends Row>(rows: readonly R[]): R | undefined =>
  rows.reduce<R | undefined>((last, row) => (last && isAfter(last.at, row.at) ? last : row), undefined);

export const accountIdOf = ({ subject }: Alert): string | undefined =>
  subject.kind === "blind" ? undefined : subject.account;
