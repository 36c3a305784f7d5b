// Runbook: a Conditional Access policy locks everybody out.
import type { Kind } from "./kind.ts";

export const conditionalAccess: Kind = {
  helps: [
    "people reach the sign-in page, and a policy turns them away (error 53003, “You cannot access this right now”).",
  ],
  not: [
    "an administrator still has a session that works: use that one, before it ends.",
    "the account was not left out of the policy. Use the other account, or call Microsoft.",
  ],
  first: [
    "Ask who changed a policy in the last hours. Read the policy's name in the error's “More details”.",
    "Keep every administrator's open window open. Nobody signs out.",
  ],
  scopes: "Policy.Read.All,Policy.ReadWrite.ConditionalAccess",
  change: [
    "Portal: Entra ID, Conditional Access, Policies, sorted by when they were modified. Without the portal: **Get-MgIdentityConditionalAccessPolicy -All | Sort-Object ModifiedDateTime**.",
    "Write down the policy's id and state. Set **that one policy** to report-only: **Update-MgIdentityConditionalAccessPolicy -ConditionalAccessPolicyId ID -State enabledForReportingButNotEnforced**.",
    "Wait five minutes. Let a normal administrator sign in, in a new private window.",
    "The administrator goes on from here with their own account.",
  ],
  leave: [
    "All other policies. Do not turn Conditional Access off as a whole.",
    "The exclusion groups: nobody is added to them to help out.",
  ],
  undo: ["The policy is repaired, tested in report-only, and **on** again, or somebody has a date for it."],
};
