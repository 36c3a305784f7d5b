// What makes an alert graver than its verdict: a success after failed attempts, a second country in one window.
import type { Flag } from "../alert/events.ts";
import type { Alert, JudgedSignIn } from "../alert/state.ts";
import type { RequestId } from "../ids.ts";
import type { Policy } from "../policy.ts";
import { isAllowedUse } from "./signed-in.ts";

/**
 * Only what was not flagged yet, or has grown. `near`: alerts of `alertsAround` its rows, and of `alertsOfRequest` for
 * the requests that its rows belong to; the alert itself may be among them.
 */
export function flagsOwed(alert: Alert, near: readonly Alert[], policy: Policy): readonly Flag[] {
  if (alert.subject.kind !== "sign-in") return [];
  const all = [alert, ...near.filter(({ id }) => id !== alert.id)];
  return [afterFailures(alert, all, policy), secondCountry(alert, all)].filter((flag) => flag !== undefined);
}

function afterFailures(
  { signIns, flags, subject }: Alert,
  all: readonly Alert[],
  { failuresRemembered }: Policy,
): Flag | undefined {
  if (subject.kind !== "sign-in") return undefined;
  const successes = signIns.filter(({ outcome }) => outcome === "success").map(timed);
  if (successes.length === 0) return undefined;
  const remembered = failuresRemembered * 60_000;
  const found = new Set<string>();
  for (const { signIns: rows } of all)
    for (const row of rows)
      if (row.outcome === "failed" && row.account === subject.account) {
        const failure = timed(row);
        if (successes.some((success) => casts(failure, success, remembered))) found.add(row.id);
      }
  const said = flags.find((flag) => flag.type === "after-failures");
  return found.size > (said?.count ?? 0) ? { type: "after-failures", count: found.size } : undefined;
}

type Timed = { time: number; row: JudgedSignIn };

const timed = (row: JudgedSignIn): Timed => ({ time: row.at.epochMilliseconds, row });

/** The failed attempt makes the success doubtful. A responder who mistypes in their own window explains it. */
function casts(failure: Timed, success: Timed, remembered: number): boolean {
  const waited = success.time - failure.time;
  if (waited < 0 || waited > remembered) return false;
  const { ip, request } = failure.row;
  return !(
    request !== undefined &&
    request === success.row.request &&
    ip !== undefined &&
    ip === success.row.ip
  );
}

/** Said once for a request, at the first of its alerts that is asked. */
function secondCountry(alert: Alert, all: readonly Alert[]): Flag | undefined {
  const own = countriesOf([alert]);
  const everywhere = countriesOf(all);
  const known = countriesFlagged(alert);
  const fresh = [...own.keys()].flatMap((request) => {
    const countries = everywhere.get(request) ?? [];
    const told = new Set(
      all.filter((one) => countriesOf([one]).has(request)).flatMap((one) => countriesFlagged(one)),
    );
    return countries.length > 1 && countries.some((country) => !told.has(country)) ? countries : [];
  });
  return fresh.length > 0
    ? { type: "second-country", countries: [...new Set([...known, ...fresh])] }
    : undefined;
}

const countriesFlagged = ({ flags }: Alert): readonly string[] =>
  flags.find((flag) => flag.type === "second-country")?.countries ?? [];

/** Known countries from which each request was used, in the order of its successes. */
function countriesOf(alerts: readonly Alert[]): Map<RequestId, readonly string[]> {
  const uses = alerts
    .flatMap(({ signIns }) => signIns.filter(isAllowedUse))
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at) || (a.id < b.id ? -1 : 1));
  return new Map(
    [...Map.groupBy(uses, ({ request }) => request)].map(([request, rows]) => [
      request,
      [...new Set(rows.flatMap(({ country }) => country ?? []))],
    ]),
  );
}
