// Runbook: MFA, phones or the authenticator do not work.
import type { Kind } from "./kind.ts";

export const mfa: Kind = {
  helps: [
    "passwords are taken, and the second step fails for everybody: no call, no message, no prompt in the authenticator.",
    "the account has a key or a certificate, which needs no telephone.",
  ],
  not: [
    "the account itself has only a password, and the task needs a portal: the portals want a second step of every account.",
    "one person lost a telephone: the helpdesk does that.",
  ],
  first: [
    "Look at **status.cloud.microsoft** from a telephone. If Microsoft says that it is being mended, can the work wait?",
    "Try an administrator who has a security key: keys go on working when telephones do not.",
    "Keep every administrator's open window open. Nobody signs out.",
  ],
  scopes: "UserAuthenticationMethod.ReadWrite.All,Policy.Read.All,Policy.ReadWrite.ConditionalAccess",
  change: [
    "Give two administrators a Temporary Access Pass of one hour; it counts as a second step. Portal: the user, Authentication methods. Without it: **New-MgUserAuthenticationTemporaryAccessPassMethod -UserId ID -LifetimeInMinutes 60**.",
    "Read it to them on a call in which you know the voice. Never by chat or mail.",
    "They go on with their own accounts, and do the same for people whose work cannot wait.",
    "Only if that is not enough, and the head of security agrees: set the one policy that asks for MFA to report-only, and write down when.",
  ],
  leave: [
    "Registered methods: delete none, they work again when the outage is over.",
    "Security defaults and per-user MFA.",
  ],
  undo: [
    "Temporary Access Passes are deleted, the ones not used too.",
    "The policy, if you touched it, is **on** again.",
  ],
};
