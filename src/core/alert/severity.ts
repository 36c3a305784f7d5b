// How grave an alert is: one table, from what it is about and what was flagged.
import { manyFailures } from "../policy.ts";
import type { Severity } from "../view.ts";
import type { Judgement, Verdict } from "./events.ts";
import type { Alert } from "./state.ts";

const bySignIn: Record<Verdict, Severity> = {
  unmatched: 0,
  "wrong-account": 0,
  "outside-window": 0,
  failed: 2,
  approved: 3,
  declared: 3,
  drill: 3,
};

/** The gravest first. */
const order: readonly Verdict[] = [
  "unmatched",
  "wrong-account",
  "outside-window",
  "failed",
  "declared",
  "approved",
  "drill",
];

/** The gravest of these judgements; `otherwise` when there is none. */
export function worst(judgements: readonly Judgement[], otherwise: Judgement): Judgement {
  const verdict = order.find((one) => judgements.some((judged) => judged.verdict === one));
  const found = judgements.find((judged) => judged.verdict === verdict) ?? otherwise;
  return { verdict: found.verdict, request: found.request };
}

/** Sev 0 wakes somebody, Sev 1 is looked at now, Sev 2 today; Sev 3 was expected. */
export function severityOf({
  subject,
  flags,
  signIns,
}: Pick<Alert, "subject" | "flags" | "signIns">): Severity {
  switch (subject.kind) {
    case "blind":
      return 1;
    case "change":
      if (subject.topic === "sight") return 1;
      // what no account is named in may lock one out all the same: it is noted, not called out
      return subject.expected || subject.account === undefined ? 3 : 1;
    case "sign-in": {
      if (flags.some(({ type }) => type === "after-failures")) return 0;
      const usual = bySignIn[subject.verdict];
      if (usual > 1 && flags.some(({ type }) => type === "second-country")) return 1;
      const failures = signIns.filter(({ verdict }) => verdict === "failed").length;
      return usual > 1 && failures >= manyFailures ? 1 : usual;
    }
  }
}
