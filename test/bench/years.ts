// Years of the company's life, for a log that is long: mostly somebody who guesses at its account, sometimes a request
// that comes to nothing, about once a week a use with all that it owes. All of it is over.
import type { AlertEvent, Verdict } from "../../src/core/alert/events.ts";
import { recordAlert } from "../../src/core/alert/record.ts";
import { foldAlert } from "../../src/core/alert/state.ts";
import {
  type AccountId,
  type AlertId,
  alertId,
  type PersonId,
  type RequestId,
  requestId,
  rotationId,
} from "../../src/core/ids.ts";
import type { Organisation } from "../../src/core/organisation.ts";
import type { Append, Event } from "../../src/core/ports/store.ts";
import { record, recordRefusal } from "../../src/core/record.ts";
import { fold } from "../../src/core/request/act.ts";
import { cleanUps, type RequestEvent } from "../../src/core/request/events.ts";
import type { RotationEvent } from "../../src/core/rotation/events.ts";
import { recordRotation } from "../../src/core/rotation/record.ts";
import { foldRotation } from "../../src/core/rotation/state.ts";
import type { SignIn } from "../../src/core/sign-in/row.ts";
import { account, asker, custodian as keeper, speaker } from "./company.ts";

/** Minutes between the ends of two stories: a million entries are about ten years. */
const apart = 28;
/** One story of so many is a use, and one of so many others a request. */
const everyUse = 400;
const everyRequest = 5;
/** On the average. */
const entriesOfStory = 5.63;
/** Minutes before now in which nothing happened: nothing of today is judged by what was. */
const quiet = 3 * 1_440;

const emergency = account as AccountId;
const [rob, bob, custodian] = [asker, speaker, keeper].map(({ objectId }) => objectId) as [
  PersonId,
  PersonId,
  PersonId,
];

/** How many there are of each. */
type Numbers = { request: number; alert: number; rotation: number };
/** The moment so many minutes before the end of a story. */
type Ago = (minutes: number) => Temporal.Instant;
type Some<One> = readonly [One, ...One[]];

/** One story after the other, until about so many entries were told. Each stream is of one story. */
export function* years(entries: number, organisation: Organisation): Generator<readonly Append[]> {
  const numbers: Numbers = { request: 0, alert: 0, rotation: 0 };
  const now = Temporal.Now.instant();
  for (let left = Math.round(entries / entriesOfStory) - 1; left >= 0; left -= 1) {
    const ago: Ago = (minutes) => now.subtract({ minutes: quiet + left * apart + minutes });
    if (left % everyUse === 0) yield use(numbers, ago, organisation);
    else if (left % everyRequest === 0) yield inVain(numbers, ago, organisation);
    else yield attempts(alertId((numbers.alert += 1)), "failed", undefined, ago, organisation);
  }
}

/** Asked; somebody who has no say in it is refused twice; withdrawn. */
function inVain(numbers: Numbers, ago: Ago, organisation: Organisation): Append[] {
  const request = requestId((numbers.request += 1));
  const refused = (at: Temporal.Instant): RequestEvent => ({
    type: "refused",
    at,
    by: bob,
    wish: "withdraw",
    why: "not-the-requester",
  });
  const life: Some<RequestEvent>[] = [
    [asked(request, ago(20))],
    [{ type: "withdrawn", at: ago(0), by: rob }],
  ];
  return [
    ...appends(life, fold, record, organisation),
    recordRefusal(request, refused(ago(15)), `refused/${request}/1`),
    recordRefusal(request, refused(ago(10)), `refused/${request}/2`),
  ];
}

/** Asked, approved, handed out, signed in, ended, renewed, put right, reviewed. */
function use(numbers: Numbers, ago: Ago, organisation: Organisation): Append[] {
  const request = requestId((numbers.request += 1));
  const alert = alertId((numbers.alert += 1));
  const rotation = rotationId((numbers.rotation += 1));
  const life: Some<RequestEvent>[] = [
    [asked(request, ago(300))],
    [
      { type: "approved", at: ago(298), by: bob, groups: [] },
      { type: "granted", at: ago(298), until: ago(238) },
    ],
    [{ type: "released", at: ago(295), by: custodian, part: "key" }],
    [{ type: "signed-in", at: ago(289), alert, signedInAt: ago(290), from: "198.18.0.1, Berlin DE" }],
    [{ type: "ended", at: ago(250), by: rob }],
    ...cleanUps.map((item): Some<RequestEvent> => [{ type: "cleaned-up", at: ago(60), item, by: custodian }]),
    [{ type: "reviewed", at: ago(0), by: custodian, class: "emergency", note: "As it was asked for." }],
  ];
  const reason = { kind: "use", request, drill: undefined, user: rob, usedAt: ago(290) } as const;
  const proof = { what: "key", changedAt: ago(101), source: "audit", by: undefined } as const;
  const renewal: Some<RotationEvent>[] = [
    [{ type: "rotation-opened", at: ago(289), rotation, account: emergency, reason, due: ago(-1_151) }],
    [{ type: "rotation-proved", at: ago(100), proof }],
    [{ type: "rotation-confirmed", at: ago(90), by: custodian }],
  ];
  return [
    ...appends(life, fold, record, organisation),
    ...attempts(alert, "approved", request, (minutes) => ago(265 + minutes), organisation),
    ...appends(renewal, foldRotation, recordRotation, organisation),
  ];
}

/** An alert of three rows, acknowledged, classified and closed. */
function attempts(
  alert: AlertId,
  verdict: Verdict,
  request: RequestId | undefined,
  ago: Ago,
  organisation: Organisation,
): Append[] {
  const outcome = verdict === "failed" ? "failed" : "success";
  const seen = (...minutes: readonly number[]): AlertEvent => ({
    type: "sign-ins-seen",
    at: ago(Math.min(...minutes) - 1),
    rows: minutes.map((minute) => signIn(`${alert}/${minute}`, ago(minute), outcome)),
  });
  const subject = { kind: "sign-in", account: emergency, verdict, request } as const;
  const told: Some<AlertEvent>[] = [
    [{ type: "alert-raised", at: ago(24), alert, subject }, seen(25)],
    [seen(20, 19)],
    [
      { type: "alert-acknowledged", at: ago(5), by: bob },
      { type: "alert-classified", at: ago(5), by: bob, class: "false-alarm", note: "Looked at." },
      { type: "alert-closed", at: ago(5), by: bob },
    ],
  ];
  return appends(told, foldAlert, recordRows, organisation);
}

/** With its rows as facts that were taken in. */
const recordRows: typeof recordAlert = (events, alert, version, key, organisation) =>
  recordAlert(
    events,
    alert,
    version,
    key,
    organisation,
    events
      .flatMap((event) => (event.type === "sign-ins-seen" ? event.rows : []))
      .map(({ id }) => `sign-in/${id}`),
  );

/** Each of `told` is one append. */
function appends<State extends { id: string }, Own extends Event>(
  told: readonly Some<Own>[],
  foldOf: (events: readonly Own[], before?: State) => State | undefined,
  recordOf: (
    events: Some<Own>,
    after: State,
    version: number,
    key: string,
    organisation: Organisation,
  ) => Append,
  organisation: Organisation,
): Append[] {
  let state: State | undefined;
  let version = 0;
  return told.map((events) => {
    state = foldOf(events, state);
    if (!state) throw new Error("a story begins in the middle");
    const append = recordOf(events, state, version, `years/${state.id}/${version}`, organisation);
    version += events.length;
    return append;
  });
}

const asked = (request: RequestId, at: Temporal.Instant): RequestEvent => ({
  type: "requested",
  at,
  request,
  by: rob,
  account: emergency,
  failure: "conditional-access-lockout",
  reason: "Conditional access locked the tenant out: all admins.",
  ticket: "INC-42",
  minutes: 60,
  quorum: { approvals: 1, mix: [] },
  enough: true,
  answerBy: at.add({ minutes: 30 }),
  drill: undefined,
});

const signIn = (id: string, at: Temporal.Instant, outcome: SignIn["outcome"]): SignIn => ({
  kind: "sign-in",
  id,
  at,
  readable: at.add({ minutes: 1 }),
  account: emergency,
  interactive: true,
  outcome,
  code: outcome === "success" ? "0" : "50126",
  why:
    outcome === "success" ? undefined : "Error validating credentials due to invalid username or password.",
  ip: "198.18.0.1",
  country: "DE",
  city: "Berlin",
  application: "Azure Portal",
  client: "Browser",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
});
