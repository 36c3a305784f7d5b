import { describe, expect, test } from "vitest";
import type { Topic } from "../../../src/core/alert/events.ts";
import { endsAccount, type Renewal, renewalOf, topicOf } from "../../../src/core/sign-in/operations.ts";

/** As Microsoft's page and real logs write them. */
const seen: Record<Topic, readonly string[]> = {
  credential: [
    "Reset password",
    "Reset user password",
    "Reset password (by admin)",
    "Reset password (self-service)",
    "Change password (self-service)",
    "Change user password",
    "Set force change user password",
    "Update PasswordProfile",
    "Update StsRefreshTokenValidFrom Timestamp",
    "Unlock user account (self-service)",
    "Blocked from self-service password reset",
    "Self-service password reset flow activity progress",
    "Admin started password reset",
    "Convert federated user to managed",
  ],
  method: [
    "User registered security info",
    "User registered all required security info",
    "User deleted security info",
    "User changed default security info",
    "Admin registered security info",
    "Admin deleted security info",
    "Security info saved for self-service password reset",
    "Add FIDO2 security key",
    "Delete FIDO2 security key(s)",
    "Add Windows Hello for Business credential",
    "Add passwordless phone sign-in credential",
    "Disable Strong Authentication",
    "Add users strong authentication phone app detail",
    "Remove users strong authentication phone app detail",
    "Fraud reported - user is blocked for MFA",
    "Suspicious activity reported",
    "Get passkey creation options",
  ],
  role: [
    "Add member to role",
    "Remove member from role",
    "Add eligible member to role",
    "Add member to role in PIM completed (permanent)",
    "Add member to role in PIM completed (timebound)",
    "Add member to role outside of PIM (permanent)",
    "Add member to role completed (PIM activation)",
    "Remove member from role in PIM completed (permanent)",
    "Remove permanent direct role assignment",
    "Add role assignment to role definition",
    "Update role setting in PIM",
    "Disable PIM alert",
    "User has elevated their access to User Access Administrator for their Azure Resources",
    "Microsoft.Authorization/elevateAccess/action",
    "Add app role assignment to service principal",
  ],
  group: [
    "Add member to group",
    "Remove member from group",
    "Add owner to group",
    "Update group",
    "Delete group",
    "Hard Delete group",
  ],
  policy: [
    "Add Conditional Access policy",
    "Update conditional access policy",
    "Delete Conditional Access policy",
    "Update policy",
    "Delete named location",
    "Update security defaults",
    "Authentication Methods Policy Update",
    "Authentication Strength Combination Configuration Create",
    "Set domain authentication",
    "Set federation settings on domain",
    "Add CertificationBasedAuthConfiguration",
  ],
  account: [
    "Disable account",
    "Enable account",
    "Delete user",
    "Hard Delete user",
    "Restore user",
    "Add user",
    "Remove member from restricted management administrative unit",
    "ConfirmAccountCompromised",
  ],
  sight: [
    "Microsoft.aadiam/diagnosticSettings/delete",
    "microsoft.insights/scheduledQueryRules/write",
    "Microsoft.Insights/ActionGroups/delete",
  ],
  other: [
    "Update user",
    "Change user license",
    "Consent to application",
    "Add users",
    "Reset passwordless sign-in",
    "",
    "Ändere das Kennwort",
  ],
};

describe("F6: what an operation is about", () => {
  const all = Object.entries(seen).flatMap(([topic, names]) => names.map((name) => ({ topic, name })));

  test.each(all)("'$name' is about $topic, in any case and with more text behind it", ({ topic, name }) => {
    for (const one of [name, name.toUpperCase(), ` ${name.toLowerCase()} `, `${name} (preview)`])
      expect(topicOf(one, []), one).toBe(topic);
  });

  test.each([
    ["AccountEnabled", "account"],
    ["UserPrincipalName", "account"],
    ["UserType", "account"],
    ["PasswordProfile", "credential"],
    ["StrongAuthenticationMethod", "method"],
    ["strongauthenticationmethod", "method"],
    ["JobTitle", "other"],
  ])("'Update user' that changes %s is about %s", (property, topic) => {
    expect(topicOf("Update user", ["Included Updated Properties", property])).toBe(topic);
    expect(topicOf("Update group", [property])).toBe("group");
  });
});

describe("what takes an account away", () => {
  test.each(["Disable account", "delete user", "Hard Delete user", "Delete user (bulk)"])("%s", (name) => {
    expect(endsAccount(name, [])).toBe(true);
  });

  test("an update of the switch may have turned it off", () => {
    expect(endsAccount("Update user", ["AccountEnabled"])).toBe(true);
    expect(endsAccount("Update user", ["StrongAuthenticationMethod"])).toBe(false);
    expect(endsAccount("Update device", ["AccountEnabled"])).toBe(false);
  });

  test.each(["Enable account", "Restore user", "Reset user password", "Delete group", ""])(
    "not %s",
    (name) => {
      expect(endsAccount(name, [])).toBe(false);
    },
  );
});

describe("what gives an account another credential", () => {
  test.each<[string, Renewal]>([
    ["Reset password (by admin)", "password"],
    ["Reset user password", "password"],
    ["change password (self-service)", "password"],
    ["Change user password", "password"],
    ["Add FIDO2 security key", "key-added"],
    ["Add passkey (device-bound)", "key-added"],
    ["Delete FIDO2 security key(s)", "key-deleted"],
    ["Delete passkey", "key-deleted"],
  ])("%s: %s", (name, expected) => {
    expect(renewalOf(name)).toBe(expected);
  });

  test("and nothing else: doubt proves nothing", () => {
    const doubtful = [...seen.credential, ...seen.method].filter((name) => renewalOf(name) === undefined);
    expect(doubtful).toEqual(
      expect.arrayContaining([
        "Set force change user password",
        "Update PasswordProfile",
        "Blocked from self-service password reset",
        "Admin started password reset",
        "User registered security info",
        "Add Windows Hello for Business credential",
        "Get passkey creation options",
      ]),
    );
    for (const topic of ["role", "group", "policy", "account", "sight", "other"] as const)
      for (const name of seen[topic]) expect(renewalOf(name), name).toBeUndefined();
    expect(renewalOf("")).toBeUndefined();
  });
});
