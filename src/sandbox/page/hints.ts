// The story to play, step by step: each step puts the player in the right place, with the words ready.
import type { Choice } from "./choice.ts";
import { el } from "./dom.ts";
import { direct, type Side } from "./slack-side.ts";
import type { Company } from "./state.ts";

export function drawHints(
  nav: HTMLElement,
  company: Company,
  choice: Choice,
  sides: { slack: Side; teams: Side; signIn(): void },
): void {
  const person = (name: string) => company.people.find((each) => each.name === name);
  const inSlack = (name: string, place: string, words?: string) => () => {
    choice.choose("slack", { person: person(name)?.slack ?? "", place });
    if (words) sides.slack.fill(words);
  };
  const inTeams = (name: string, place: string) => () =>
    choice.choose("teams", { person: person(name)?.teams ?? "", place });
  const signInBefore = (name: string, place: string) => () => {
    inSlack(name, place)();
    sides.signIn();
  };
  const steps: [string, string, () => void][] = [
    ["As Alice in Slack: ", "/breakglass request", inSlack("Alice", "C0REQUESTS", "/breakglass request")],
    ["As Bob in Teams: ", "Approve", inTeams("Bob", direct)],
    ["As Dave: ", "Release his part", inSlack("Dave", direct)],
    ["In Entra: ", "Sign in", sides.signIn],
    ["As Alice: ", "/breakglass end", inSlack("Alice", "C0REQUESTS", "/breakglass end")],
    ["Again, and as Sam: ", "the SOC", signInBefore("Sam", "C0SOC")],
  ];
  nav.replaceChildren(
    el("span", {}, "Try:"),
    el(
      "ol",
      {},
      ...steps.map(([who, what, go]) =>
        el("li", {}, el("button", { type: "button", onclick: go }, who, el("strong", {}, what))),
      ),
    ),
  );
}
