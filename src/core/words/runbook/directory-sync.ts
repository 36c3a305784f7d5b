// Runbook: what comes from the local directory is wrong or missing.
import type { Kind } from "./kind.ts";

export const directorySync: Kind = {
  helps: [
    "synchronisation deleted, blocked or changed the administrators' own accounts, so that none of them can sign in.",
  ],
  not: [
    "synchronisation is only late: people go on working with what is in Entra.",
    "a cloud-only administrator can sign in: everything below is theirs to do.",
  ],
  first: [
    "Stop it from getting worse, on the synchronisation server, with its own local administrator: **Set-ADSyncScheduler -SyncCycleEnabled $false**.",
    "Ask what was changed: a filter, an organisational unit, a server restored from a backup?",
  ],
  scopes: "User.ReadWrite.All,Directory.ReadWrite.All",
  change: [
    "Deleted administrators: Entra ID, Deleted users, restore. Without the portal: **Get-MgDirectoryDeletedItemAsUser -All**, then **Restore-MgDirectoryDeletedItem -DirectoryObjectId ID**.",
    "Blocked administrators: unblock them in the local directory if you can reach it, or appoint a cloud-only administrator (runbook “Last administrator lost”).",
    "The administrators go on, with the synchronisation stopped, until its cause is found.",
  ],
  leave: [
    "The tenant's synchronisation switch: turning it off takes up to three days and cannot be hurried.",
    "Mass changes by hand: the next synchronisation undoes them.",
  ],
  undo: [
    "A trial run shows no unexpected deletions, then: **Set-ADSyncScheduler -SyncCycleEnabled $true**.",
    "The threshold against accidental deletions is on.",
  ],
};
