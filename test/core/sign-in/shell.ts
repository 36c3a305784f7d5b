// A watch and a follower without a store: rows and requests come in, alerts come out, as in the real loops. Only what
// the spans find is looked at.
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import { type Alert, foldAlert } from "../../../src/core/alert/state.ts";
import { type AlertId, alertId } from "../../../src/core/ids.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { Span } from "../../../src/core/ports/store.ts";
import type { Request } from "../../../src/core/request/state.ts";
import { gather } from "../../../src/core/sign-in/gather.ts";
import { subjectOf } from "../../../src/core/sign-in/judge.ts";
import { rejudged } from "../../../src/core/sign-in/rejudge.ts";
import type { Row } from "../../../src/core/sign-in/row.ts";
import {
  alertsOfRequest,
  momentsOf,
  nearOf,
  requestsAround,
  spanOfAlert,
  spanOfRequest,
} from "../../../src/core/sign-in/spans.ts";
import { windowOf } from "../../../src/core/sign-in/window.ts";
import { indexWindows, type WindowIndex } from "../../../src/core/sign-in/window-index.ts";
import { nine } from "../../kit/cast.ts";
import { guarded } from "./kit.ts";

export type Shell = {
  /** What a look brought, with rows that came before. */
  rows(rows: readonly Row[]): void;
  request(request: Request): void;
  alerts(): readonly Alert[];
  /** How many rows were judged anew. */
  rejudged(): number;
};

export function createShell(policy: Policy): Shell {
  const taken = new Set<string>();
  const requests = new Map<string, { request: Request; span: Span }>();
  const alerts = new Map<AlertId, Alert>();
  let again = 0;

  const indexAround = (rows: readonly Row[]): WindowIndex => {
    const moments = momentsOf(rows);
    const near = moments && requestsAround(moments.from, moments.until);
    const found = [...requests.values()].filter(({ span }) => near && touch(span, near));
    return indexWindows(
      found.map(({ request }) => windowOf(request)),
      policy,
    );
  };
  const alertsIn = (span: Span | undefined): Alert[] =>
    [...alerts.values()].filter((alert) => {
      const own = spanOfAlert(alert);
      return span !== undefined && own !== undefined && touch(own, span);
    });
  const put = (id: AlertId, events: readonly AlertEvent[]): void => {
    const alert = foldAlert(events, alerts.get(id));
    if (alert) alerts.set(id, alert);
  };

  return {
    rows(rows) {
      const fresh = rows.filter(({ kind, id }) => !taken.has(`${kind}/${id}`));
      const index = indexAround(fresh);
      const judged = fresh.map((row) => ({ row, subject: subjectOf(row, index, guarded) }));
      for (const { into, subject, signIns, changes } of gather(
        judged,
        alertsIn(nearOf(fresh, policy)),
        policy,
      )) {
        const id = into?.id ?? alertId(alerts.size + 1);
        const raised: AlertEvent = { type: "alert-raised", at: nine, alert: id, subject };
        const seen: AlertEvent =
          subject.kind === "sign-in"
            ? { type: "sign-ins-seen", at: nine, rows: signIns }
            : { type: "changes-seen", at: nine, rows: changes };
        put(id, into ? [seen] : [raised, seen]);
        for (const row of [...signIns, ...changes]) taken.add(`${row.kind}/${row.id}`);
      }
    },
    request(request) {
      requests.set(request.id, { request, span: spanOfRequest(request, policy) });
      for (const alert of alertsIn(alertsOfRequest(request, policy)))
        for (const group of rejudged(alert, indexAround(alert.signIns))) {
          again += group.rows.length;
          put(alert.id, [{ type: "alert-rejudged", at: nine, ...group }]);
        }
    },
    alerts: () => [...alerts.values()],
    rejudged: () => again,
  };
}

const touch = (a: Span, b: Span): boolean =>
  a.name === b.name &&
  Temporal.Instant.compare(a.from, b.until) <= 0 &&
  Temporal.Instant.compare(b.from, a.until) <= 0;
