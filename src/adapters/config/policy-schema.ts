// What the file says about the times of the process. Every key has a description: an editor shows it.
import { z } from "zod";
import { defaultPolicy, type Policy } from "../../core/policy.ts";
import { durationText } from "./duration.ts";
import { duration } from "./leaves.ts";

const usually = (key: keyof Policy) => (defaultPolicy[key] === 0 ? "0d" : durationText(defaultPolicy[key]));

export const policy = z
  .strictObject({
    answerWithin: duration("A request that nobody answered is over after this.", usually("answerWithin")),
    nextTierAfter: duration("Approvers of tier 2 are asked after this.", usually("nextTierAfter")),
    remindEvery: duration("Approvers who have not answered are reminded this often.", usually("remindEvery")),
    defaultWindow: duration(
      "How long an account may be used, as the form offers it.",
      usually("defaultWindow"),
    ),
    longestWindow: duration("The longest use that one approval opens.", usually("longestWindow")),
    closingNotice: duration(
      "People who use an account are told this long before the end.",
      usually("closingNotice"),
    ),
    attestWithin: duration(
      "A declaration must be attested by a second person in this.",
      usually("attestWithin"),
    ),
    attestRepeat: duration("A missed attestation is told again this often.", usually("attestRepeat")),
    clockTolerance: duration(
      "A sign-in this close to a window is inside it: two clocks may differ.",
      usually("clockTolerance"),
    ),
    declareAfterwards: duration(
      "A declaration also covers sign-ins this long before it.",
      usually("declareAfterwards"),
    ),
    outsideWindowFor: duration(
      "A sign-in this long after its request ended is told as outside the window; a later one as unmatched.",
      usually("outsideWindowFor"),
    ),
    burstGap: duration("Sign-ins no further apart than this are one alert.", usually("burstGap")),
    failuresRemembered: duration(
      "Failed attempts this long before a success make the success suspicious.",
      usually("failuresRemembered"),
    ),
    alertRepeat: duration(
      "A critical alert that nobody acknowledged is repeated after this, then after twice as long, and so on.",
      usually("alertRepeat"),
    ),
    longestAlertRepeat: duration(
      "A critical alert that nobody acknowledged is repeated at least this often.",
      usually("longestAlertRepeat"),
    ),
    renewWithin: duration(
      "A credential may be renewed this long after a use; at another time a change is an alert.",
      usually("renewWithin"),
    ),
    rotateAfterUse: duration("A used credential must be renewed within this.", usually("rotateAfterUse")),
    rotateAfterStaffChange: duration(
      "A credential must be renewed within this when somebody left who knew or kept a part of it.",
      usually("rotateAfterStaffChange"),
    ),
    rotateAfterSuspicion: duration(
      "A credential must be renewed within this when somebody may know it who should not.",
      usually("rotateAfterSuspicion"),
    ),
    rotatePasswords: duration(
      "A password that nobody used is renewed this often; 0d: never.",
      usually("rotatePasswords"),
    ),
    rotateKeys: duration(
      "A key or certificate that nobody used is renewed this often; 0d: never.",
      usually("rotateKeys"),
    ),
    drillEvery: duration("Each account is drilled at least this often.", usually("drillEvery")),
    drillAfterStaffChange: duration(
      "An account is drilled this soon after somebody left who had to do with it.",
      usually("drillAfterStaffChange"),
    ),
    drillAfterFailure: duration(
      "An account is drilled again this soon after a drill that failed.",
      usually("drillAfterFailure"),
    ),
    drillWithin: duration("A drill that was begun must be finished within this.", usually("drillWithin")),
    reviewWithin: duration("A use must be reviewed within this.", usually("reviewWithin")),
  } satisfies Record<keyof Policy, z.ZodType>)
  .partial()
  .meta({ description: "The times of the process, as 30m, 4h, 1h30m or 90d. What is left out is as usual." });
