// The bar above it all: that this is practice, how the bot is and whether it sees, Entra, the company, and the light.
import { el } from "./dom.ts";
import { lightSwitch } from "./light.ts";
import type { Pane } from "./pane.ts";
import { type BotState, partsOf } from "./state.ts";

export type Top = { show(bot: BotState): void; lost(isLost: boolean): void };

export function drawTop(header: HTMLElement, openCompany: () => void, pane: Pane): Top {
  const bot = el("span", { class: "bot-state", role: "status" });
  const entra = el("button", { type: "button", class: "quiet", onclick: pane.toggle }, "Entra");
  pane.onChange((isOpen) => entra.setAttribute("aria-pressed", String(isOpen)));
  const alarm = el("p", { class: "alarm", role: "alert", hidden: true });
  header.replaceChildren(
    el(
      "div",
      { class: "bar" },
      el("h1", {}, "Breakglass"),
      el(
        "p",
        { class: "practice" },
        el("strong", {}, "Practice tenant"),
        el("span", {}, "nothing here is real"),
      ),
      bot,
      entra,
      el("button", { type: "button", class: "quiet", onclick: openCompany }, "Company"),
      lightSwitch(),
    ),
    alarm,
  );
  const cry = (text: string | undefined) => {
    alarm.hidden = text === undefined;
    alarm.textContent = text ?? "";
  };
  return {
    show: ({ dead, ready }) => {
      const watch = partsOf(ready)["watch"];
      const [word, tone] = dead
        ? ["Bot stopped", "bad"]
        : ready.status !== 200
          ? ["Bot not ready", "bad"]
          : watch?.ready === false
            ? ["Bot sees no sign-ins", "bad"]
            : ["Bot ready", "good"];
      bot.title = watch?.why ?? "";
      if (bot.textContent !== word) bot.textContent = word;
      bot.dataset["tone"] = tone;
      cry(
        dead &&
          `The bot is not running any more: ${dead}. Nothing you do here reaches it. See the terminal, and start the practice tenant again.`,
      );
    },
    lost: (isLost) => {
      if (isLost) cry("The practice tenant does not answer. Is it still running in the terminal?");
    },
  };
}
