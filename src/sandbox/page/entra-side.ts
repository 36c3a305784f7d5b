// The Entra of the page: what somebody does there, what of it is broken, and what was logged and paged.
import { el } from "./dom.ts";
import { drawBreaks } from "./entra-breaks.ts";
import { drawDoings } from "./entra-doings.ts";
import { drawHeard } from "./entra-heard.ts";
import type { Company, State } from "./state.ts";
import { act } from "./talk.ts";

export type EntraSide = {
  show(state: State): void;
  /** The hand is put on what does it. */
  point(what: "sign-in" | "change"): void;
};

/** Does something on the server; what went wrong is said in the pane. */
export type Tell = (path: string, body: object) => Promise<void>;

export function entraSide(section: HTMLElement, company: Company, close: () => void): EntraSide {
  const said = el("p", { class: "wrong", role: "alert", hidden: true });
  const tell: Tell = async (path, body) => {
    const { error } = await act(path, body);
    said.hidden = error === undefined;
    said.textContent = error ?? "";
  };
  const doings = drawDoings(company, tell);
  const breaks = drawBreaks(tell);
  const heard = drawHeard(company);
  section.replaceChildren(
    el(
      "header",
      { class: "entra-head" },
      el("h2", {}, "Entra", el("small", {}, "who signs in, and what breaks")),
      el("button", { type: "button", class: "close", "aria-label": "Close Entra", onclick: close }, "×"),
    ),
    el("div", { class: "entra-body" }, said, doings.element, breaks.element, heard.element),
  );
  return {
    show: (state) => {
      breaks.show(state);
      heard.show(state.entra);
    },
    point: doings.point,
  };
}
