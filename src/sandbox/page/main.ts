// The practice page: a Slack, a Teams and an Entra side by side, drawn anew from the server's state after every change.
import { startChoice } from "./choice.ts";
import { drawCompany } from "./company.ts";
import { entraSide } from "./entra-side.ts";
import { drawHints } from "./hints.ts";
import { onLight } from "./light.ts";
import { startPane } from "./pane.ts";
import { direct, slackSide } from "./slack-side.ts";
import type { State } from "./state.ts";
import { fetchCompany, fetchLooks, fetchState, follow } from "./talk.ts";
import { teamsSide } from "./teams-side.ts";
import { drawTop } from "./top.ts";

const part = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
};

const company = await fetchCompany();
const personNamed = (name: string) => company.people.find((person) => person.name === name);
const choice = startChoice({
  slack: { person: personNamed("Alice")?.slack ?? "", place: "C0REQUESTS" },
  teams: { person: personNamed("Bob")?.teams ?? "", place: direct },
});
const slack = slackSide(part("slack"), company, choice);
const [light, dark] = await Promise.all([fetchLooks("light"), fetchLooks("dark")]);
const teams = teamsSide(part("teams"), company, choice, { light, dark });
const drawer = drawCompany(company);
document.body.append(drawer.element);
const pane = startPane(part("entra"));
const entra = entraSide(part("entra"), company, pane.toggle);
const top = drawTop(part("top"), company, { openCompany: drawer.open, pane });
const inEntra = (what: "sign-in" | "change") => () => {
  pane.open();
  entra.point(what);
};
drawHints(part("hints"), company, choice, {
  slack,
  teams,
  signIn: inEntra("sign-in"),
  change: inEntra("change"),
  clock: top.pointAtClock,
});

let state: State | undefined;
let asked = 0;

/** Only the newest answer counts: an older one may come later. */
async function look(): Promise<void> {
  asked += 1;
  const mine = asked;
  const seen = await fetchState(choice.person("slack"), choice.person("teams")).catch(() => undefined);
  if (!seen || mine !== asked) return;
  state = seen;
  draw();
}

function draw(): void {
  if (!state) return;
  top.show(state); // first: it holds the clock
  slack.show(state);
  teams.show(state);
  entra.show(state);
  drawer.show(state.bot);
}

choice.onChange(() => {
  void look();
});
onLight(draw);
let wasLost = false;
follow(
  () => void look(),
  (isLost) => {
    if (!isLost && wasLost) location.reload(); // it was started anew: another company, another token
    wasLost = isLost;
    top.lost(isLost);
  },
);
