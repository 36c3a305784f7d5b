// Each account's line: how it stands, why, what is owed next, and how it is kept. The same in a command and at home.
import type { Organisation } from "../organisation.ts";
import { type ReadyLine, readinesses } from "../readiness.ts";
import type { Fact, Line, Tone, View } from "../view.ts";
import { owingName } from "../words/calendar.ts";
import { accountsWords, stateWords } from "../words/readiness.ts";
import { accountFact } from "./account-fact.ts";

/** What one message of either platform can hold, with how each is kept: the gravest. The others are named. */
const most = 8;

export function accountsView(lines: readonly ReadyLine[], organisation: Organisation): View {
  const ready = lines.filter(({ state }) => state === "ready").length;
  const gravest = new Set(lines.toSorted(gravestFirst).slice(0, most));
  return {
    title: accountsWords.title,
    tone: toneOf(lines),
    severity: undefined,
    lines: [
      [accountsWords.ready(ready, lines.length)],
      [accountsWords.calendar],
      ...othersOf(lines.filter((line) => !gravest.has(line))),
    ],
    facts: lines.filter((line) => gravest.has(line)).map((line) => account(line, organisation)),
    buttons: [],
  };
}

const gravestFirst = (a: ReadyLine, b: ReadyLine): number =>
  readinesses.indexOf(a.state) - readinesses.indexOf(b.state);

const othersOf = (others: readonly ReadyLine[]): Line[] =>
  readinesses.flatMap((state) => {
    const labels = others.filter((line) => line.state === state).map(({ account: { label } }) => label);
    return labels.length > 0 ? [[accountsWords.others(state, labels)]] : [];
  });

function toneOf(lines: readonly ReadyLine[]): Tone {
  if (lines.some(({ state }) => state === "not-ready")) return "bad";
  return lines.every(({ state }) => state === "ready") ? "good" : "waiting";
}

const account = (line: ReadyLine, organisation: Organisation): Fact =>
  accountFact(
    line.account,
    organisation,
    { strong: stateWords[line.state] },
    " ",
    ...line.why,
    ...since(line),
    ...next(line),
    " ",
  );

/** An overdue duty says its date itself. */
function since({ since: moment, next: owing }: ReadyLine): Line {
  if (!moment || (owing?.overdue && owing.at.equals(moment))) return [];
  return [accountsWords.since, { moment, show: "date-time" }, "."];
}

function next({ next: owing }: ReadyLine): Line {
  if (!owing) return [];
  const name = owingName(owing);
  return [
    ...(owing.overdue ? [" ", { strong: accountsWords.overdue(name) }] : [accountsWords.next(name)]),
    { moment: owing.at, show: "date-time" },
    ".",
  ];
}
