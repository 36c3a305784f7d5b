// What of the outside world is broken: one line for each part, and how it is.
import { el } from "./dom.ts";
import type { Tell } from "./entra-side.ts";
import type { State } from "./state.ts";

type Part = {
  name: string;
  /** The first one is how it should be. */
  ways: Readonly<Record<string, string>>;
  now(state: State): string;
  set(way: string): [path: string, body: object];
};

const chat = (what: "slack" | "teams", name: string): Part => ({
  name,
  ways: { up: "takes messages", down: "takes none (503)" },
  now: ({ down }) => (down[what] ? "down" : "up"),
  set: (way) => ["/api/outage", { what, down: way === "down" }],
});

const parts: readonly Part[] = [
  {
    name: "The logs",
    ways: { on: "arrive", off: "are unplugged" },
    now: ({ entra }) => (entra.connected ? "on" : "off"),
    set: (way) => ["/api/entra/connected", { on: way === "on" }],
  },
  {
    name: "Log Analytics",
    ways: {
      none: "answers",
      unavailable: "says 503",
      throttled: "says 429: too often",
      partial: "answers in part",
      cut: "breaks off",
      hanging: "hangs",
    },
    now: ({ entra }) => entra.faults["log-analytics"],
    set: (fault) => ["/api/entra/fault", { part: "log-analytics", fault }],
  },
  {
    name: "Microsoft Graph",
    ways: {
      none: "answers",
      unavailable: "says 503",
      throttled: "says 429: too often",
      refused: "says 401",
      hanging: "hangs",
    },
    now: ({ entra }) => entra.faults.graph,
    set: (fault) => ["/api/entra/fault", { part: "graph", fault }],
  },
  {
    name: "The bot's sign-in",
    ways: { none: "gets a token", refused: "is refused", unavailable: "says 503", hanging: "hangs" },
    now: ({ entra }) => entra.faults.login,
    set: (fault) => ["/api/entra/fault", { part: "login", fault }],
  },
  chat("slack", "Slack"),
  chat("teams", "Teams"),
  {
    name: "The pager",
    ways: { none: "takes calls", down: "says 503", hanging: "hangs" },
    now: ({ entra }) => entra.pagerFault,
    set: (fault) => ["/api/pager/fault", { fault }],
  },
];

export function drawBreaks(tell: Tell): { element: HTMLElement; show(state: State): void } {
  const rows = parts.map((part) => {
    const select = el(
      "select",
      { "aria-label": part.name, onchange: () => void tell(...part.set(select.value)) },
      ...Object.entries(part.ways).map(([id, name]) => el("option", { value: id }, name)),
    );
    return { part, select, element: el("label", { class: "line" }, el("span", {}, part.name), select) };
  });
  return {
    element: el(
      "fieldset",
      { class: "group breaks" },
      el("legend", {}, "What works"),
      ...rows.map((row) => row.element),
    ),
    show: (state) => {
      for (const { part, select, element } of rows) {
        const now = part.now(state);
        if (select.value !== now) select.value = now;
        element.classList.toggle("broken", now !== Object.keys(part.ways)[0]);
      }
    },
  };
}
