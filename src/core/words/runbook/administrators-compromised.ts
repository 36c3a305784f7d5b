// Runbook: somebody else acts as an administrator.
import type { Kind } from "./kind.ts";

export const administratorsCompromised: Kind = {
  helps: [
    "administrators' accounts cannot be trusted or were locked out by the attacker: the emergency account is one that nobody used before.",
  ],
  not: [
    "a trusted administrator can still block the others: do it at once with that account, every minute counts.",
    "an emergency account is the one that was misused: use the other one.",
  ],
  first: [
    "Call the SOC. Call people by telephone: the attacker may read chat and mail.",
    "Use a machine that no compromised account ever signed in to.",
  ],
  scopes:
    "User.ReadWrite.All,User.RevokeSessions.All,RoleManagement.ReadWrite.Directory,AuditLog.Read.All,Application.Read.All",
  change: [
    "Block each compromised account: **Update-MgUser -UserId ID -AccountEnabled:$false**.",
    "End its sessions: **Revoke-MgUserSignInSession -UserId ID**. What was open can still work for an hour; block first, then revoke.",
    "Take away what the attacker gave: new role assignments, new methods, new owners and secrets of applications, consents, exclusions from policies, federated domains. The SOC has the list from the audit log.",
    "Look whether anybody touched the emergency accounts: methods, roles, groups, policies.",
    "Appoint a clean administrator, who goes on.",
  ],
  leave: [
    "Evidence: block, do not delete. Change no log settings.",
    "Accounts of which nobody knows that they are bad: the SOC decides.",
  ],
  undo: [
    "Blocked people get new credentials, in person, before they are let in again.",
    "Renew the credentials of **all** emergency accounts, also of those not used.",
  ],
};
