// Runbook: nobody owns an Azure subscription any more.
import type { Kind } from "./kind.ts";

export const subscriptionOwner: Kind = {
  helps: [
    "a subscription has no owner who can sign in. A Global Administrator may give themselves access to all of them.",
  ],
  not: [
    "somebody is owner of a management group above it: they can give the role.",
    "the subscription is in another tenant, or was cancelled: call Microsoft billing.",
  ],
  first: [
    "Read the subscription's id from a bill or a script, and ask who owns what is above it.",
    "A Global Administrator who can sign in does the same with their own account: then this account stays in its safe.",
  ],
  scopes: "User.Read.All",
  change: [
    'Portal: Entra ID, Properties, **Access management for Azure resources: Yes**. Without it: **az login --tenant TENANT --allow-no-subscriptions**, then **az rest --method post --url "/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01"**.',
    "Sign out and in again. Changes in Azure need a second factor, of this account too.",
    "Make one named person owner: **az role assignment create --assignee ID --role Owner --scope /subscriptions/SUBSCRIPTION**.",
    "The owner signs in, and sees the subscription.",
  ],
  leave: ["All other subscriptions. While you are elevated you may change every one of them."],
  undo: [
    'Take the elevation away: the same switch to **No**, or **az role assignment delete --assignee ID --role "User Access Administrator" --scope /** with the account\'s id.',
    "A second person looks that it is gone: **az role assignment list --scope /**.",
    "Type **az logout**.",
  ],
};
