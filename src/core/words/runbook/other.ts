// Runbook: something else, or nobody knows yet.
import type { Kind } from "./kind.ts";

export const other: Kind = {
  helps: [
    "signing in works in principle, and the reason that stops everybody lies in your own tenant.",
    "only the portals are down: sign in, and work with PowerShell.",
  ],
  not: [
    "Entra itself is down. An account that was not used lately has no session, and its sign-in fails like everybody's.",
    "one person cannot sign in: the helpdesk does that.",
  ],
  first: [
    "From a telephone without company Wi-Fi: **status.cloud.microsoft**, and a search for news of an outage.",
    "Open **login.microsoftonline.com/common/.well-known/openid-configuration**. A page of text: Entra answers. Nothing: it is down.",
    "Entra is down: keep every open window open, restart nothing (this bot neither), open no safe, and wait. Look again every 15 minutes.",
    "Entra answers, the portal does not: you need the account only if no administrator can use PowerShell.",
    "Is the network or the name service at fault? Try from another network.",
    "You know now what it is: take that runbook.",
  ],
  scopes: "Directory.Read.All",
  change: [
    "Look, and write down what you see: Entra ID, Sign-in logs. Without the portal: **Get-MgAuditLogSignIn -Top 50** (needs AuditLog.Read.All).",
    "Agree with a second person, on a call, on each change before you make it. The smallest one first.",
    "As soon as an administrator can work, they go on.",
  ],
  leave: ["Everything that you do not need to change to let one administrator in."],
  undo: ["Go through what you wrote down, and take each change back that was not a repair."],
};
