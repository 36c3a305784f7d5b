// The facts on an alert's card: what the rows say, and what people did about it.
import type { Alert, JudgedSignIn } from "../alert/state.ts";
import { said } from "../mask.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf, personOf } from "../people.ts";
import { lateAfter } from "../policy.ts";
import type { Change, Row } from "../sign-in/row.ts";
import { momentsOf } from "../sign-in/spans.ts";
import type { Fact, Inline, Line } from "../view.ts";
import { alertLabels, blockedWords, classWords, judged, unknownAccount } from "../words/alert.ts";
import { silentWords } from "../words/alert-events.ts";
import type { AlertTold } from "../words/alert-steps.ts";
import { accountWords, length, list } from "../words/request.ts";
import { sourceNames } from "../words/sight.ts";
import { accountIdOf, newest } from "./alert-card-told.ts";

export function alertFacts(told: AlertTold, organisation: Organisation): Fact[] {
  const { alert } = told;
  const id = accountIdOf(alert);
  const account = id && accountOf(organisation, id);
  const change = newest(alert.changes);
  const signIn = newest(alert.signIns);
  return [
    ...fact(
      alertLabels.account,
      signIn || account ? [account ? accountWords(account) : (id ?? unknownAccount)] : [],
    ),
    ...(signIn ? signInFacts(signIn, alert) : []),
    ...(change ? changeFacts(change, told, organisation) : []),
    ...blindFacts(alert),
    ...fact(alertLabels.request, requestWords(told)),
    ...alert.rejudged
      .slice(-mostListed)
      .flatMap(({ at, before, after }) =>
        fact(alertLabels.before, [`${judged(before)} until `, time(at), `, then ${judged(after)}`]),
      ),
    ...answers(alert, organisation),
  ];
}

const fact = (label: string, value: Line | false | "" | undefined): Fact[] =>
  value && value.length > 0 ? [{ label, value }] : [];

const moment = (at: Temporal.Instant): Inline => ({ moment: at, show: "date-time" });
const time = (at: Temporal.Instant): Inline => ({ moment: at, show: "time" });

/** Of what a row says, and of how many rows or names one card lists; the record has all. */
const longestOutside = 200;
const mostListed = 3;

/** From a log, and so from whoever tried: one line, masked, and never so long that it hides our own words. */
export function outside(text: string): Inline {
  const line = text.replace(/\s+/g, " ");
  return said(line.length > longestOutside ? `${line.slice(0, longestOutside).toWellFormed()}…` : line);
}

const pieces = (texts: readonly (string | undefined)[]): Inline[] =>
  texts
    .filter((text) => text !== undefined && text !== "")
    .flatMap((text, index) => [...(index === 0 ? [] : [", "]), outside(text as string)]);

function signInFacts(row: JudgedSignIn, alert: Alert): Fact[] {
  const places = new Set(alert.signIns.map(({ ip }) => ip).filter((ip) => ip !== undefined)).size;
  const client = [
    ...pieces([row.client]),
    ...(row.interactive === false ? [`${row.client ? ", " : ""}without anybody at the keyboard`] : []),
  ];
  return [
    ...fact(alertLabels.when, [moment(row.at)]),
    ...fact(alertLabels.from, [
      ...pieces([row.ip, row.city, row.country]),
      ...(places > 1 ? [`; ${places} addresses in all`] : []),
    ]),
    ...fact(alertLabels.application, pieces([row.application])),
    ...fact(alertLabels.client, client),
    ...fact(alertLabels.said, row.why !== undefined && row.outcome !== "success" && [outside(row.why)]),
    ...fact(alertLabels.rows, [...countOf(alert.signIns), outcomes(alert.signIns), "."]),
    ...fact(alertLabels.blocked, blocked(alert.signIns)),
    ...fact(alertLabels.late, lateness(alert.signIns)),
    ...fact(alertLabels.userAgent, pieces([row.userAgent])),
  ];
}

/** `3 from 09:00 to 09:07`. */
function countOf(rows: readonly Row[]): Line {
  const span = momentsOf(rows);
  return [
    String(rows.length),
    ...(span && rows.length > 1 ? [" from ", time(span.from), " to ", time(span.until)] : []),
  ];
}

const outcomeWords: Record<JudgedSignIn["outcome"], string> = {
  success: "let in",
  failed: "refused",
  interrupted: "asked for more",
};

/** `, refused`, or `: 1 let in, 3 refused`. */
function outcomes(rows: readonly JudgedSignIn[]): string {
  const found = (["success", "failed", "interrupted"] as const)
    .map((kind) => ({
      count: rows.filter(({ outcome }) => outcome === kind).length,
      words: outcomeWords[kind],
    }))
    .filter(({ count }) => count > 0);
  if (rows.length === 1) return `, ${found[0]?.words}`;
  return `: ${found.map(({ count, words }) => `${count} ${words}`).join(", ")}`;
}

function blocked(rows: readonly JudgedSignIn[]): Line {
  const codes = new Set(rows.filter(({ outcome }) => outcome === "failed").map(({ code }) => code ?? ""));
  const known = [...codes].filter((code) => code in blockedWords);
  if (known.length === 0) return [];
  const words = known.map((code) => `${blockedWords[code]} (${code})`);
  return [{ strong: "The account cannot be used: " }, `${words.join("; ")}.`];
}

function lateness(rows: readonly Row[]): Line {
  const minutes = rows.map(({ at, readable }) =>
    readable ? Math.floor(at.until(readable).total("minutes")) : 0,
  );
  const most = Math.max(...minutes);
  if (most <= lateAfter) return [];
  return [`readable ${rows.length > 1 ? "up to " : ""}${length(most)} after it happened.`];
}

function changeFacts(row: Change, told: AlertTold, organisation: Organisation): Fact[] {
  const { alert } = told;
  const operations = [...new Set(alert.changes.map(({ operation }) => operation))];
  const refused = row.succeeded === false ? [" (refused)"] : [];
  return [
    ...fact(alertLabels.operation, [
      outside(row.operation),
      ...refused,
      ...operations
        .filter((operation) => operation !== row.operation)
        .slice(0, mostListed)
        .flatMap((operation) => [", ", outside(operation)]),
      ...(operations.length > mostListed + 1 ? [` and ${operations.length - mostListed - 1} more`] : []),
    ]),
    ...fact(alertLabels.when, [moment(row.at)]),
    ...fact(alertLabels.by, doerWords(row, told, organisation)),
    ...fact(alertLabels.from, pieces([row.by.ip])),
    ...fact(alertLabels.touches, touched(row, organisation)),
    ...fact(alertLabels.properties, pieces(row.properties.slice(0, mostListed * 2))),
    ...(alert.changes.length > 1 ? fact(alertLabels.rows, [...countOf(alert.changes), "."]) : []),
    ...fact(alertLabels.late, lateness(alert.changes)),
  ];
}

/** A person of the roster by name, one of the accounts by its label, anybody else in the log's words. */
function doerWords({ by }: Change, { doer }: AlertTold, organisation: Organisation): Line {
  if (doer) return [{ person: doer }];
  const account = accountOf(organisation, by.id?.toLowerCase() ?? "");
  return account ? [{ strong: accountWords(account) }] : pieces([by.name, by.id]);
}

const touched = ({ touches }: Change, organisation: Organisation): Line =>
  touches.slice(0, mostListed * 2).flatMap((id, index) => {
    const account = accountOf(organisation, id);
    const isGroup = organisation.watch?.exclusionGroups.includes(id);
    return [
      ...(index === 0 ? [] : [", "]),
      account ? account.label : isGroup ? `exclusion group ${id}` : outside(id),
    ];
  });

function blindFacts({ subject, regained }: Alert): Fact[] {
  if (subject.kind !== "blind") return [];
  return [
    ...fact(alertLabels.source, [sourceNames[subject.source]]),
    ...fact(alertLabels.blindSince, [moment(subject.since)]),
    ...fact(alertLabels.why, [outside(subject.why)]),
    ...fact(alertLabels.regained, regained && [moment(regained.at)]),
  ];
}

function requestWords({ request, requester, approvers }: AlertTold): Line {
  if (!request || !requester) return [];
  const { id, declaration } = request;
  const word = declaration ? `declared without approval${declaration.attested ? ", attested" : ""}` : "";
  return [
    `${id}, asked by `,
    { person: requester },
    ...(approvers.length > 0 ? ["; approved by ", ...list(approvers)] : []),
    `${word ? `; ${word}` : approvers.length > 0 ? "" : "; not approved by anybody"}.`,
  ];
}

function answers(alert: Alert, organisation: Organisation): Fact[] {
  const { acknowledged, classified, closed, repeats, repeatedAt, taken } = alert;
  const who = ({ by, at }: NonNullable<Alert["acknowledged"]>): Line => [
    { person: personOf(organisation, by) },
    ", ",
    moment(at),
  ];
  return [
    ...(typeof taken === "object" ? fact(alertLabels.silent, [silentWords(taken.silent)]) : []),
    ...fact(alertLabels.repeated, repeatedAt && [timesWords(repeats), ", last ", time(repeatedAt)]),
    ...fact(alertLabels.acknowledged, acknowledged && who(acknowledged)),
    ...fact(
      alertLabels.classified,
      classified && [`${classWords[classified.class]}, `, ...who(classified), ": ", said(classified.note)],
    ),
    ...fact(alertLabels.closed, closed?.by && who({ by: closed.by, at: closed.at })),
  ];
}

const timesWords = (count: number): string => (count === 1 ? "once" : `${count} times`);
