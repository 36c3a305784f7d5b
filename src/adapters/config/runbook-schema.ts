// What the file says about runbooks: the organisation's own text for a kind of failure, as a Markdown file.
import { z } from "zod";
import type { Failure } from "../../core/wish.ts";
import { failureWords } from "../../core/words/failures.ts";
import { markdownFile } from "./leaves.ts";

const own = (failure: Failure) =>
  markdownFile(`Your own runbook for: ${failureWords[failure].label}. The path is seen from this file.`);

export const runbooks = z
  .strictObject({
    "conditional-access-lockout": own("conditional-access-lockout"),
    "mfa-outage": own("mfa-outage"),
    "federation-outage": own("federation-outage"),
    "last-administrator-lost": own("last-administrator-lost"),
    "administrators-compromised": own("administrators-compromised"),
    "subscription-ownership-lost": own("subscription-ownership-lost"),
    "directory-sync-failure": own("directory-sync-failure"),
    other: own("other"),
  } satisfies Record<Failure, z.ZodType>)
  .partial()
  .meta({
    description: "Your own runbooks, as Markdown files. For what is left out, the shipped one is shown.",
  });
