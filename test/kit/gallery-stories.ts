// The stories of BG-12 that its cards tell, each played by the rules, and the worst texts people could type.
import type { Class } from "../../src/core/alert/events.ts";
import { alertId, drillId, requestId } from "../../src/core/ids.ts";
import type { Person } from "../../src/core/organisation.ts";
import { actor } from "../../src/core/people.ts";
import { act, fold } from "../../src/core/request/act.ts";
import type { RequestCommand } from "../../src/core/request/decide.ts";
import type { CleanUp, RequestEvent } from "../../src/core/request/events.ts";
import type { Request } from "../../src/core/request/state.ts";
import { after, alice, bob, carol, contoso, dave, erin, first, second, tina } from "./cast.ts";

/** Everything that pitfall D10 lists, in one reason. */
export const hostile =
  "INC-42: <!channel> <@U0BOB> <https://evil.example|Open the portal> [Approve](https://evil.example) **bold** `code` " +
  '{{DATE(2026-11-21T09:00:00Z,SHORT)}} <at>Bob</at> "}]},{"type":"divider"} & \u202Egnitset\u202C 😀\n> quote\n# heading';
const longest = "Locked out of everything. ".repeat(80).slice(0, 1_999) + "!";

const wanted = (reason: string) => ({
  account: first.id,
  failure: "conditional-access-lockout" as const,
  reason,
  ticket: "INC-42",
  minutes: 60,
});

/** What somebody did, or what happened without anybody. */
type Step =
  | [minute: number, person: Person, command: Record<string, unknown> & { type: RequestCommand["type"] }]
  | RequestEvent;
type Opening = Extract<Step, readonly unknown[]>;

const usual = "A Conditional Access policy locked all administrators out.";
const ask = (reason = usual, account = first, enough = true): Opening => [
  0,
  alice,
  {
    type: "ask",
    request: requestId(12),
    wanted: { ...wanted(reason), account: account.id },
    quorum: account.quorum,
    enough,
  },
];
const declare: Step = [0, alice, { ...ask()[2], type: "declare" }];
const approve = (minute: number, person = bob): Step => [minute, person, { type: "approve" }];
const parts = first.custody.parts;

/** Alice used it from 4 to 30; what is left to do, by minutes. */
const used: Step[] = [
  ask(),
  approve(4),
  [6, dave, { type: "release", part: "envelope A", parts }],
  {
    type: "signed-in",
    at: after(12),
    alert: alertId(7),
    signedInAt: after(10),
    from: "203.0.113.7, Berlin DE",
  },
  [30, alice, { type: "end" }],
];
const tick = (minute: number, item: CleanUp, person = tina): Step => [
  minute,
  person,
  { type: "clean-up", item },
];
const cleanedUp: Step[] = [
  tick(50, "policies-restored"),
  tick(51, "roles-removed"),
  tick(52, "parts-returned", carol),
  { type: "cleaned-up", at: after(70), item: "credential-rotated", by: undefined },
];
const findings = "Two policies were disabled and are back; nothing else was changed.";
const review = (as: Class, note = findings): Step => [90, tina, { type: "review", class: as, note }];
const rehearse = (announced: boolean): Opening => [
  0,
  alice,
  { ...ask("We rehearse: Conditional Access locks everybody out.")[2], drill: { id: drillId(4), announced } },
];

export const stories: Record<string, { steps: Step[]; until?: number }> = {
  pending: { steps: [ask()] },
  "pending-hostile": { steps: [ask(hostile)] },
  "pending-longest": { steps: [ask(longest)] },
  "pending-too-few": { steps: [ask(usual, first, false)] },
  "pending-one-of-two": { steps: [ask(usual, second), approve(2)] },
  "pending-next-tier": { steps: [ask()], until: 11 },
  approved: { steps: [ask(), approve(4)] },
  "approved-released": {
    steps: [
      ask(),
      approve(4),
      [6, dave, { type: "release", part: "envelope A", parts }],
      [7, erin, { type: "release", part: "envelope B", parts }],
    ],
  },
  "approved-closing": { steps: [ask(), approve(4)], until: 55 },
  "extension-asked": {
    steps: [
      ask(),
      approve(4),
      [40, alice, { type: "extend", minutes: 30, reason: "Policies are still being restored." }],
    ],
  },
  extended: {
    steps: [
      ask(),
      approve(4),
      [40, alice, { type: "extend", minutes: 30, reason: "Policies are still being restored." }],
      approve(42, carol),
    ],
  },
  "extension-denied": {
    steps: [
      ask(),
      approve(4),
      [40, alice, { type: "extend", minutes: 30, reason: "Policies are still being restored." }],
      [42, carol, { type: "deny", reason: "One hour was enough; use your own account now." }],
    ],
  },
  denied: {
    steps: [ask(), [3, bob, { type: "deny", reason: "The portal works for me, call the helpdesk." }]],
  },
  "denied-hostile": { steps: [ask(), [3, bob, { type: "deny", reason: hostile }]] },
  withdrawn: { steps: [ask(), [2, alice, { type: "withdraw" }]] },
  expired: { steps: [ask()], until: 31 },
  lapsed: { steps: [ask(), approve(4)], until: 70 },
  ended: {
    steps: [
      ask(),
      approve(4),
      [6, dave, { type: "release", part: "envelope A", parts }],
      [30, alice, { type: "end" }],
    ],
  },
  "ended-half-clean": { steps: [...used, tick(50, "policies-restored")] },
  "ended-clean": { steps: [...used, ...cleanedUp] },
  "ended-review-late": { steps: used, until: 30 + 5 * 24 * 60 },
  reviewed: { steps: [...used, ...cleanedUp, review("emergency")] },
  "reviewed-hostile": { steps: [...used, ...cleanedUp, review("misuse", hostile)] },
  drill: { steps: [rehearse(true), approve(4)] },
  "drill-ended": { steps: [rehearse(true), ...used.slice(1)] },
  "drill-hidden": { steps: [rehearse(false), approve(4)] },
  "ended-window-over": {
    steps: [ask(), approve(4), [6, dave, { type: "release", part: "envelope A", parts }]],
    until: 70,
  },
  declared: { steps: [declare] },
  "declared-from-pending": {
    steps: [ask(), [8, alice, { type: "declare-pending", reason: "Nobody answers, payroll stops at ten." }]],
  },
  attested: { steps: [declare, [20, bob, { type: "attest", note: "I called Alice; INC-42 is real." }]] },
  "attestation-overdue": { steps: [declare], until: 241 },
};

/** The events of a story, and the request they make. */
export function told(name: string): {
  events: readonly RequestEvent[];
  request: Request;
} {
  const { steps, until } = stories[name] ?? { steps: [] };
  let events: readonly RequestEvent[] = [];
  const play = (minute: number, person: Person, command: Record<string, unknown>) => {
    const full = { ...command, by: actor(person), at: after(minute) } as RequestCommand;
    const { first: owed, decision } = act(full, fold(events), contoso);
    events = [...events, ...owed, ...("events" in decision ? decision.events : [])];
  };
  for (const step of steps) {
    if ("type" in step) events = [...events, step];
    else play(...step);
  }
  if (until !== undefined) play(until, alice, { type: "approve" }); // refused, but lets time decide first
  const request = fold(events);
  if (!request) throw new Error(`no story ${name}`);
  return { events, request };
}
