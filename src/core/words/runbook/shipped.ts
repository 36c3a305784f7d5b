// The runbooks as they are shipped: for somebody who is locked out, under stress, and reads one step at a time.
import { bold } from "../../markdown.ts";
import type { TextBlock } from "../../paper.ts";
import type { Failure } from "../../wish.ts";
import { administratorsCompromised } from "./administrators-compromised.ts";
import { conditionalAccess } from "./conditional-access.ts";
import { directorySync } from "./directory-sync.ts";
import { federation } from "./federation.ts";
import type { Kind } from "./kind.ts";
import { lastAdministrator } from "./last-administrator.ts";
import { mfa } from "./mfa.ts";
import { other } from "./other.ts";
import { subscriptionOwner } from "./subscription-owner.ts";

const kinds: Record<Failure, Kind> = {
  "conditional-access-lockout": conditionalAccess,
  "mfa-outage": mfa,
  "federation-outage": federation,
  "last-administrator-lost": lastAdministrator,
  "administrators-compromised": administratorsCompromised,
  "subscription-ownership-lost": subscriptionOwner,
  "directory-sync-failure": directorySync,
  other,
};

export const shippedRunbook = (failure: Failure): TextBlock[] => {
  const { helps, not, first, scopes, change, leave, undo } = kinds[failure];
  return [
    ...section("Does break-glass help?", "•", [
      ...helps.map((when) => `**Yes:** ${when}`),
      ...not.map((when) => `**No:** ${when}`),
    ]),
    ...section("Look first", "1.", first),
    ...section("Ask", "1.", ask),
    ...section("Get the parts", "1.", parts),
    ...section("Sign in", "1.", signIn(scopes)),
    ...section("Change", "1.", change),
    ...section("Leave alone", "•", leave),
    ...section("End", "1.", [...undo, ...end]),
  ];
};

function section(title: string, marker: "1." | "•", sentences: readonly string[]): TextBlock[] {
  if (sentences.length === 0) return [];
  const items = sentences.map((sentence, i): TextBlock => {
    const own = marker === "1." ? `${i + 1}.` : marker;
    return { type: "item", marker: own, nested: false, words: bold(sentence) };
  });
  return [{ type: "heading", words: [title] }, ...items];
}

const ask = [
  "Slack or Teams: **/breakglass request**. Choose the account and what failed, and say why.",
  "Call an approver now. Do not wait until the message is read.",
  "Nobody answers, and it cannot wait: **/breakglass declare**. It is loud on purpose; a second person attests it later.",
  "No chat works: turn to “If chat is down” in the printed runbook.",
];

const parts = [
  "Call the custodian of each part. The list of accounts says where it lies and who hands it over.",
  "Open a safe in the presence of two people. Send no part by chat or mail.",
  "Each custodian types **/breakglass release BG-12**, with the number of your request.",
];

/** Microsoft wants a second factor of every account in the portals, and not (yet) in Graph. */
const signIn = (scopes: string) => [
  "Use a machine kept for administration, and a private browser window: **entra.microsoft.com**, with the account's full name.",
  `The portal does not load, or asks for a second factor that the account does not have: **Connect-MgGraph -TenantId TENANT -ContextScope Process -Scopes ${scopes}**. TENANT is in the list of accounts.`,
  "No answer from **login.microsoftonline.com** either: stop. Entra is down, no account helps. Give the parts back and wait.",
];

const end = [
  "Type **Disconnect-MgGraph**, sign out in every window, close them.",
  "Slack or Teams: **/breakglass end**.",
  "Give every part back. Somebody who did not use the account renews its credential within a day.",
  "Write down what you changed and when, for the review.",
];
