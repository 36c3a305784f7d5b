// The shell of one message on either side: a face, a name, a time, and what the painter drew.
import { clockTime } from "./clock.ts";
import { el } from "./dom.ts";
import { avatar } from "./picker.ts";

export type Shell = {
  by: string;
  isBot: boolean;
  at: number;
  timeZone: string;
  edited: boolean;
  /** "Only visible to you". */
  privately?: string | undefined;
  isReply: boolean;
};

export function drawMessage(shell: Shell, ...body: (Node | string)[]): HTMLElement {
  const at = clockTime(shell.at, shell.timeZone);
  return el(
    "article",
    {
      class: ["message", shell.isReply && "reply", shell.privately && "private"].filter(Boolean).join(" "),
      "aria-label": `${shell.by}, ${at}`,
    },
    shell.isBot ? el("span", { class: "face bot", "aria-hidden": "true" }) : avatar(shell.by),
    el(
      "div",
      { class: "said" },
      shell.privately !== undefined && el("p", { class: "only-you" }, shell.privately),
      el(
        "p",
        { class: "who" },
        el("strong", {}, shell.by),
        shell.isBot && el("span", { class: "app" }, "APP"),
        el("time", {}, at),
        shell.edited && el("span", { class: "edited" }, "edited"),
      ),
      ...body,
    ),
  );
}
