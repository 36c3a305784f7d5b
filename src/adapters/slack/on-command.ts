// `/breakglass …`: a form opens first; anything else is heard, and answered in the acknowledgement.
import type { View } from "../../core/view.ts";
import { asTyped } from "./clean.ts";
import { answerMs, type Kit } from "./kit.ts";
import { mayOpen, openForm } from "./open-form.ts";
import { parseCommand } from "./payloads.ts";
import { shown, tell } from "./reply.ts";
import { slackWords } from "./slack-words.ts";
import { tooMuch } from "./too-much.ts";
import { within } from "./within.ts";

/** What the acknowledgement says, within three seconds; undefined when a form says it all, or enough was said. */
export async function onCommand(kit: Kit, body: unknown): Promise<View | undefined> {
  const command = parseCommand(body);
  if (!command) return slackWords.notUnderstood;
  const { speaker, trigger, channel, reply } = command;
  const wish = kit.desk.understand(asTyped(command.text));
  const much = tooMuch(kit, speaker, channel, { wish });
  if (much) return much.again ? undefined : much.view;
  if (wish.type === "form" && mayOpen(kit, speaker)) {
    const opened = await openForm(kit, kit.desk.form(wish.form, wish.about, wish.words), { trigger });
    kit.callers.warm(speaker);
    return opened ? undefined : slackWords.formNotOpened;
  }
  const work = kit.callers
    .identify(speaker)
    .then((caller) => kit.desk.hear({ caller, key: `slack/command/${trigger}`, wish }))
    .then((answer) => shown(kit, answer, { trigger }));
  const inTime = await within(answerMs, work);
  if (inTime) return inTime.view;
  kit.background.run("late answer to a command", async () => {
    const { view } = await work;
    if (view) await tell(kit, { user: speaker.user, channel, reply }, view);
  });
  return slackWords.stillWorking;
}
