// Forms of the Entra pane: sign in as an emergency account, change something about it, and have Azure Monitor call.
import { el } from "./dom.ts";
import type { Tell } from "./entra-side.ts";
import type { Company } from "./state.ts";

type Option = { id: string; name: string };

const delays: readonly Option[] = [
  { id: "0", name: "at once" },
  { id: "30", name: "after 30 s" },
  { id: "300", name: "after 5 min" },
];

export function drawDoings(
  { entra }: Pick<Company, "entra">,
  tell: Tell,
): { element: HTMLElement; point(what: "sign-in" | "change"): void } {
  const account = pick("Account", entra.accounts);
  const late = pick("Its row can be read", delays);
  const place = pick("From", entra.places);
  const outcome = pick("Result", entra.outcomes);
  const app = el("input", { type: "checkbox" });
  const change = pick("What", entra.changes);
  const doer = pick("Who", entra.doers);
  const about = () => ({ account: account.value(), late: Number(late.value()) });
  const signIn = button("Sign in", "main", () =>
    tell("/api/entra/sign-in", {
      ...about(),
      place: place.value(),
      outcome: outcome.value(),
      interactive: !app.checked,
    }),
  );
  const changeIt = button("Change", "main", () =>
    tell("/api/entra/change", { ...about(), change: change.value(), doer: doer.value() }),
  );
  const element = el(
    "div",
    { class: "doings" },
    el("div", { class: "pair" }, account.element, late.element),
    group(
      "Somebody signs in",
      place.element,
      outcome.element,
      el("div", { class: "do" }, signIn, el("label", { class: "tick" }, app, "an app renews its token")),
    ),
    group("Somebody changes it", change.element, doer.element, changeIt),
    el(
      "p",
      { class: "note" },
      "The bot looks into the log every 5 seconds. ",
      button("Let Azure Monitor call it", "link", () => tell("/api/entra/alert", {})),
      ", and it looks now.",
    ),
  );
  return {
    element,
    point: (what) => {
      const pressed = what === "sign-in" ? signIn : changeIt;
      pressed.scrollIntoView({ block: "nearest" });
      pressed.focus({ focusVisible: true });
    },
  };
}

const group = (title: string, ...children: HTMLElement[]): HTMLElement =>
  el("fieldset", { class: "group" }, el("legend", {}, title), ...children);

/** A list to choose from, with its label. */
function pick(label: string, options: readonly Option[]): { element: HTMLElement; value(): string } {
  const select = el(
    "select",
    { "aria-label": label },
    ...options.map(({ id, name }) => el("option", { value: id }, name)),
  );
  return {
    element: el("label", { class: "pick" }, el("span", {}, label), select),
    value: () => select.value,
  };
}

/** It rests until the server has done it: two clicks are two sign-ins only if they are meant. */
function button(label: string, look: "main" | "link", act: () => Promise<void>): HTMLButtonElement {
  const element = el(
    "button",
    {
      type: "button",
      class: look,
      onclick: () => {
        element.disabled = true;
        void act().finally(() => {
          element.disabled = false;
        });
      },
    },
    label,
  );
  return element;
}
