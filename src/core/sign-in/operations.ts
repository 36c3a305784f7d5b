// The one table of what Entra calls its operations in the audit log, and what each is about.
// Names: Microsoft's list of audit activities, and those that real logs write differently.
import type { Topic } from "../alert/events.ts";

const operations: Record<Exclude<Topic, "other">, readonly string[]> = {
  credential: [
    "Reset password",
    "Reset user password",
    "Change password",
    "Change user password",
    "Set force change user password",
    "Update PasswordProfile",
    "Admin started password reset",
    "Self-service password reset flow activity progress",
    "Blocked from self-service password reset",
    "Unlock user account",
    "Update StsRefreshTokenValidFrom Timestamp",
    "Convert federated user to managed",
  ],
  method: [
    "Enable Strong Authentication",
    "Disable Strong Authentication",
    "Add users strong authentication phone app detail",
    "Remove users strong authentication phone app detail",
    "Security info saved for self-service password reset",
    "User registered security info",
    "User registered all required security info",
    "User started security info registration",
    "User updated security info",
    "User changed default security info",
    "User deleted security info",
    "Admin registered security info",
    "Admin updated security info",
    "Admin deleted security info",
    "Get passkey creation options",
    "Add FIDO2 security key",
    "Delete FIDO2 security key",
    "Add passkey",
    "Delete passkey",
    "Add Windows Hello for Business credential",
    "Delete Windows Hello for Business credential",
    "Add passwordless phone sign-in credential",
    "Delete passwordless phone sign-in credential",
    "Add platform credential",
    "Delete platform credential",
    "Fraud reported",
    "Suspicious activity reported",
  ],
  role: [
    "Add member to role",
    "Remove member from role",
    "Add eligible member to role",
    "Remove eligible member from role",
    "Add scoped member to role",
    "Remove scoped member from role",
    "Add role assignment to role definition",
    "Remove role assignment from role definition",
    "Remove permanent direct role assignment",
    "Remove permanent eligible role assignment",
    "Update role setting in PIM",
    "Disable PIM alert",
    "User has elevated their access to User Access Administrator",
    "Microsoft.Authorization/elevateAccess",
    "Add app role assignment",
  ],
  group: [
    "Add member to group",
    "Remove member from group",
    "Add owner to group",
    "Remove owner from group",
    "Update group",
    "Delete group",
    "Hard delete group",
    "Restore group",
  ],
  policy: [
    "Add conditional access policy",
    "Update conditional access policy",
    "Delete conditional access policy",
    "Add policy",
    "Update policy",
    "Delete policy",
    "Add named location",
    "Update named location",
    "Delete named location",
    "Update security defaults",
    "Update continuous access evaluation",
    "Authentication Methods Policy",
    "Authentication Strength",
    "Set domain authentication",
    "Set federation settings on domain",
    "Update domain",
    "Add CertificationBasedAuthConfiguration",
  ],
  account: [
    "Disable account",
    "Enable account",
    "Delete user",
    "Hard delete user",
    "Restore user",
    "Add user",
    "Add member to restricted management administrative unit",
    "Remove member from restricted management administrative unit",
    "ConfirmAccountCompromised",
    "ConfirmSafe",
    "DismissUser",
  ],
  sight: [
    "Microsoft.aadiam/diagnosticSettings",
    "Microsoft.Insights/diagnosticSettings",
    "Microsoft.Insights/ScheduledQueryRules",
    "Microsoft.Insights/ActionGroups",
    "Microsoft.Insights/ActivityLogAlerts",
  ],
};

/** What `Update user` is about, by the properties that it changed; the first that fits. */
const properties: readonly (readonly [Topic, readonly string[]])[] = [
  ["account", ["AccountEnabled", "UserPrincipalName", "UserType", "IsSoftDeleted"]],
  ["credential", ["PasswordProfile", "PasswordPolicies", "StsRefreshTokensValidFrom"]],
  [
    "method",
    [
      "StrongAuthenticationMethod",
      "StrongAuthenticationRequirement",
      "StrongAuthenticationUserDetails",
      "StrongAuthenticationPhoneAppDetail",
      "SearchableDeviceKey",
    ],
  ],
];

/** The account could not be used after these. */
const endings: readonly string[] = ["Disable account", "Delete user", "Hard delete user"];

export type Renewal = "password" | "key-added" | "key-deleted";

/** The credential is another one after these. What may have changed something else is not among them: doubt proves nothing. */
const renewals: Record<Renewal, readonly string[]> = {
  password: ["Reset password", "Reset user password", "Change password", "Change user password"],
  "key-added": ["Add FIDO2 security key", "Add passkey"],
  "key-deleted": ["Delete FIDO2 security key", "Delete passkey"],
};

/** Words only: logs differ in case and in punctuation, `Delete FIDO2 security key(s)`. */
const words = (text: string): string =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join(" ");

/** What each name of a table stands for. */
const byName = <Meaning extends string>(table: Readonly<Partial<Record<Meaning, readonly string[]>>>) =>
  new Map(
    Object.entries<readonly string[] | undefined>(table).flatMap(([meaning, names = []]) =>
      names.map((name) => [words(name), meaning as Meaning] as const),
    ),
  );

const known = byName<Topic>(operations);
const renewing = byName<Renewal>(renewals);
const endingWords = new Set(endings.map(words));

/** More words may follow the name: `Reset password (by admin)`. A name not in the table is `other`. */
export function topicOf(operation: string, changed: readonly string[]): Topic {
  const name = words(operation);
  if (isUpdate(name)) {
    const topic = properties.find(([, names]) => names.some((one) => has(changed, one)))?.[0];
    if (topic) return topic;
  }
  return shortened(name, (one) => known.get(one)) ?? "other";
}

/** It disables or deletes an account, or may do so: `Update user` does not say which way the switch went. */
export function endsAccount(operation: string, changed: readonly string[]): boolean {
  const name = words(operation);
  if (isUpdate(name)) return has(changed, "AccountEnabled");
  return shortened(name, (one) => endingWords.has(one) || undefined) ?? false;
}

/** What of a credential it renews; undefined: nothing, or nobody can tell. */
export const renewalOf = (operation: string): Renewal | undefined =>
  shortened(words(operation), (name) => renewing.get(name));

const isUpdate = (name: string): boolean => name === "update user" || name.startsWith("update user ");

const has = (changed: readonly string[], property: string): boolean =>
  changed.some((one) => one.trim().toLowerCase() === property.toLowerCase());

/** The answer for the name, or for the longest beginning of it that has one. */
function shortened<Found>(name: string, find: (name: string) => Found | undefined): Found | undefined {
  for (let rest = name; rest !== ""; rest = rest.slice(0, Math.max(0, rest.lastIndexOf(" ")))) {
    const found = find(rest);
    if (found !== undefined) return found;
  }
  return undefined;
}
