// The practice date in the bar, and the buttons that let the clock leap: for the bot and for all it speaks to.
import { dateAndTime, practiceNow, setAhead, zoneName } from "./clock.ts";
import { el } from "./dom.ts";
import type { Company, State } from "./state.ts";
import { act } from "./talk.ts";

const leaps = ["hour", "day", "week"] as const;
/** Milliseconds between looks at the clock. */
const lookEvery = 1_000;

/** `say`: what went wrong, or nothing any more. */
export function drawPracticeDate(
  { timeZone }: Pick<Company, "timeZone">,
  say: (wrong: string | undefined) => void,
): { element: HTMLElement; show(clock: State["clock"]): void; point(by: (typeof leaps)[number]): void } {
  const date = el("time", {});
  let isAsked = false;
  let isMoving = false;
  const rest = () => {
    for (const button of buttons) button.disabled = isAsked || isMoving;
  };
  async function leap(by: (typeof leaps)[number]): Promise<void> {
    isAsked = true;
    rest();
    const { error } = await act("/api/clock/leap", { by });
    say(error);
    isAsked = false;
    rest();
  }
  const buttons = leaps.map((by) =>
    el("button", { type: "button", "aria-label": `Next ${by}`, onclick: () => void leap(by) }, by),
  );
  const element = el(
    "fieldset",
    {
      class: "practice-date",
      title: "Goes ahead for the bot and for everything it speaks to; never back. A week passes day by day.",
    },
    el("legend", { class: "aloud" }, "Practice clock"),
    date,
    el("span", { class: "next" }, "next"),
    ...buttons,
  );
  const tick = () => {
    const text = `${dateAndTime(practiceNow(), timeZone)} ${zoneName(timeZone)}`;
    if (date.textContent !== text) date.textContent = text;
  };
  setInterval(tick, lookEvery);
  return {
    element,
    point: (by) => {
      const button = buttons[leaps.indexOf(by)];
      button?.scrollIntoView({ block: "nearest" });
      button?.focus({ focusVisible: true });
    },
    show: (clock) => {
      setAhead(clock.ahead);
      tick();
      isMoving = clock.isMoving;
      rest();
      element.setAttribute("aria-busy", String(isMoving));
    },
  };
}
