// What failed, and whether break-glass helps against it.
import type { CustodyKind } from "../organisation.ts";
import type { Failure } from "../wish.ts";

export const failureWords: Record<Failure, { label: string; advice: string }> = {
  "conditional-access-lockout": {
    label: "Conditional Access locks everybody out",
    advice:
      "Break-glass helps: the account is excluded from every policy. Undo the policy that locked people out.",
  },
  "mfa-outage": {
    label: "MFA or phone outage",
    advice:
      "Break-glass helps: the account's method does not depend on phones. Change no policy you need not change.",
  },
  "federation-outage": {
    label: "Federation or identity provider outage",
    advice: "Break-glass helps: the account is cloud-only and does not sign in through federation.",
  },
  "last-administrator-lost": {
    label: "Last administrator lost",
    advice: "Break-glass helps: appoint a new administrator, then end.",
  },
  "administrators-compromised": {
    label: "Administrators compromised",
    advice: "Break-glass helps: block the compromised accounts and revoke their sessions first.",
  },
  "subscription-ownership-lost": {
    label: "Azure subscription ownership lost",
    advice: "Break-glass helps: elevate access, restore the owner, and remove the elevation again.",
  },
  "directory-sync-failure": {
    label: "Directory synchronisation failure",
    advice:
      "Break-glass helps only if the admins' own accounts are affected; the account is not synchronised.",
  },
  other: {
    label: "Something else",
    advice: "Make sure that Entra itself answers: if it is down, break-glass cannot sign in either.",
  },
};

export const entraDown =
  "If Entra ID itself is down, break-glass does not help: an account without a session cannot sign in. Check status.cloud.microsoft first.";

export const custodyWords: Record<CustodyKind, string> = {
  "hardware-key": "Hardware key",
  certificate: "Certificate",
  "split-password": "Password in parts",
  "password-and-token": "Password and token",
  vault: "Vault",
};
