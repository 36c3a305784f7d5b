// Runbook: nobody is left who may administer the directory.
import type { Kind } from "./kind.ts";

export const lastAdministrator: Kind = {
  helps: [
    "the last Global Administrator left, was deleted, blocked or lost every method, and nobody else has the role.",
  ],
  not: [
    "somebody may still activate the role in Privileged Identity Management: they should.",
    "the administrator only forgot a password, and another one can reset it.",
  ],
  first: [
    "Ask every person who had the role. Look at who approves in Privileged Identity Management.",
    "Did somebody take the roles away on purpose? Then it is an attack: use “Administrators compromised”.",
  ],
  scopes: "RoleManagement.ReadWrite.Directory,User.ReadWrite.All",
  change: [
    "Agree on a call who becomes administrator: a person by name, with a phishing-resistant method.",
    "An account that was deleted less than 30 days ago: restore it (**Restore-MgDirectoryDeletedItem -DirectoryObjectId ID**). One that was blocked: **Update-MgUser -UserId ID -AccountEnabled:$true**.",
    "Give the role. Portal: Roles and admins, Global Administrator. Without it: **New-MgRoleManagementDirectoryRoleAssignment -PrincipalId ID -RoleDefinitionId 62e90394-69f5-4237-9190-012177145e10 -DirectoryScopeId /**.",
    "The new administrator signs in and does all the rest with their own account.",
  ],
  leave: [
    "The roles of the emergency accounts.",
    "Everything that the new administrator can do: it is not your task.",
  ],
  undo: [
    "There are two administrators again, and neither shares an account.",
    "The role is eligible and not permanent, if that is how you do it.",
  ],
};
