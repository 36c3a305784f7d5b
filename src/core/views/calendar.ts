// What is owed in the next months, earliest first: `/breakglass calendar`.
import type { Owing } from "../calendar.ts";
import type { Organisation } from "../organisation.ts";
import type { Fact, View } from "../view.ts";
import { calendarWords, capital, owingName } from "../words/calendar.ts";

/** What one message can hold of a large organisation's. */
const most = 25;

export function calendarView(owings: readonly Owing[], organisation: Organisation): View {
  const left = owings.length - most;
  return {
    title: calendarWords.title(organisation.name),
    tone: owings.some(({ overdue }) => overdue) ? "waiting" : "neutral",
    severity: undefined,
    lines: [
      ...(owings.length === 0 ? [[calendarWords.none]] : []),
      ...(left > 0 ? [[calendarWords.more(left)]] : []),
    ],
    facts: owings.slice(0, most).map(row),
    buttons: [],
  };
}

const row = (owing: Owing): Fact => ({
  label: capital(owingName(owing)),
  value: [
    ...(owing.overdue ? [{ strong: calendarWords.overdue }] : []),
    calendarWords.of(owing.account.label),
    { moment: owing.at, show: "date-time" },
    owing.stream ? "." : calendarWords.planned,
  ],
});
