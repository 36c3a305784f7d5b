// The stories to play, step by step: each step puts the player in the right place, with the words ready.
import type { Choice } from "./choice.ts";
import { el } from "./dom.ts";
import { direct, homePlace, type Side } from "./slack-side.ts";
import type { Company } from "./state.ts";

/** `where`: what it is done as, or with. */
type Step = { where: string; what: string; go: () => void };
type Story = { name: string; steps: readonly Step[] };

/** Each puts the hand on what is to be pressed. */
type Parts = { slack: Side; teams: Side; signIn(): void; change(): void; clock(by: "day" | "week"): void };

export function drawHints(nav: HTMLElement, company: Company, choice: Choice, parts: Parts): void {
  const list = el("ol", {});
  const told = stories(company, choice, parts);
  const tabs = told.map((story) =>
    el("button", { type: "button", class: "story", onclick: () => tell(story) }, story.name),
  );
  const tell = (story: Story) => {
    for (const [index, tab] of tabs.entries())
      tab.setAttribute("aria-pressed", String(told[index] === story));
    list.setAttribute("aria-label", story.name);
    list.replaceChildren(
      ...story.steps.map(({ where, what, go }) =>
        el("li", {}, el("button", { type: "button", onclick: go }, `${where}: `, el("strong", {}, what))),
      ),
    );
    list.scrollLeft = 0;
  };
  nav.replaceChildren(el("p", {}, el("span", {}, "Try"), ...tabs), list);
  if (told[0]) tell(told[0]);
}

function stories(company: Company, choice: Choice, parts: Parts): readonly Story[] {
  const person = (name: string) => company.people.find((each) => each.name === name);
  const slack = (name: string, place: string, what: string, words?: string): Step => ({
    where: `${name} in Slack`,
    what,
    go: () => {
      choice.choose("slack", { person: person(name)?.slack ?? "", place });
      if (words) parts.slack.fill(words);
    },
  });
  const teams = (name: string, place: string, what: string, words?: string): Step => ({
    where: `${name} in Teams`,
    what,
    go: () => {
      choice.choose("teams", { person: person(name)?.teams ?? "", place });
      if (words) parts.teams.fill(words);
    },
  });
  const types = (name: string, words: string) => slack(name, "C0REQUESTS", words, words);
  const signIn: Step = { where: "In Entra", what: "Sign in", go: parts.signIn };
  const renew: readonly Step[] = [
    { where: "In Entra", what: "Change its password", go: parts.change },
    teams("Erin", direct, "Confirm the renewal"),
  ];
  const clock = (by: "day" | "week"): Step => ({
    where: "The clock",
    what: `Next ${by}`,
    go: () => parts.clock(by),
  });
  const approve = teams("Bob", direct, "Approve");
  const release = [slack("Dave", direct, "Release his part"), teams("Erin", direct, "Release hers")];
  return [
    {
      name: "a use",
      steps: [
        types("Alice", "/breakglass request"),
        approve,
        ...release,
        signIn,
        types("Alice", "/breakglass end"),
        clock("day"),
        ...renew,
        teams("Tina", direct, "Review it", "review BG-1"),
        slack("Ada", homePlace, "Is it ready?"),
      ],
    },
    {
      name: "a drill",
      steps: [
        clock("week"),
        slack("Ada", "C0ADMINS", "Start the drill"),
        teams("Tina", "19:admins@thread.tacv2", "Be the witness"),
        types("Alice", "/breakglass rehearse DR-1"),
        approve,
        ...release,
        signIn,
        slack("Sam", "C0SOC", "Acknowledge"),
        types("Alice", "/breakglass end"),
        ...renew,
        slack("Ada", "C0ADMINS", "Tick the steps"),
        teams("Tina", "19:admins@thread.tacv2", "Sign it off"),
      ],
    },
    {
      name: "an intruder",
      steps: [
        signIn,
        slack("Sam", "C0SOC", "Acknowledge"),
        teams("Sam", "19:soc@thread.tacv2", "Classify it"),
        types("Alice", "/breakglass declare"),
        teams("Bob", "19:soc@thread.tacv2", "Attest"),
      ],
    },
  ];
}
