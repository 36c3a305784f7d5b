// Why nothing happened with a review, a rotation or a drill, in a sentence that says what to do instead.

import type { Refusal } from "../refusal.ts";
import { cleanUpLeft, isUnattested } from "../request/state.ts";
import type { Line } from "../view.ts";
import { type RefusalContext, type RefusalWords, say } from "./refusal-context.ts";

export const owedRefusals = {
  "nothing-to-review": say(
    "There is nothing to review: the account was not used, or its use is not over. A drill is signed off instead; /breakglass drills lists them.",
  ),
  "sole-approver": ({ request }) => [
    request
      ? "You alone let this use happen, so another person must review it: an approver, an admin, an auditor or the SOC."
      : "You alone let the account be used in this drill, so another person must sign it off: its witness, an admin, an approver or an auditor.",
  ],
  "not-a-reviewer": say(
    "You do not review uses. Ask an approver, an admin, an auditor or the SOC; /breakglass whoami shows your roles.",
  ),
  "clean-up-left": (context) => cleanUpWords(context),
  "already-cleaned": ({ request }) => [`This is ticked already. ${showsLeft(request)}`],
  "already-reviewed": (context) => reviewed(context),
  "not-a-keeper": say(
    "You are neither a custodian nor an admin, so your word does not count here. They have been told.",
  ),
  "no-such-rotation": say(
    "There is no rotation with this number. /breakglass status lists those that are open.",
  ),
  "which-rotation": say(
    "Say which rotation, for example: /breakglass confirm RO-3. /breakglass status lists those that are open.",
  ),
  "already-renewed": say(
    "This credential is renewed already. Nothing was changed. If somebody may know the new one: /breakglass suspect",
  ),
  "not-proved": say(
    "Nothing proves yet that the credential is another one. Renew it first, then wait until I say that Entra shows it: its log can be an hour late. If Entra cannot show it, two people attest: /breakglass attest RO-3 and what you saw.",
  ),
  "proved-already": say(
    "Entra proves this already, so nobody has to attest it. Confirm it instead: /breakglass confirm RO-3, with its number.",
  ),
  "nothing-to-renew": say(
    "No credential has to be renewed for this. /breakglass accounts shows who keeps what, /breakglass calendar what is due next.",
  ),
  "not-an-admin": say("Only an admin can do this. Ask one of them; /breakglass whoami shows your own roles."),
  "no-such-drill": say("There is no drill with this number. /breakglass drills lists them."),
  "which-drill": say(
    "Say which drill, for example: /breakglass drill start DR-4. /breakglass drills lists them.",
  ),
  "which-account": say("Choose the account in the form that opens with: /breakglass drill schedule"),
  "drill-open": say(
    "A drill of this account is under way already. End it first: sign it off, or fail it. /breakglass drills lists it.",
  ),
  "drill-not-running": say(
    "This does not fit the drill as it stands. It must be started and have a witness, and it has one request only; /breakglass drills shows it.",
  ),
  "drill-started": say(
    "This drill was started already, and its witness may be there too. /breakglass drills shows it.",
  ),
  "drill-over": say("This drill is over. An admin plans the next one: /breakglass drill now."),
  "account-in-use": say(
    "Somebody uses this account or asks for it now, so no drill of it can begin or be signed off. End that first, or wait until it is over; /breakglass status shows it.",
  ),
  "own-drill": say(
    "You lead this drill, or used the account in it, so another person must be its witness and sign it off. An admin, an approver, a custodian or an auditor can be the witness.",
  ),
  "not-of-the-drill": say(
    "You have no such part in this drill. A responder asks for the account; an admin, an approver, a custodian or an auditor is its witness; leader, witness and admins tick its steps; the witness, an admin, an approver or an auditor signs it off.",
  ),
  "seen-by-the-bot": say(
    "Nobody ticks this by hand: I do, as soon as I see it happen. Do what it asks for, and wait.",
  ),
  "already-ticked": say("This step is ticked already. The drill's card shows what is left."),
  "steps-left": say(
    "Steps are left, and the drill's card names them. If one cannot be done: /breakglass drill fail DR-4 and why.",
  ),
  "no-such-day": say("Say a day from today on, year first: /breakglass drill schedule 2027-03-01."),
  "drill-put-off": ({ lastDay }) => [
    "A drill may be earlier than it is owed, never later. ",
    lastDay
      ? `The last day for this one is ${lastDay.toString()}: /breakglass drill schedule ${lastDay.toString()}.`
      : "/breakglass calendar shows when that is.",
  ],
  "which-person": say(
    "Say who, with a name as the configuration has it, a mention or an Entra object id: /breakglass staff-change Alice. Of two people with one name, use the id.",
  ),
} satisfies Partial<Record<Refusal, RefusalWords>>;

function cleanUpWords({ request }: RefusalContext): Line {
  const left = request ? cleanUpLeft(request).length : 0;
  return [
    left > 0
      ? `${left} of the clean-up list ${left === 1 ? "is" : "are"} left; tick them first. `
      : "The clean-up list comes first. ",
    `${showsLeft(request)} What I see myself, I tick myself.`,
  ];
}

const showsLeft = (request: RefusalContext["request"]): string =>
  `/breakglass review ${request?.id ?? "BG-12"} shows what is left.`;

function reviewed({ request, decidedBy }: RefusalContext): Line {
  const at = request?.reviewed?.at;
  return [
    `${request?.id ?? "This use"} is reviewed already`,
    ...(decidedBy ? [", by ", { person: decidedBy }] : []),
    ...(at ? [", at ", { moment: at, show: "time" as const }] : []),
    request && isUnattested(request)
      ? ". Nothing was changed. Another approver than who reviewed it must still attest it."
      : ". Nothing was changed.",
  ];
}
