// The Web API's views.*: modals and the home tab, with triggers that open one thing once within three seconds.
import { z } from "zod";
import { checkView, type GivenView, type Refused, refuse } from "./check-blocks.ts";
import type { Modal, View } from "./types.ts";
import { changed, type Method, named, randomId, type Workspace } from "./workspace.ts";

/** Views in one modal's stack. */
const deepest = 3;

export const viewMethods: Record<string, Method> = {
  "views.open": (workspace, given) => {
    const checked = checkView(given.view, "modal");
    if ("error" in checked) return checked;
    const trigger = spend(workspace, given.trigger_id);
    if ("error" in trigger) return trigger;
    const modal = newModal(checked.view, trigger.user, String(given.trigger_id));
    workspace.modals.set(trigger.user, [modal]);
    changed(workspace);
    return { ok: true, view: wireView(workspace, modal) };
  },

  "views.push": (workspace, given) => {
    const checked = checkView(given.view, "modal");
    if ("error" in checked) return checked;
    const trigger = spend(workspace, given.trigger_id);
    if ("error" in trigger) return trigger;
    const stack = workspace.modals.get(trigger.user) ?? [];
    if (stack.length === 0) return refuse("not_found");
    if (stack.length >= deepest) return refuse("push_limit_reached");
    const modal = newModal(checked.view, trigger.user, String(given.trigger_id));
    workspace.modals.set(trigger.user, [...stack, modal]);
    changed(workspace);
    return { ok: true, view: wireView(workspace, modal) };
  },

  "views.update": (workspace, given) => {
    const checked = checkView(given.view, "modal");
    if ("error" in checked) return checked;
    const modal = openModals(workspace).find((one) =>
      given.view_id ? one.id === given.view_id : given.external_id && one.external_id === given.external_id,
    );
    if (!modal) return refuse("not_found");
    if (given.hash && given.hash !== modal.hash) return refuse("hash_conflict");
    return { ok: true, view: wireView(workspace, replaceModal(workspace, modal, checked.view)) };
  },

  "views.publish": (workspace, given) => {
    const checked = checkView(given.view, "home");
    if ("error" in checked) return checked;
    const user = z.string().safeParse(given.user_id).data ?? "";
    if (!workspace.people.has(user)) return refuse("invalid_arguments", { messages: ["invalid `user_id`"] });
    const before = workspace.homes.get(user);
    if (given.hash && given.hash !== before?.hash) return refuse("hash_conflict");
    const home = newView(checked.view, before?.id);
    workspace.homes.set(user, home);
    changed(workspace);
    return { ok: true, view: wireView(workspace, home) };
  },
};

const openModals = (workspace: Workspace): Modal[] => [...workspace.modals.values()].flat();

export const newModal = (view: GivenView, user: string, trigger: string): Modal => ({
  ...newView(view),
  user,
  trigger,
  errors: {},
});

export function replaceModal(workspace: Workspace, modal: Modal, by: GivenView, trigger?: string): Modal {
  const next: Modal = {
    ...newView(by, modal.id),
    user: modal.user,
    trigger: trigger ?? modal.trigger,
    errors: {},
  };
  setModal(workspace, next);
  return next;
}

export function setModal(workspace: Workspace, modal: Modal): void {
  const stack = workspace.modals.get(modal.user) ?? [];
  workspace.modals.set(
    modal.user,
    stack.map((one) => (one.id === modal.id ? modal : one)),
  );
  changed(workspace);
}

const newView = (view: GivenView, id = randomId("V")): View => ({
  id,
  hash: `${Math.floor(Date.now() / 1000)}.${randomId("")}`,
  callback_id: "",
  private_metadata: "",
  ...view,
  blocks: named(view.blocks),
});

/** Uses a trigger up. */
function spend(workspace: Workspace, given: unknown): { user: string } | Refused {
  const trigger = workspace.triggers.get(z.string().safeParse(given).data ?? "");
  if (!trigger) return refuse("invalid_trigger_id");
  if (trigger.used) return refuse("exchanged_trigger_id");
  if (workspace.now() > trigger.expires) return refuse("expired_trigger_id");
  trigger.used = true;
  return { user: trigger.user };
}

/** A view as Slack sends it, in answers and in payloads. */
export function wireView(workspace: Workspace, view: View | Modal, values: object = {}): object {
  const stack = "user" in view ? (workspace.modals.get(view.user) ?? []) : [];
  const place = stack.findIndex((one) => one.id === view.id);
  const { id, type, blocks, hash, callback_id, private_metadata, external_id } = view;
  return {
    id,
    team_id: workspace.options.team.id,
    type,
    blocks,
    private_metadata,
    callback_id,
    external_id: external_id ?? "",
    state: { values },
    hash,
    title: view.title ?? null,
    submit: view.submit ?? null,
    close: view.close ?? null,
    clear_on_close: view.clear_on_close ?? false,
    notify_on_close: view.notify_on_close ?? false,
    previous_view_id: stack[place - 1]?.id ?? null,
    root_view_id: stack[0]?.id ?? id,
    app_id: workspace.appId,
    app_installed_team_id: workspace.options.team.id,
    bot_id: workspace.options.bot.id,
  };
}
