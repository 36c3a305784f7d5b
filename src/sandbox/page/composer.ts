// Where a person writes: one line, with the commands offered while they type.
import { el } from "./dom.ts";

export type Suggestion = { text: string; about: string };

export type Composer = {
  element: HTMLElement;
  /** Puts words in and the cursor behind them. */
  fill(text: string): void;
  setPlaceholder(text: string): void;
};

/** `send` gets what was typed; the line is empty again at once, as in a chat. */
export function startComposer(
  label: string,
  offer: (typed: string) => readonly Suggestion[],
  send: (text: string) => void,
): Composer {
  const listId = `offers-${label.replaceAll(/\W+/g, "-")}`;
  const input = el("input", {
    type: "text",
    "aria-label": label,
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 3_000,
  });
  const list = el("ul", {
    class: "offers",
    id: listId,
    role: "listbox",
    "aria-label": "Commands",
    hidden: true,
  });
  let offered: readonly Suggestion[] = [];
  let active = -1;

  const draw = () => {
    list.hidden = offered.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    list.replaceChildren(
      ...offered.map(({ text, about }, i) =>
        el(
          "li",
          {
            role: "option",
            id: `${listId}-${i}`,
            "aria-selected": String(i === active),
            onpointerdown: take(i),
          },
          el("code", {}, text),
          el("span", {}, about),
        ),
      ),
    );
    if (active >= 0) input.setAttribute("aria-activedescendant", `${listId}-${active}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const look = () => {
    offered =
      input.value === "" ? [] : offer(input.value).filter(({ text }) => text !== input.value.trimEnd());
    active = -1;
    draw();
  };
  const close = () => {
    offered = [];
    active = -1;
    draw();
  };
  const fill = (text: string) => {
    input.value = text;
    input.focus();
    input.setSelectionRange(text.length, text.length);
  };
  const take = (i: number) => (event?: Event) => {
    event?.preventDefault();
    const chosen = offered[i];
    if (chosen) fill(chosen.text);
    close();
  };

  input.addEventListener("input", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (offered.length === 0) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const from = active < 0 && event.key === "ArrowUp" ? 0 : active;
      active = (from + (event.key === "ArrowDown" ? 1 : -1) + offered.length) % offered.length;
      draw();
    } else if (event.key === "Tab" || (event.key === "Enter" && active >= 0)) take(Math.max(active, 0))();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });

  const form = el(
    "form",
    {
      class: "composer",
      onsubmit: (event: Event) => {
        event.preventDefault();
        const text = input.value.trim();
        if (!text) return;
        input.value = "";
        close();
        send(text);
      },
    },
    list,
    input,
    el("button", { type: "submit", class: "send", "aria-label": `${label}: send` }, "Send"),
  );
  return { element: form, fill, setPlaceholder: (text) => input.setAttribute("placeholder", text) };
}
