// Every View there is, in every state, and with the worst texts people could type: for goldens and for looking at.

import { requestId } from "../../src/core/ids.ts";
import type { Organisation, Person } from "../../src/core/organisation.ts";
import { actor } from "../../src/core/people.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import { act, fold } from "../../src/core/request/act.ts";
import type { RequestCommand } from "../../src/core/request/decide.ts";
import type { RequestEvent } from "../../src/core/request/events.ts";
import type { Request } from "../../src/core/request/state.ts";
import { type Form, formNames, type View } from "../../src/core/view.ts";
import { announcement } from "../../src/core/views/announcement.ts";
import {
  accounts,
  done,
  help,
  invalid,
  refused,
  status,
  unrecorded,
  whoami,
} from "../../src/core/views/answers.ts";
import { form } from "../../src/core/views/forms.ts";
import { requestCard } from "../../src/core/views/request-card.ts";
import { runbook, runbookList } from "../../src/core/views/runbook.ts";
import { failures } from "../../src/core/wish.ts";
import { answerWords } from "../../src/core/words/answers.ts";
import { refusalWords } from "../../src/core/words/refusals.ts";
import { alertGallery, answered } from "./alert-gallery.ts";
import { ada, after, alice, bob, carol, contoso, dave, erin, first, second, tina } from "./cast.ts";

/** Everything that pitfall D10 lists, in one reason. */
const hostile =
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

type Step = [
  minute: number,
  person: Person,
  command: Record<string, unknown> & { type: RequestCommand["type"] },
];

const usual = "A Conditional Access policy locked all administrators out.";
const ask = (reason = usual, account = first, enough = true): Step => [
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

const stories: Record<string, { steps: Step[]; until?: number }> = {
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
function told(name: string): {
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
  for (const [minute, person, command] of steps) play(minute, person, command);
  if (until !== undefined) play(until, alice, { type: "approve" }); // refused, but lets time decide first
  const request = fold(events);
  if (!request) throw new Error(`no story ${name}`);
  return { events, request };
}

const cardNames: readonly string[] = Object.keys(stories);

/** Every view by name: `card/pending/bob`, `said/granted`, `answer/…`, `refused/same-person`. */
export function gallery(organisation: Organisation = contoso): Record<string, View> {
  const views: Record<string, View> = {};
  for (const name of cardNames) {
    const { events, request } = told(name);
    for (const viewer of [undefined, alice, bob, dave, tina]) {
      views[`card/${name}/${viewer?.name.toLowerCase() ?? "channel"}`] = requestCard(
        request,
        organisation,
        viewer,
      );
    }
    for (const [index, event] of events.entries()) {
      const at = fold(events.slice(0, index + 1));
      const said = at && announcement(event, at, organisation);
      if (said) views[`said/${event.type}${name.includes("hostile") ? "-hostile" : ""}`] = said;
      if (at && event.type in answerWords) views[`answer/${event.type}`] = done([event], at, organisation);
    }
  }
  const request = told("approved").request;
  for (const why of Object.keys(refusalWords) as Refusal[]) {
    views[`refused/${why}`] = refused(
      why,
      request,
      "T0CONTOSO/U0ALICE",
      organisation,
      aboutAlerts.has(why) ? answered : undefined,
    );
  }
  const open = [told("approved").request, told("declared").request];
  views["answer/help"] = help(undefined);
  views["answer/help-unknown"] = help("aprove");
  views["answer/status"] = status(open, organisation, undefined);
  views["answer/status-approver"] = status([told("pending").request, ...open], organisation, bob);
  views["answer/status-custodian"] = status(open, organisation, dave);
  views["answer/status-requester"] = status(open, organisation, alice);
  views["answer/status-nothing"] = status([], organisation, bob);
  views["answer/accounts"] = accounts(open, organisation);
  views["answer/whoami"] = whoami(ada, "T0CONTOSO/U0ADA");
  views["answer/unrecorded"] = unrecorded;
  views["answer/invalid"] = invalid;
  return { ...views, ...runbooks(organisation), ...alertGallery(organisation, hostile) };
}

function runbooks(organisation: Organisation): Record<string, View> {
  const own = (text: string): Organisation => ({ ...organisation, runbooks: { "mfa-outage": text } });
  const texts = {
    own: "# Our way\n\n1. Call **Dave**: room 4.\n1. Take the red telephone,\n   not the grey one.\n   - It has no display.\n1. Go on.\n\nThat is all.",
    "own-hostile": `# ${hostile}\n\n1. ${hostile}\n   - ${hostile}\n\n${hostile} **${hostile}**`,
    "own-long": `# Long\n\n${'1. Say "yes", then „ja“ – and **go on**.\n'.repeat(400)}`,
  };
  return {
    "runbook/list": runbookList(false),
    "runbook/list-unknown": runbookList(true),
    ...Object.fromEntries(failures.map((kind) => [`runbook/${kind}`, runbook(kind, organisation)])),
    ...Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [`runbook/${name}`, runbook("mfa-outage", own(text))]),
    ),
  };
}

const aboutAlerts = new Set<Refusal>([
  "own-use",
  "already-acknowledged",
  "already-classified",
  "already-closed",
  "not-classified",
]);

export const forms = (organisation: Organisation = contoso): Record<string, Form> =>
  Object.fromEntries(formNames.map((name) => [`form/${name}`, form(name, organisation, { words: hostile })]));
