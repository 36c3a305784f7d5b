// What was logged, and since when it can be read; and what the pager heard. Newest first.
import { practiceNow, secondsTime, today, zoneName } from "./clock.ts";
import { el, keepList } from "./dom.ts";
import type { Company, EntraState } from "./state.ts";

type Row = EntraState["rows"][number];
type Call = EntraState["paged"][number];

/** A row that can be read within this was not late. */
const soonMs = 5_000;

const actions: Record<Call["action"], string> = {
  trigger: "calls somebody",
  acknowledge: "somebody has it",
  resolve: "over",
};

export function drawHeard({ timeZone }: Pick<Company, "timeZone">): {
  element: HTMLElement;
  show(entra: EntraState): void;
} {
  const rows = el("ol", { class: "log", "aria-label": "Rows of the log" });
  const calls = el("ol", { class: "log", "aria-label": "Calls to the pager" });
  const time = (moment: string) => secondsTime(Date.parse(moment), timeZone);

  function drawRow({ at, readableAt, text }: Row): HTMLElement {
    const isLate = readableAt !== undefined && Date.parse(readableAt) - Date.parse(at) > soonMs;
    const [tone, when] =
      readableAt === undefined
        ? ["lost", "never arrived: the logs were unplugged"]
        : Date.parse(readableAt) > practiceNow()
          ? ["coming", `can be read from ${time(readableAt)}`]
          : ["", isLate ? `can be read since ${time(readableAt)}` : "can be read"];
    return el(
      "li",
      { class: tone },
      el("p", {}, el("time", {}, time(at)), " ", text),
      el("p", { class: "when" }, when),
    );
  }

  const drawCall = ({ at, incident, action, text }: Call): HTMLElement =>
    el(
      "li",
      { class: action },
      el("p", {}, el("time", {}, time(at)), " ", text || incident),
      el("p", { class: "when" }, actions[action]),
    );

  const all = el(
    "div",
    { class: "heard" },
    el("h3", {}, "The log ", el("small", {}, `newest first, ${zoneName(timeZone)}`)),
    rows,
    el("h3", {}, "The pager ", el("small", {}, "called when a chat takes no Sev 0 for 30 s")),
    calls,
  );
  return {
    element: all,
    show: ({ rows: logged, paged }) => {
      keepList(rows, logged, {
        key: ({ id }) => id,
        shows: (row) => [
          row,
          today(timeZone),
          row.readableAt !== undefined && Date.parse(row.readableAt) > practiceNow(),
        ],
        draw: drawRow,
      });
      keepList(calls, paged, {
        key: ({ at, incident, action }) => `${at} ${incident} ${action}`,
        shows: (call) => [call, today(timeZone)],
        draw: drawCall,
      });
    },
  };
}
