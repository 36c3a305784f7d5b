// Why nothing happened, in a sentence that says what to do instead.
import { longestReason, shortestReason } from "../policy.ts";
import type { Refusal } from "../refusal.ts";
import { isOver, isUnattested } from "../request/state.ts";
import type { Line } from "../view.ts";
import { classWords } from "./alert.ts";
import { type RefusalContext, type RefusalWords, say } from "./refusal-context.ts";
import { owedRefusals } from "./refusals-owed.ts";

const notLetIn = "Ask one of your own people to do this, or use the printed runbook.";

export const refusalWords: Record<Refusal, RefusalWords> = {
  "unknown-person": ({ who }) => [
    `I do not know you: ${who} is not in the list of people. Ask an admin to add this id to the configuration.`,
  ],
  "ambiguous-person": ({ who }) => [
    `Two people have the id ${who}, so I cannot tell who you are. An admin must correct the configuration.`,
  ],
  "foreign-tenant": say(`You belong to another organisation. ${notLetIn}`),
  guest: say(`Guests cannot do this. ${notLetIn}`),
  external: say(`You are from outside this organisation. ${notLetIn}`),
  bot: say("Apps and workflows cannot do this. A person must."),
  disabled: say("This chat account is disabled. An admin must enable it first."),
  "standing-unknown": say(
    "The chat platform did not say in time whether you are a full member, so nothing was done. Try again, or use the other chat.",
  ),
  "not-a-responder": say(
    "You are not on the list of responders. Ask a responder to request the account; /breakglass whoami shows your roles.",
  ),
  "not-an-approver": say(
    "You are not an approver, so your answer does not count. The approvers have been asked already.",
  ),
  "not-a-custodian": say(
    "You do not keep this part, so you cannot confirm handing it over. /breakglass accounts shows who does.",
  ),
  "not-the-requester": say("Only the person who made the request can do this."),
  "not-yours-to-end": say("Only the requester, an approver or an admin can end a request."),
  "same-person": (context) => own(context),
  "no-such-request": say("There is no request with this number. /breakglass status lists the open ones."),
  "no-such-account": say("There is no such account. /breakglass accounts lists them."),
  "no-such-part": say("This account has no part of that name. Its card lists the parts."),
  "which-request": say(
    "Say which request, for example: /breakglass approve BG-12. /breakglass status lists the open ones.",
  ),
  "which-part": say(
    "Say which part, for example: /breakglass release BG-12 envelope A. The card lists the parts.",
  ),
  "none-of-yours": say("You have no open request. /breakglass status lists the open ones."),
  "reason-missing": say(
    `Say why, in at least ${shortestReason} characters: the other person decides by these words.`,
  ),
  "reason-too-long": say(
    `Keep the reason to ${longestReason.toLocaleString("en")} characters; put the rest into the ticket.`,
  ),
  "duration-out-of-range": ({ longestWindow }) => [
    `The time must be between 1 and ${longestWindow} minutes. A longer use needs an extension, approved anew.`,
  ],
  "already-asked": ({ request }) => [
    request
      ? `You have asked for this account already: ${request.id}. /breakglass status ${request.id} shows it.`
      : "You have asked for this account already. /breakglass status shows it.",
  ],
  "already-answered": say(
    "You have approved this already. It counts once; another person is needed for the rest.",
  ),
  "already-decided": (context) => decided(context),
  "already-released": say("This part was confirmed as handed over already."),
  "already-attested": ({ request }) => [
    request
      ? "This declaration was attested already."
      : "You have attested this already. It counts once; another person is needed too.",
  ],
  "already-declared": say("This use was declared already. You may use the account."),
  "extension-open": say("An extension waits for its answer already."),
  "question-closed": say("This button belongs to an earlier question. Look at the card as it is now."),
  expired: say(
    "Nobody answered in time, so this request is over. The requester can ask again, or use /breakglass declare.",
  ),
  over: (context) => decided(context),
  "not-open": say("This request is not approved yet."),
  "nothing-to-attest": say("Nothing was declared on this request, so there is nothing to attest."),
  "not-soc": say(
    "Only the SOC or an admin can answer an alert. They have been told; if nobody answers, they are told again.",
  ),
  "no-such-alert": say("There is no alert with this number. /breakglass alerts lists those that wait."),
  "which-alert": say(
    "Say which alert, for example: /breakglass ack AL-7. /breakglass alerts lists those that wait.",
  ),
  "own-use": ({ alert }) => [
    alert
      ? "This alert is about what you did yourself, so another person must answer it. The SOC and the admins have been told."
      : "You used this account yourself, or might have, so another person must say that its credential is renewed: a custodian or an admin. They have been told.",
  ],
  "already-acknowledged": (context) => answered("acknowledged", context.alert?.acknowledged, context),
  "already-classified": (context) => {
    const done = context.alert?.classified;
    return answered(`classified as ${done ? classWords[done.class] : "something"}`, done, context);
  },
  "already-closed": (context) => answered("closed", context.alert?.closed, context),
  "not-classified": ({ alert }) => [
    `Say first what it was: /breakglass classify ${alert?.id ?? "AL-7"} false-alarm and why (or drill, emergency, misuse).`,
  ],
  "foreign-card": say(
    "This is not the request's own card, so nothing was done. Type the command instead, for example: /breakglass approve BG-12.",
  ),
  ...owedRefusals,
};

/** Which half of it they did themselves, and who does the other. */
function own({ request }: RefusalContext): Line {
  if (request?.status === "ended")
    return [
      `This was your own use, so another person must ${isUnattested(request) ? "attest and review" : "review"} it. They have been asked.`,
    ];
  return [
    request?.declaration
      ? "You declared this use yourself, so a second person must attest it. The approvers have been asked."
      : "You made this request yourself, so a second person must answer it. The approvers have been asked. If it cannot wait: /breakglass declare.",
  ];
}

/** The one who came second hears who was first, and when. */
const answered = (
  how: string,
  done: { at: Temporal.Instant } | undefined,
  { alert, decidedBy }: RefusalContext,
): Line => [
  `${alert?.id ?? "This alert"} is ${how} already`,
  ...(decidedBy ? [", by ", { person: decidedBy }] : []),
  ...(done ? [", at ", { moment: done.at, show: "time" as const }] : []),
  ". Nothing was changed.",
];

/** The one who came second hears who was first, and when. */
function decided({ request, decidedBy }: RefusalContext): Line {
  if (!request) return ["This request is decided already."];
  const answered = isOver(request) ? undefined : request.extension?.answer;
  const at = answered ? undefined : (request.outcome?.at ?? request.window?.from);
  return [
    answered
      ? `More time for ${request.id} is ${answered.type} already`
      : `${request.id} is ${request.status} already`,
    ...(decidedBy ? [", by ", { person: decidedBy }] : []),
    ...(at ? [", at ", { moment: at, show: "time" as const }] : []),
    ". Nothing was changed.",
  ];
}
