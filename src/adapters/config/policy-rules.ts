// Whether the times of the process fit each other: a reminder after the end, or a window longer than the longest.
import type { Policy } from "../../core/policy.ts";
import { durationText } from "./duration.ts";
import type { Finding } from "./problem.ts";

const day = 24 * 60;

/** The least and the most of each, in minutes. */
const ranges: Record<keyof Policy, readonly [least: number, most: number]> = {
  answerWithin: [1, day],
  nextTierAfter: [1, day],
  remindEvery: [1, day],
  defaultWindow: [5, day],
  longestWindow: [5, day],
  closingNotice: [1, day],
  attestWithin: [5, 7 * day],
  attestRepeat: [5, 7 * day],
  // Clocks that differ by more are broken; a window that begins much too early would let anything in.
  clockTolerance: [0, 30],
  // Longer, and a declaration could excuse what somebody else did the day before.
  declareAfterwards: [0, day],
  outsideWindowFor: [0, 7 * day],
  burstGap: [1, 4 * 60],
  failuresRemembered: [0, day],
  alertRepeat: [1, 4 * 60],
  longestAlertRepeat: [1, day],
  renewWithin: [60, 7 * day],
  rotateAfterUse: [60, 7 * day],
  rotateAfterStaffChange: [60, 30 * day],
  rotateAfterSuspicion: [15, day],
  rotatePasswords: [day, 2 * 365 * day],
  rotateKeys: [day, 10 * 365 * day],
  drillEvery: [day, 365 * day],
  drillAfterStaffChange: [60, 90 * day],
  drillAfterFailure: [60, 90 * day],
  drillWithin: [60, 14 * day],
  reviewWithin: [60, 30 * day],
};

/** Where 0 means never. */
const dispensable: ReadonlySet<keyof Policy> = new Set(["rotatePasswords", "rotateKeys"]);

/** The first must be shorter than the second; with "at most", it may be as long. */
const orders: readonly (readonly [keyof Policy, "shorter than" | "at most", keyof Policy])[] = [
  ["nextTierAfter", "shorter than", "answerWithin"],
  ["remindEvery", "shorter than", "answerWithin"],
  ["defaultWindow", "at most", "longestWindow"],
  ["closingNotice", "shorter than", "defaultWindow"],
  ["alertRepeat", "at most", "longestAlertRepeat"],
  ["rotateAfterSuspicion", "at most", "rotateAfterUse"],
  ["drillAfterStaffChange", "at most", "drillEvery"],
  ["drillAfterFailure", "at most", "drillEvery"],
  ["drillWithin", "at most", "drillEvery"],
];

/** `given`: the keys that stand in the file. A broken order is told at one of them. */
export function policyBreaks(policy: Policy, given: readonly string[]): Finding[] {
  const keys = Object.keys(ranges) as (keyof Policy)[];
  const outside = keys.flatMap((key): Finding[] => {
    const [least, most] = ranges[key];
    if (policy[key] >= least && policy[key] <= most) return [];
    const isDispensable = dispensable.has(key);
    if (isDispensable && policy[key] === 0) return [];
    const never = isDispensable ? ", or 0d for never" : "";
    const right = `Write a time from ${durationText(least)} to ${durationText(most)}${never}`;
    return [{ at: ["policy", key], wrong: "is out of range", right }];
  });
  if (outside.length > 0) return outside;
  return orders.flatMap(([key, order, other]): Finding[] => {
    if (policy[key] < policy[other] || (order === "at most" && policy[key] === policy[other])) return [];
    const at = ["policy", given.includes(key) ? key : other];
    const [here, there] = [durationText(policy[key]), durationText(policy[other])];
    return [
      {
        at,
        wrong: `makes ${key} (${here}) too long for ${other} (${there})`,
        right: `${key} must be ${order} ${other}`,
      },
    ];
  });
}
