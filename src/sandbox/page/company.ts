// The company drawer: who has which role, which accounts there are, and how the bot is.
import { zoneName } from "./clock.ts";
import { el } from "./dom.ts";
import { avatar } from "./picker.ts";
import { type BotState, type Company, partsOf } from "./state.ts";

export type Drawer = { element: HTMLDialogElement; show(bot: BotState): void; open(): void };

export function drawCompany(company: Company): Drawer {
  const bot = el("dl", { class: "bot-parts" });
  const element = el(
    "dialog",
    { class: "drawer", "aria-labelledby": "company-title" },
    el(
      "form",
      { method: "dialog" },
      el("h2", { id: "company-title" }, company.name),
      el("button", { class: "close", "aria-label": "Close" }, "×"),
    ),
    el("h3", {}, "People"),
    el("ul", { class: "employees" }, ...company.people.map(drawEmployee)),
    el("h3", {}, "Emergency accounts"),
    el("ul", { class: "accounts" }, ...company.accounts.map(drawAccount)),
    el("h3", {}, "The bot"),
    bot,
    el(
      "p",
      { class: "places-on-disk" },
      "Its configuration is ",
      el("code", {}, company.places.config),
      ", its log ",
      el("code", {}, company.places.log),
      ". What is owed, for a calendar of your own: ",
      el("a", { href: company.places.calendar }, "breakglass.ics"),
      ".",
    ),
  );
  element.addEventListener("click", (event) => {
    if (event.target === element) element.close(); // beside it
  });
  return {
    element,
    open: () => element.showModal(),
    show: (state) => bot.replaceChildren(...drawBot(state)),
  };
}

const drawEmployee = (person: Company["people"][number]): HTMLElement =>
  el(
    "li",
    {},
    avatar(person.name),
    el("div", {}, el("strong", {}, person.name), el("span", {}, person.job)),
    el("div", { class: "roles" }, el("strong", {}, person.roles), el("span", {}, zoneName(person.timeZone))),
  );

const drawAccount = (account: Company["accounts"][number]): HTMLElement =>
  el(
    "li",
    {},
    el("strong", {}, account.label),
    el("code", {}, account.upn),
    el("span", {}, `${account.custody}: ${account.parts.join("; ")}`),
    el("span", {}, account.approvals),
  );

function drawBot({ dead, ready }: BotState): HTMLElement[] {
  const row = (name: string, value: string) => el("div", {}, el("dt", {}, name), el("dd", {}, value));
  if (dead) return [row("Process", dead)];
  const parts = Object.entries(partsOf(ready));
  return [
    row("/readyz", ready.status === 0 ? "no answer" : String(ready.status)),
    ...parts.map(([name, { ready: isReady, why }]) => row(name, isReady ? "ready" : (why ?? "not ready"))),
  ];
}
