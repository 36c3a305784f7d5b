// The bar above it all: that this is practice, its date, how the bot is and whether it sees, Entra, the company, and the
// light.
import { el } from "./dom.ts";
import { lightSwitch } from "./light.ts";
import type { Pane } from "./pane.ts";
import { drawPracticeDate } from "./practice-date.ts";
import { type Company, partsOf, type State } from "./state.ts";

export type Top = {
  show(state: State): void;
  lost(isLost: boolean): void;
  /** The hand is put on what lets so much time pass. */
  pointAtClock(by: "day" | "week"): void;
};

export function drawTop(
  header: HTMLElement,
  company: Company,
  { openCompany, pane }: { openCompany: () => void; pane: Pane },
): Top {
  const bot = el("span", { class: "bot-state", role: "status" });
  const entra = el("button", { type: "button", class: "quiet", onclick: pane.toggle }, "Entra");
  pane.onChange((isOpen) => entra.setAttribute("aria-pressed", String(isOpen)));
  const alarm = el("p", { class: "alarm", role: "alert", hidden: true });
  let stuck: string | undefined;
  const date = drawPracticeDate(company, (wrong) => {
    stuck = wrong;
    cry(stuck);
  });
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
      date.element,
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
    show: ({ bot: { dead, ready }, clock }) => {
      date.show(clock);
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
        dead
          ? `The bot is not running any more: ${dead}. Nothing you do here reaches it. See the terminal, and start the practice tenant again.`
          : stuck,
      );
    },
    pointAtClock: date.point,
    lost: (isLost) => {
      if (isLost) cry("The practice tenant does not answer. Is it still running in the terminal?");
    },
  };
}
