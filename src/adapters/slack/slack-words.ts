// The few sentences that only Slack needs: what went wrong between Slack and the desk. All others are the core's.
import type { View } from "../../core/view.ts";

const notice = (tone: View["tone"], title: string, sentence: string): View => ({
  title,
  tone,
  severity: undefined,
  lines: [[sentence]],
  facts: [],
  buttons: [],
});

export const slackWords = {
  name: "Breakglass",
  cancel: "Cancel",
  close: "Close",
  checkAgain: "Please check this field.",
  stillWorking: notice(
    "waiting",
    "Still working on it",
    "This takes longer than usual. The answer follows here; take nothing as decided before it does.",
  ),
  formNotOpened: notice(
    "bad",
    "The form did not open",
    "Slack did not open it in time; nothing was recorded. Please try once more.",
  ),
  notUnderstood: notice(
    "bad",
    "That could not be read",
    "Nothing was decided. The button or form is not one of ours, or of an older version; use the newest card, or type /breakglass status.",
  ),
  failed: notice(
    "bad",
    "Not recorded",
    "Something went wrong inside the bot. Please try again, or use the printed runbook.",
  ),
} as const;
