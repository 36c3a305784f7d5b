// What simulated people do: type a command, click, hand a form in, close it. Each resolves when the bot
// acknowledged, with what Slack then shows.
import { closeModal, commandAnswered, failure, type Shown, submissionAnswered } from "./acknowledgements.ts";
import type { Answered, BotLine } from "./bot-line.ts";
import { chosen, elementsOf, fillIn, stateOf } from "./form-values.ts";
import { actionOf, clickInView, clickOnMessage, closing, commandBody, submission } from "./payloads.ts";
import type { Block, Element, Modal, Reaction, SlackPerson, SlackStandIn, WhichElement } from "./types.ts";
import { setModal } from "./view-methods.ts";
import type { Forgery } from "./wire.ts";
import { canSee, dmOf, isIn, messageAt, newTrigger, type Workspace } from "./workspace.ts";

type Acts = Pick<SlackStandIn, "command" | "click" | "clickInView" | "submit" | "close">;

/** `origin` is where response URLs live. All reject when a person could not do that in Slack. */
export function newActs(workspace: Workspace, line: BotLine, origin: string): Acts {
  const send = (body: string, forgery: Forgery = {}) =>
    line.send({
      body,
      ...(forgery.secret !== undefined && { secret: forgery.secret }),
      ...(forgery.secondsOff !== undefined && { secondsOff: forgery.secondsOff }),
    });

  return {
    async command(userId, text, channelId, forgery) {
      const person = active(workspace, userId);
      // One may write to the bot before it ever wrote.
      if (channelId === `D${userId.slice(1)}`) dmOf(workspace, userId);
      if (!isIn(workspace, userId, channelId)) throw new Error(`${person.name} is not in ${channelId}.`);
      if (person.teamId !== undefined && forgery === undefined)
        throw new Error(`Slack offers ${person.name} no slash command of ours: another workspace's person.`);
      const [word = "", ...rest] = text.trim().split(/ /);
      const typed = word.startsWith("/")
        ? { command: word, text: rest.join(" ") }
        : { command: "/breakglass", text };
      const trigger = newTrigger(workspace, userId);
      const body = commandBody(workspace, person, channelId, typed, trigger, origin, forgery ?? {});
      const answered = await send(body, forgery);
      const shown = failure(answered) ?? commandAnswered(workspace, userId, channelId, answered);
      return reaction(workspace, userId, trigger, answered, shown);
    },

    async click(userId, at, which, options = {}) {
      const person = active(workspace, userId);
      const message = messageAt(workspace, at);
      if (!message) throw new Error(`There is no message ${at.ts} in ${at.channel}.`);
      const { version } = options;
      if (version === undefined && !canSee(workspace, userId, message))
        throw new Error(`${person.name} does not see the message ${at.ts} in ${at.channel}.`);
      const shown = version === undefined ? message : (message.earlier[version] ?? message);
      const { block, element } = find(shown.blocks, which);
      const trigger = newTrigger(workspace, userId);
      const action = actionOf(workspace, block, element, chosen(element, options.value ?? ""));
      const clicked = { ...message, ...shown };
      const answered = await send(
        clickOnMessage(workspace, person, clicked, action, trigger, origin, options),
        options,
      );
      return reaction(workspace, userId, trigger, answered, failure(answered) ?? {});
    },

    async clickInView(userId, viewId, which, options = {}) {
      const person = active(workspace, userId);
      const home = workspace.homes.get(userId);
      const view = home?.id === viewId ? home : topModal(workspace, userId, viewId);
      const { block, element } = find(view.blocks, which);
      const trigger = newTrigger(workspace, userId, viewId);
      const action = actionOf(workspace, block, element, chosen(element, options.value ?? ""));
      const body = clickInView(workspace, person, view, stateOf(view), action, trigger, options);
      const answered = await send(body, options);
      return reaction(workspace, userId, trigger, answered, failure(answered) ?? {});
    },

    async submit(userId, viewId, typed, forgery) {
      const person = active(workspace, userId);
      const modal = topModal(workspace, userId, viewId);
      const { values, errors } = fillIn(modal, typed);
      if (Object.keys(errors).length > 0) {
        setModal(workspace, { ...modal, errors });
        return { ms: 0, status: 0, trigger: "", errors };
      }
      const trigger = newTrigger(workspace, userId, viewId);
      const body = submission(workspace, person, modal, values, trigger, forgery ?? {});
      const answered = await send(body, forgery);
      const shown = failure(answered) ?? submissionAnswered(workspace, modal, answered, trigger);
      return reaction(workspace, userId, trigger, answered, shown);
    },

    async close(userId, viewId) {
      const person = active(workspace, userId);
      const modal = topModal(workspace, userId, viewId);
      const body = closing(workspace, person, modal, modal.clear_on_close ?? false);
      if (modal.clear_on_close) workspace.modals.delete(userId);
      closeModal(workspace, modal);
      if (modal.notify_on_close) await send(body);
    },
  };
}

function reaction(
  workspace: Workspace,
  userId: string,
  trigger: string,
  answered: Answered,
  shown: Shown,
): Reaction {
  const top = workspace.modals.get(userId)?.at(-1);
  return {
    ms: answered.ms,
    status: answered.status,
    trigger,
    ...shown,
    ...(top?.trigger === trigger && { modal: top }),
  };
}

export function active(workspace: Workspace, userId: string): SlackPerson {
  const person = workspace.people.get(userId);
  if (!person) throw new Error(`There is no ${userId} in this Slack.`);
  if (person.deleted) throw new Error(`${person.name} is deactivated and cannot act.`);
  return person;
}

function topModal(workspace: Workspace, userId: string, viewId: string): Modal {
  const top = workspace.modals.get(userId)?.at(-1);
  if (top?.id === viewId) return top;
  throw new Error(`${userId} has no modal ${viewId} on top; there is ${top?.id ?? "none"}.`);
}

function find(blocks: readonly Block[], which: WhichElement): { block: Block; element: Element } {
  const all = blocks.flatMap((block) => elementsOf(block).map((element) => ({ block, element })));
  const found = all.find(({ block, element }) =>
    typeof which === "string" ? element.action_id === which : which(element, block.block_id ?? ""),
  );
  if (found) return found;
  const ids = all.map(({ element }) => element.action_id).join(", ") || "none";
  const wanted = typeof which === "string" ? `"${which}"` : "such";
  throw new Error(`There is no ${wanted} element there. The elements are: ${ids}.`);
}
