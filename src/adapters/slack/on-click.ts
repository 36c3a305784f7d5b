// A button was clicked: its form opens at once, or the click is heard; the answer follows the acknowledgement.

import type { View } from "../../core/view.ts";
import { isButtonId } from "./blocks.ts";
import { parseButton } from "./carried.ts";
import { inWords } from "./failure.ts";
import { answerMs, type Kit } from "./kit.ts";
import { answerModal } from "./modal.ts";
import { mayOpen, openForm } from "./open-form.ts";
import { type Click, parseClick } from "./payloads.ts";
import { shown, tell } from "./reply.ts";
import { slackWords } from "./slack-words.ts";
import { tooMuch } from "./too-much.ts";
import { within } from "./within.ts";

/**
 * Resolves within three seconds: what was decided is on disk then, unless the clicker is told that it takes longer.
 * The acknowledgement of a click shows nothing; what is to be said goes its own way.
 */
export async function onClick(kit: Kit, body: unknown): Promise<void> {
  const click = parseClick(body);
  if (!click) return kit.log.warn("a click of a shape that we do not know");
  const say = (view: View) => kit.background.run("answer to a click", () => answer(kit, click, view));
  try {
    await heed(kit, click, say);
  } catch (error) {
    kit.log.error({ ...inWords(error) }, "a click failed inside the bot");
    say(slackWords.failed);
  }
}

async function heed(kit: Kit, click: Click, say: (view: View) => void): Promise<void> {
  const meant = isButtonId(click.button) ? parseButton(click.value) : undefined;
  const { speaker, trigger, channel } = click;
  const much = tooMuch(kit, speaker, channel, meant ? { click: meant.action } : { wish: { type: "help" } });
  if (much) return much.again ? undefined : say(much.view);
  if (!meant) return say(slackWords.notUnderstood);
  if (click.from && meant.card === undefined) return say(slackWords.notUnderstood); // our private answers are no messages
  const from = { on: click.from, card: meant.card };
  const at = { trigger, modal: click.view?.type === "modal" ? click.view.id : undefined };
  if (meant.form !== undefined && mayOpen(kit, speaker)) {
    const opened = await openForm(kit, kit.desk.form(meant.form, meant.action), at, from);
    kit.callers.warm(speaker);
    return opened ? undefined : say(slackWords.formNotOpened);
  }
  const work = kit.callers
    .identify(speaker)
    .then((caller) =>
      kit.desk.hear({ caller, key: `slack/click/${trigger}`, click: meant.action, typed: {}, ...from }),
    )
    .then((answer) => shown(kit, answer, at, from));
  const inTime = await within(answerMs, work);
  if (inTime) return inTime.view && say(inTime.view);
  say(slackWords.stillWorking);
  kit.background.run("late answer to a click", async () => {
    const { view } = await work;
    if (view) await answer(kit, click, view);
  });
}

/** In the modal that was clicked in, or in private where the click was. */
async function answer(kit: Kit, click: Click, view: View): Promise<void> {
  const { speaker, channel, reply } = click;
  if (click.view?.type === "modal")
    await kit.web.patient.apiCall("views.update", { view_id: click.view.id, view: answerModal(view) });
  else await tell(kit, { user: speaker.user, channel, reply }, view);
}
