// What stands around a runbook, in chat and on paper; the runbooks themselves are in runbook/.
import type { Failure } from "../wish.ts";

/** What is typed for each kind; the long name is understood too. */
export const kindWords: Record<Failure, string> = {
  "conditional-access-lockout": "conditional access",
  "mfa-outage": "mfa",
  "federation-outage": "federation",
  "last-administrator-lost": "last administrator",
  "administrators-compromised": "compromised",
  "subscription-ownership-lost": "subscription",
  "directory-sync-failure": "sync",
  other: "other",
};

export const runbookWords = {
  listTitle: "Runbooks: what failed?",
  title: (label: string) => `Runbook: ${label}`,
  unknown: "I know no runbook for that, or more than one. These are the kinds:",
  choose: "Type the line of what failed. Not sure: begin with the last one.",
  say: (failure: Failure) => `/breakglass runbook ${kindWords[failure]}`,
  own: (name: string) => `This is the text of ${name} itself.`,
  shortened: (failure: Failure) =>
    `It goes on in the printed runbook. Whoever keeps this service prints it: breakglass runbook --kind ${failure}.`,
  tenant: "Tenant",
  moreAccounts: "More accounts",
  seeAccounts: "/breakglass accounts lists them all.",
};

export const paperWords = {
  title: (name: string) => `${name}: emergency access to Microsoft Entra`,
  printed: (date: string) => `Printed ${date}.`,
  cover: "Begin here",
  begin: [
    "Write down the time, and from now on everything that you do.",
    "What failed? Turn to that page. It says first whether an emergency account helps at all.",
    "Ask in chat, as said below. No chat works: turn to “If chat is down”.",
  ],
  helpsNot: "When no account helps",
  pages: "Pages, in this order",
  keep: "Keep these pages like a key",
  about: (name: string) =>
    `They hold no secret, but they say where the safes of ${name} are. One copy lies with each part of a credential, one where the people on duty find it. Print them anew when people, places or accounts change.`,
  reach: "Reach the bot",
  slack: "**Slack:** type **/breakglass request** in any channel.",
  teams:
    "**Teams:** write **request** to Breakglass in a personal chat, or **@Breakglass request** in a channel.",
  commands:
    "**/breakglass declare** opens an account without approval, loudly. **/breakglass runbook** shows these pages.",
  accounts: "Accounts, and who keeps them",
  tenant: (id: string) => `**TENANT** in the commands is **${id}**.`,
  signsInAs: "Signs in as ",
  approvals: (count: number, groups: readonly string[]) =>
    `${count === 1 ? "One approval is needed" : `${count} approvals of different people are needed`}${
      groups.length > 0 ? `, one each of ${groups.join(", ")}` : ""
    }; never the requester's own.`,
  part: (place: string, keepers: string) => `: ${place}. Kept by ${keepers}.`,
  telephones: "Telephone numbers, written in by hand",
  extraLines: ["Microsoft support, with contract number", "Conference line", "", "", "", ""],
  chatDown: "If chat is down",
  whileDown: (afterwards: string, attestWithin: string) => [
    "Try the other chat. Each one is enough by itself.",
    "Neither works: call an approver. Say who you are, what failed, which account you need and for how long. Write down name, answer and time.",
    "Nobody answers, and it cannot wait: go on. You declare it afterwards.",
    "Call the SOC: which account will sign in now, and why.",
    "Call the custodian of each part. Two people open a safe; write down who and when.",
    "Take the page of what failed, and begin at “Sign in”.",
    "Done: sign out everywhere, give the parts back, write down the time.",
    `As soon as a chat works: **/breakglass declare**, with the times from your notes. It covers what was done up to ${afterwards} before it. Tell the SOC about anything older.`,
    `A second person attests it within ${attestWithin}: **/breakglass attest**, with the approver's name.`,
  ],
  notes: "Notes: what was done, by whom, when",
  noteLines: 10,
};
