// The fixed words of a request's card: labels, buttons, and what happens next.
import type { Person } from "../organisation.ts";
import { isUnattested, type Request, waitingExtension } from "../request/state.ts";
import type { Button, Line, RequestAction } from "../view.ts";
import { failureWords } from "./failures.ts";
import { length } from "./request.ts";
import { reviewButtonWords } from "./review.ts";

export const labels = {
  signIns: "Signed in",
  requester: "Requester",
  account: "Account",
  failure: "What failed",
  reason: "Reason",
  ticket: "Ticket",
  length: "Time wanted",
  approvals: "Approvals",
  window: "Window",
  extension: "More time",
  declaration: "Why without approval",
  attestation: "Attestation",
  outcome: "Outcome",
  part: (name: string): string => `Part ${name}`,
};

/** What is going on and what to do now, in a sentence or two. `missing`: a part is not handed over yet. */
export function situation(request: Request, requester: Person, missing: boolean): readonly Line[] {
  switch (request.status) {
    case "pending":
      return [
        [
          { person: requester },
          " needs the approval of another person by ",
          { moment: request.answerBy, show: "time" },
          ".",
        ],
        [failureWords[request.failure].advice],
        ...(request.enough
          ? []
          : [
              [
                { strong: "Too few people can approve this. " },
                "If it cannot wait, declare: the SOC and every approver will know.",
              ],
            ]),
      ];
    case "approved":
      return [
        ...moreTime(request, requester),
        ...(missing ? [handOver(requester)] : []),
        ...(missing || waitingExtension(request)
          ? []
          : [["Every part is handed over. ", { person: requester }, ": end this as soon as you are done."]]),
      ];
    case "declared":
      return [
        request.declaration?.attested
          ? ["A second person has attested this use."]
          : [
              { person: requester },
              " uses this account without approval. Call them now; a second person must attest it.",
            ],
        ...moreTime(request, requester),
        ...(missing ? [handOver(requester)] : []),
      ];
    case "denied":
    case "expired":
      return [
        [
          { person: requester },
          " can ask again (/breakglass request) or, if it cannot wait, declare (/breakglass declare): " +
            "the SOC and every approver will know.",
        ],
      ];
    case "withdrawn":
    case "lapsed":
      return [["Nothing was handed over. The account stays sealed."]];
    case "ended":
      return [
        ...(isUnattested(request) ? [["Nobody has attested this use yet: a second person must."]] : []),
        ...(request.reviewed ? [] : putRight(request)),
      ];
  }
}

function putRight({ cleanUp }: Request): Line[] {
  const isBack = cleanUp["parts-returned"] !== undefined;
  const isRenewed = cleanUp["credential-rotated"] !== undefined;
  if (isBack) return isRenewed ? [] : [["Have the credential renewed."]];
  return [[`Put every part back in its place${isRenewed ? "." : ", and have the credential renewed."}`]];
}

const handOver = (requester: Person): Line => [
  "Custodians: hand your part to ",
  { person: requester },
  ", then confirm it in your chat with me.",
];

function moreTime(request: Request, requester: Person): Line[] {
  const asked = waitingExtension(request);
  if (!asked) return [];
  return [
    [
      { person: requester },
      ` asks for ${length(asked.minutes)} more. Another person must answer by `,
      { moment: asked.answerBy, show: "time" },
      ".",
    ],
  ];
}

type Words = Omit<Button, "action" | "form">;

export const buttonWords: Record<RequestAction["verb"], Words> = {
  approve: {
    label: "Approve",
    style: "primary",
    confirm: {
      title: "Approve this request?",
      text: "Your name is recorded. Approve only if you know who asks and why.",
      yes: "Approve",
      no: "Not yet",
    },
  },
  deny: { label: "Deny", style: "danger" },
  withdraw: {
    label: "Withdraw",
    style: "plain",
    confirm: {
      title: "Withdraw your request?",
      text: "The approvers are told.",
      yes: "Withdraw",
      no: "Keep it",
    },
  },
  declare: { label: "Declare without approval", style: "danger" },
  end: {
    label: "End: I am done",
    style: "primary",
    confirm: {
      title: "End this use?",
      text: "Sign out everywhere first. The credential must then be renewed and sealed again.",
      yes: "End",
      no: "Not yet",
    },
  },
  extend: { label: "Extend", style: "plain" },
  attest: { label: "Attest", style: "primary" },
  release: {
    label: "Confirm handing over",
    style: "primary",
    confirm: {
      title: "Handed over?",
      text: "Confirm only after you gave this part to the requester in person.",
      yes: "I handed it over",
      no: "Not yet",
    },
  },
  ...reviewButtonWords,
};

/** The same words when the answer is about more time, not about the request. */
export const extensionWords = {
  approve: { ...buttonWords.approve, label: "Approve more time" },
  deny: { ...buttonWords.deny, label: "Deny more time" },
};
