// Opens a form at once: a trigger lives three seconds, so nothing is looked up before.

import { whoIs } from "../../core/people.ts";
import type { From } from "../../core/ports/desk.ts";
import type { Form } from "../../core/view.ts";
import type { Speaker } from "./callers.ts";
import type { CarriedByForm } from "./carried.ts";
import { inWords } from "./failure.ts";
import type { Kit } from "./kit.ts";
import { formModal } from "./modal.ts";

/** What the form carries, so that what is typed comes back about the same question and the same card. */
export const carriedBy = (form: Form, from?: From): CarriedByForm => ({
  name: form.name,
  ...(form.about && { action: form.about }),
  ...(from?.on && { on: from.on }),
  ...(from?.card !== undefined && { card: from.card }),
});

/** A form shows which accounts exist: only to people of ours, as far as is known at once. What is typed is checked anyway. */
export function mayOpen({ callers, organisation }: Kit, speaker: Speaker): boolean {
  const { team, user } = speaker;
  const standing = callers.known(speaker) ?? "member";
  return typeof whoIs({ platform: "slack", team, user, standing }, organisation()) === "object";
}

/** False when Slack did not open it. In an open modal the form takes that modal's place. */
export async function openForm(
  kit: Kit,
  form: Form,
  at: { trigger: string; modal?: string | undefined },
  from?: From,
): Promise<boolean> {
  const view = formModal(form, carriedBy(form, from));
  try {
    if (at.modal === undefined) await kit.web.quick.apiCall("views.open", { trigger_id: at.trigger, view });
    else await kit.web.quick.apiCall("views.update", { view_id: at.modal, view });
    return true;
  } catch (error) {
    kit.log.warn({ ...inWords(error), form: form.name }, "Slack did not open a form");
    return false;
  }
}
