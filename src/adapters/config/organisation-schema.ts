// What the file says about people and accounts. Every key has a description: an editor shows it.
import { z } from "zod";
import { clock, groupName, guid, handle, slackUser, text, timeZone, upn } from "./leaves.ts";

/** In the order of their numbers: Monday is 1. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

const workingHours = z
  .strictObject({
    from: clock("When they begin. Usually 09:00.", "09:00"),
    until: clock("When they end, on the same day. Usually 17:00.", "17:00"),
    days: z
      .array(z.enum(weekdays).meta({ description: "A day of the week.", examples: ["monday"] }))
      .min(1)
      .meta({ description: "On which days. Usually Monday to Friday." }),
  })
  .partial()
  .meta({
    description:
      "When people may be reminded of what has time, in the organisation's time zone. Alerts know no hours.",
  });

export const organisation = z
  .strictObject({
    name: text("The name that cards and reports show.", "Contoso"),
    tenant: guid("The one Entra tenant that this deployment serves: its directory (tenant) id."),
    timeZone: timeZone("IANA name, for where a platform cannot show a moment in the reader's own zone."),
    workingHours: workingHours.optional(),
  })
  .meta({ description: "Whose emergency access accounts these are." });

const roles = ["responder", "approver", "custodian", "soc", "admin", "auditor"] as const;

const person = z.strictObject({
  handle: handle("A short name for this person, used in this file only. Lower case, begins with a letter."),
  name: text("The name that cards show.", "Alice Adams"),
  objectIds: z
    .array(guid("An Entra object id of this human."))
    .min(1)
    .max(10)
    .meta({
      description:
        "Every Entra account of this human, daily and admin, by object id. The first one is who they are in the record; " +
        "keep it first for ever. Two accounts of one human count as one person.",
    }),
  slack: slackUser(
    "Slack member id (profile, three dots, Copy member ID). Whoever has this id is this person.",
  ).optional(),
  roles: z
    .array(z.enum(roles).meta({ description: "A role.", examples: ["responder"] }))
    .min(1)
    .meta({
      description:
        "What they may do. responder: ask for an account. approver: answer. custodian: hand a part of a credential over. " +
        "soc: handle alerts. admin: keep the service. auditor: read the record.",
    }),
  groups: z
    .array(groupName("A group that a quorum's mix can ask for."))
    .optional()
    .meta({ description: "Groups of approvers that a quorum's mix can ask for." }),
  tier: z
    .literal([1, 2])
    .optional()
    .meta({
      description:
        "Approvers of tier 1 are asked at once, those of tier 2 when tier 1 has not answered. Usually 1.",
      examples: [1],
    }),
});

export const people = z
  .array(person)
  .min(1)
  .max(2000)
  .meta({ description: "Everybody who has anything to do with the accounts. Nobody else is heard." });

const custodyKinds = [
  "hardware-key",
  "certificate",
  "split-password",
  "password-and-token",
  "vault",
] as const;

const part = z.strictObject({
  name: text("What it is, as the custodian knows it.", "envelope A", 40),
  place: text("Where it lies, so that it is found in an emergency.", "Safe in Berlin, room 4", 200),
  custodians: z
    .array(handle("The handle of a person with the role custodian."))
    .min(1)
    .meta({ description: "Who may hand this part over, by handle. Name two, for holidays." }),
});

const custody = z
  .strictObject({
    kind: z
      .enum(custodyKinds)
      .meta({ description: "How the credential is kept.", examples: ["hardware-key"] }),
    parts: z.array(part).min(1).max(20).meta({
      description: "The parts of the credential: each envelope, key or PIN that somebody must hand over.",
    }),
  })
  .meta({ description: "How the account's credential is kept, and by whom." });

const quorum = z
  .strictObject({
    approvals: z
      .int()
      .min(1)
      .max(9)
      .optional()
      .meta({
        description: "How many different people must approve, the requester not among them. Usually 1.",
        examples: [1],
      }),
    mix: z.array(groupName("A group of approvers.")).min(1).max(3).optional().meta({
      description: "Groups that must each be among them with a person of its own: [security, identity].",
    }),
  })
  .meta({ description: "Whose agreement opens the account." });

const account = z.strictObject({
  label: text("What people call it. Shown on cards and in the form.", "Emergency 1", 40),
  objectId: guid("The account's Entra object id. This is the account; label and UPN are only its names."),
  upn: upn("The account's user principal name, best in the tenant's onmicrosoft.com domain."),
  custody,
  quorum: quorum.optional(),
});

export const accounts = z
  .array(account)
  .min(1)
  .max(50)
  .meta({ description: "The emergency access accounts. Have at least two." });
