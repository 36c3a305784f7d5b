// The form in front of a person in Slack. It stays as it is while they type, and says what must be mended.
import { paintModal, showErrors } from "../slack/paint-blocks.ts";
import type { Element } from "../slack/paint-elements.ts";
import type { Modal } from "../slack/types.ts";

export type ModalActs = {
  people: readonly { id: string; name: string }[];
  timeZone: string;
  /** Milliseconds since 1970. */
  now: number;
  submit(modal: Modal, values: Record<string, string>): void;
  close(modal: Modal): void;
  action(modal: Modal, element: Element, block: string, value: string | undefined): void;
};

/** What is drawn on a cover now. */
type Drawn = { version: string; element: HTMLElement; errors: Modal["errors"] };
const drawn = new WeakMap<HTMLElement, Drawn>();

export function drawModal(cover: HTMLElement, modal: Modal | undefined, acts: ModalActs): void {
  const current = drawn.get(cover);
  const version = modal && `${modal.user} ${modal.id} ${modal.hash}`;
  if (current?.version !== version) {
    cover.replaceChildren();
    cover.hidden = modal === undefined;
    drawn.delete(cover);
    if (modal && version) open(cover, modal, version, acts);
  }
  const shown = drawn.get(cover);
  if (!modal || !shown || JSON.stringify(shown.errors) === JSON.stringify(modal.errors)) return;
  shown.errors = modal.errors;
  showErrors(shown.element, modal.errors); // moves the focus, so only when there is something new to say
}

function open(cover: HTMLElement, modal: Modal, version: string, acts: ModalActs): void {
  const element = paintModal(modal, {
    people: acts.people,
    timeZone: acts.timeZone,
    now: acts.now,
    onSubmit: (values) => {
      now.errors = {}; // the painter took them away: the same ones must be shown again
      acts.submit(modal, values);
    },
    onClose: () => acts.close(modal),
    onAction: (one, block, value) => acts.action(modal, one, block, value),
  });
  const now: Drawn = { version, element, errors: modal.errors };
  drawn.set(cover, now);
  cover.append(element);
  const first =
    element.querySelector<HTMLElement>("input, select, textarea") ?? element.querySelector("button");
  first?.focus();
}
