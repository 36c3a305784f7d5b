// A form was filled in: heard, and answered in the form itself before it closes.
import { createHash } from "node:crypto";
import type { ModalView } from "@slack/types";
import type { Answer, Heard } from "../../core/ports/desk.ts";
import type { View } from "../../core/view.ts";
import { parseForm } from "./carried.ts";
import { cut } from "./clean.ts";
import { answerMs, type Kit } from "./kit.ts";
import { limits } from "./limits.ts";
import { answerModal, formCallback, formModal } from "./modal.ts";
import { carriedBy } from "./open-form.ts";
import { parseSubmission, type Submission } from "./payloads.ts";
import { slackWords } from "./slack-words.ts";
import { text } from "./text.ts";
import { tooMuch } from "./too-much.ts";
import { within } from "./within.ts";

export type FormAnswer =
  | { response_action: "errors"; errors: Record<string, string> }
  | { response_action: "update"; view: ModalView };

/** Within three seconds. What it says was decided is on disk. */
export async function onSubmission(kit: Kit, body: unknown): Promise<FormAnswer> {
  const submission = parseSubmission(body);
  const carried = submission?.callback === formCallback ? parseForm(submission.metadata) : undefined;
  if (!submission || !carried) return update(answerModal(slackWords.notUnderstood));
  const { speaker, typed } = submission;
  const much = tooMuch(
    kit,
    speaker,
    undefined,
    carried.action ? { click: carried.action } : { submitted: carried.name },
  );
  if (much) return later(much.view, submission);
  const from = { on: carried.on, card: carried.card };
  const what = carried.action
    ? { click: carried.action, typed, ...from }
    : { submitted: carried.name, typed };
  const work = kit.callers
    .identify(speaker)
    .then((caller) => kit.desk.hear({ caller, key: keyOf(submission), ...what } satisfies Heard))
    .then((answer) => drawn(answer, submission));
  const inTime = await within(answerMs, work);
  if (inTime) return inTime;
  kit.background.run("late answer to a form", async () => {
    const late = await work;
    const view = late.response_action === "update" ? late.view : answerModal(slackWords.failed);
    await kit.web.patient.apiCall("views.update", { view_id: submission.view, view });
  });
  return update(answerModal(slackWords.stillWorking));
}

/** Handed in twice without a change between, it is one wish; mended and handed in again, it is a new one. */
const keyOf = ({ view, typed }: Submission): string => {
  const words = JSON.stringify(Object.entries(typed).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return `slack/form/${view}/${createHash("sha256").update(words).digest("hex").slice(0, 16)}`;
};

/** However often it is told: the form stays open with what was typed, and the answer is the acknowledgement itself. */
function later(view: View, { fields: [field] }: Submission): FormAnswer {
  if (field === undefined) return update(answerModal(view));
  return { response_action: "errors", errors: { [field]: cut(text(view), limits.fieldError) } };
}

function drawn(answer: Answer, { fields }: Submission): FormAnswer {
  if (answer.type === "form") return update(formModal(answer.form, carriedBy(answer.form)));
  if (answer.type === "wrong") {
    const errors = Object.entries(answer.fields).filter(([field]) => fields.includes(field));
    if (errors.length)
      return {
        response_action: "errors",
        errors: Object.fromEntries(
          errors.map(([field, why]) => [field, cut(why, limits.fieldError) || slackWords.checkAgain]),
        ),
      };
  }
  return update(answerModal(answer.view));
}

const update = (view: ModalView): FormAnswer => ({ response_action: "update", view });
