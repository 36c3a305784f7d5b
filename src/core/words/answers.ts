// What the one who acted is told, privately.
import type { RequestEvent } from "../request/events.ts";
import type { Request } from "../request/state.ts";
import type { Line } from "../view.ts";
import { approvalsMissing, length } from "./request.ts";
import { reviewAnswerWords } from "./review.ts";

type Answered = { title: (request: Request) => string; lines: (request: Request) => readonly Line[] };

const until = ({ window }: Request): Line =>
  window ? ["The window is open until ", { moment: window.until, show: "time" }, "."] : [];

/** By the last event of what they did. Events that only time causes need no answer. */
export const answerWords: Partial<Record<RequestEvent["type"], Answered>> = {
  requested: {
    title: ({ id }) => `${id}: asked`,
    lines: (request) =>
      request.enough
        ? [
            [`The approvers are asked now. ${approvalsMissing(request)}`],
            [
              "You will hear in your chat with me, by ",
              { moment: request.answerBy, show: "time" },
              ". If it cannot wait that long: /breakglass declare.",
            ],
          ]
        : [["Too few people can approve this account today. If it cannot wait: /breakglass declare."]],
  },
  declared: {
    title: ({ id }) => `${id}: declared`,
    lines: (request) => [
      ["You may use the account now. The SOC and every approver are being told; expect a call."],
      until(request),
      ["The card names who hands over each part of the credential. Call them."],
    ],
  },
  approved: {
    title: ({ id }) => `${id}: your approval counts`,
    lines: (request) => [[`${approvalsMissing(request)} Somebody else is still needed.`]],
  },
  granted: {
    title: ({ id }) => `${id}: approved`,
    lines: (request) => [until(request), ["The requester and the custodians are told."]],
  },
  denied: { title: ({ id }) => `${id}: denied`, lines: () => [["The requester is told, with your reason."]] },
  withdrawn: {
    title: ({ id }) => `${id}: withdrawn`,
    lines: () => [["The approvers see it on their cards. There is nothing more to do."]],
  },
  attested: {
    title: ({ id }) => `${id}: attested`,
    lines: () => [["The SOC and the requester are told."]],
  },
  released: {
    title: ({ id }) => `${id}: handing over confirmed`,
    lines: ({ releases }) => [
      [`${releases.at(-1)?.part ?? "The part"} is recorded as handed over by you. The requester is told.`],
    ],
  },
  "extension-asked": {
    title: ({ id }) => `${id}: more time asked`,
    lines: (request) => [
      [`The approvers are asked for ${length(request.extension?.minutes ?? 0)} more.`],
      until(request),
    ],
  },
  "extension-approved": {
    title: ({ id }) => `${id}: your approval counts`,
    lines: () => [["Somebody else is still needed."]],
  },
  extended: {
    title: ({ id }) => `${id}: extended`,
    lines: (request) => [until(request), ["The requester is told."]],
  },
  "extension-denied": {
    title: ({ id }) => `${id}: not extended`,
    lines: () => [["The requester is told, with your reason."]],
  },
  ended: {
    title: ({ id }) => `${id}: ended`,
    lines: () => [["Thank you. Sign out everywhere, and hand every part back to its custodian."]],
  },
  ...reviewAnswerWords,
};

export const refusedTitle = "Nothing was done";

export const notRecorded = {
  title: "Not recorded",
  lines: [
    ["I could not write this down, so it does not count. Try again in a moment, or use the printed runbook."],
  ] satisfies Line[],
};

/** Names nothing: what cannot be read may be what this person must not know of. */
export const olderNode = {
  title: "Not decided",
  lines: [
    [
      "A newer version of me wrote what this is about, and the part of me that heard you is older. Nothing was recorded. ",
      "Ask again: a newer part may hear you. If it stays so, an admin must finish the upgrade; the printed runbook works.",
    ],
  ] satisfies Line[],
};

export const listWords = {
  open: "What is open",
  none: "Nothing is open, and nothing waits for you.",
  answerBy: ", answer by ",
  until: ", until ",
  notAttested: ". Not attested.",
  notReviewed: " Not reviewed.",
  /** By the first button of this person's own card. */
  waitsForYou: {
    approve: (id: string) => ` Waits for your answer: /breakglass approve ${id}`,
    attest: (id: string) => ` Waits for your word: /breakglass attest ${id}`,
    "clean-up": (id: string) => ` Waits for your review: /breakglass review ${id}`,
    review: (id: string) => ` Waits for your review: /breakglass review ${id}`,
    release: (id: string) => ` Waits for your part: /breakglass release ${id}`,
    end: (id: string) => ` Yours: /breakglass end ${id} when you are done`,
    withdraw: () => " Yours: you will hear in your chat with me",
  },
  accounts: "Emergency access accounts",
  ready: "ready",
  inUse: (id: string) => `in use: ${id}`,
  asked: (id: string) => `asked for: ${id}`,
  you: "Who I think you are",
  roles: "Roles",
  noRoles: "none",
  groups: "Groups",
  id: "Entra object id",
  chatId: "Chat id",
  keptBy: " kept by ",
  signsInAs: (upn: string) => ` Signs in as ${upn}.`,
};
