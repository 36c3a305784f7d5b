// Every alert there is, in every state, and with the worst texts a log could hold: for goldens and for looking at.
import type { AlertEvent } from "../../src/core/alert/events.ts";
import { foldAlert } from "../../src/core/alert/state.ts";
import type { AlertId } from "../../src/core/ids.ts";
import type { Organisation } from "../../src/core/organisation.ts";
import type { Request } from "../../src/core/request/state.ts";
import type { SignIn } from "../../src/core/sign-in/row.ts";
import type { View } from "../../src/core/view.ts";
import { alertAnnouncement } from "../../src/core/views/alert-announcement.ts";
import { alertCard } from "../../src/core/views/alert-card.ts";
import { alertsList, watchFact } from "../../src/core/views/alerts.ts";
import { alertDone } from "../../src/core/views/answers.ts";
import {
  acknowledged,
  alertFrom,
  alertOf,
  asApproved,
  asDeclared,
  change,
  changesSeen,
  classified,
  closed,
  failed,
  failedRow,
  fallbackCalled,
  flagged,
  ofBlindness,
  ofChange,
  outside,
  raised,
  regained,
  rejudged,
  repeated,
  seen,
  signIn,
  unmatched,
  wrongAccount,
} from "./alert-events.ts";
import { after, first, nine, sam, second } from "./cast.ts";
import { stories as requestStories } from "./events.ts";
import { stateOf } from "./given.ts";

type Story = { events: readonly AlertEvent[]; request?: Request };

const approved = stateOf(...requestStories.approved);
const declared = stateOf(...requestStories.declared);
const ended = stateOf(...requestStories.ended);
const asDrill = { verdict: "drill" as const, request: undefined };
const row = signIn();
const burst = [signIn(), failedRow(2), failedRow(4), signIn(7, { ip: "192.0.2.44", interactive: false })];
const onSecond = { account: second.id, touches: [second.id] };

function stories(hostile: string): Record<string, Story> {
  const evil: Partial<SignIn> = {
    ip: hostile,
    country: hostile,
    city: hostile,
    application: hostile,
    client: hostile,
    userAgent: hostile.repeat(20),
    why: hostile,
    outcome: "failed",
    code: "53003",
  };
  return {
    unmatched: { events: alertOf(unmatched, row) },
    "unmatched-burst": { events: alertOf(unmatched, ...burst) },
    "unmatched-late": { events: alertOf(unmatched, signIn(0, { readable: after(95) })) },
    "unmatched-begun": { events: alertOf(unmatched, signIn(0, { outcome: "interrupted", code: "50074" })) },
    "unmatched-bare": {
      events: [
        raised({ kind: "sign-in", account: undefined, ...unmatched }),
        seen([
          {
            ...row,
            account: undefined,
            readable: undefined,
            interactive: undefined,
            ip: undefined,
            country: undefined,
            city: undefined,
            application: undefined,
            client: undefined,
            userAgent: undefined,
          },
        ]),
      ],
    },
    "unmatched-repeated": {
      events: [...alertOf(unmatched, row), fallbackCalled(), repeated(1, 10), repeated(2, 20)],
    },
    "unmatched-acknowledged": { events: [...alertOf(unmatched, row), acknowledged()] },
    "unmatched-misuse": { events: [...alertOf(unmatched, row), acknowledged(), classified("misuse")] },
    "unmatched-emergency": { events: [...alertOf(unmatched, row), acknowledged(), classified("emergency")] },
    "unmatched-drill": { events: [...alertOf(unmatched, row), acknowledged(), classified("drill")] },
    "unmatched-closed": { events: [...alertOf(unmatched, row), acknowledged(), classified(), closed()] },
    "outside-window": { events: alertOf(outside, signIn(75)), request: ended },
    "wrong-account": {
      events: [raised({ kind: "sign-in", account: second.id, ...wrongAccount }), seen([signIn(30)])],
      request: approved,
    },
    approved: { events: alertOf(asApproved, row), request: approved },
    declared: { events: alertOf(asDeclared, row), request: declared },
    drill: { events: alertOf(asDrill, row) },
    "drill-acknowledged": { events: [...alertOf(asDrill, row), acknowledged()] },
    "approved-second-country": {
      events: [
        ...alertOf(asApproved, row, signIn(6, { country: "BR", city: "São Paulo", ip: "192.0.2.44" })),
        flagged({ type: "second-country", countries: ["DE", "BR"] }),
      ],
      request: approved,
    },
    "approved-after-failures": {
      events: [...alertOf(asApproved, row), flagged({ type: "after-failures", count: 6 })],
      request: approved,
    },
    failed: { events: alertOf(failed, failedRow()) },
    "failed-many": { events: alertOf(failed, ...[0, 1, 2, 3, 4, 5].map((at) => failedRow(at))) },
    "failed-blocked": {
      events: alertOf(
        { verdict: "failed", request: approved.id },
        failedRow(1, "53003", { why: "Access has been blocked by Conditional Access policies." }),
        failedRow(3, "50057", { why: "The user account is disabled." }),
      ),
      request: approved,
    },
    rejudged: {
      events: [...alertOf(unmatched, row), acknowledged(), rejudged(asDeclared, [row], 51)],
      request: declared,
    },
    change: { events: [raised(ofChange()), changesSeen()] },
    "change-several": {
      events: [
        raised(ofChange({ topic: "method", account: second.id })),
        changesSeen([
          change(0, { ...onSecond, operation: "Delete FIDO2 security key" }),
          change(2, { ...onSecond, operation: "Admin registered security info" }),
          change(4, {
            ...onSecond,
            operation: "Add FIDO2 security key",
            properties: ["StrongAuthenticationMethod"],
            by: { id: second.id, name: second.upn, ip: "203.0.113.9" },
          }),
        ]),
      ],
    },
    "change-refused": {
      events: [
        raised(ofChange({ topic: "account" })),
        changesSeen([
          change(0, {
            operation: "Disable account",
            succeeded: false,
            by: { id: undefined, name: "mallory@contoso.com", ip: undefined },
          }),
        ]),
      ],
    },
    "change-expected": {
      events: [raised(ofChange({ expected: true, request: ended.id })), changesSeen()],
      request: ended,
    },
    "change-noted": {
      events: [
        raised(ofChange({ topic: "policy", account: undefined })),
        changesSeen([
          change(0, { operation: "Update conditional access policy", touches: [], properties: ["state"] }),
        ]),
      ],
    },
    "change-closed": {
      events: [raised(ofChange()), changesSeen(), acknowledged(), classified(), closed()],
    },
    blind: { events: [raised(ofBlindness())] },
    "blind-acknowledged": { events: [raised(ofBlindness()), acknowledged()] },
    "blind-regained": { events: [raised(ofBlindness()), regained()] },
    hostile: {
      events: [
        ...alertOf({ verdict: "failed", request: approved.id }, signIn(0, evil)),
        acknowledged(),
        { ...classified(), note: hostile } as AlertEvent,
      ],
      request: { ...approved, reason: hostile },
    },
    "change-hostile": {
      events: [
        raised(ofChange()),
        changesSeen([
          change(0, {
            operation: hostile,
            properties: Array.from({ length: 40 }, () => hostile),
            touches: [hostile, first.id],
            by: { id: hostile, name: hostile, ip: hostile },
          }),
        ]),
      ],
    },
    "blind-hostile": {
      events: [raised({ ...ofBlindness(), why: hostile } as ReturnType<typeof ofBlindness>)],
    },
  };
}

/** `alert/unmatched`, `alert-own/approved`, `alert-said/alert-repeated`, `answer/alerts`. */
export function alertGallery(organisation: Organisation, hostile: string): Record<string, View> {
  const views: Record<string, View> = {};
  for (const [name, { events, request }] of Object.entries(stories(hostile))) {
    views[`alert/${name}`] = alertCard(alertFrom(...events), request, organisation, undefined);
    for (const [index, event] of events.entries()) {
      const at = foldAlert(events.slice(0, index + 1));
      const said = at && alertAnnouncement(event, at, request, organisation);
      const kind = name.includes("hostile") ? `${event.type}-hostile` : event.type;
      if (said) views[`alert-said/${kind}`] ??= said;
      if (at && isAnswer(event)) views[`answer/${event.type}`] ??= alertDone([event], at);
    }
  }
  const own = alertFrom(...alertOf(outside, row));
  views["alert-own/requester"] = alertCard(own, approved, organisation, organisation.people[0]);
  views["alert-own/soc"] = alertCard(own, approved, organisation, sam);
  views["answer/alerts"] = alertsList(waiting(hostile), organisation);
  views["answer/alerts-none"] = alertsList([], organisation);
  views["answer/watch"] = {
    ...alertsList([], organisation),
    facts: [
      watchFact({ state: "none" }),
      watchFact({ state: "sees", source: "graph", newest: nine }),
      watchFact({ state: "sees", source: "log-analytics", newest: undefined }),
      watchFact({ state: "blind", source: "log-analytics", since: nine }),
    ],
  };
  return views;
}

const isAnswer = ({ type }: AlertEvent): boolean =>
  type === "alert-acknowledged" || type === "alert-classified" || type === "alert-closed";

const waiting = (hostile: string) =>
  ["blind", "unmatched", "failed", "unmatched-acknowledged", "unmatched-misuse"].map((name, index) => ({
    ...alertFrom(...(stories(hostile)[name]?.events ?? [])),
    id: `AL-${index + 1}` as AlertId,
  }));

/** For the refusals: answered by Sam in every way. */
export const answered = alertFrom(...alertOf(unmatched, row), acknowledged(), classified(), closed());
