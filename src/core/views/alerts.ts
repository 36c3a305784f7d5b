// What waits for somebody, and whether the watch sees: `/breakglass alerts`, and a line of `/breakglass status`.
import { type Alert, isWaiting } from "../alert/state.ts";
import type { LogSource, Organisation } from "../organisation.ts";
import { accountOf, personOf } from "../people.ts";
import type { Fact, Line, View } from "../view.ts";
import { classWords, titleOf } from "../words/alert.ts";
import { alertListWords, watchWords } from "../words/alert-answers.ts";
import { sourceNames } from "../words/sight.ts";
import { accountIdOf } from "./alert-card-told.ts";

/** The gravest first, then the oldest. Blindness that somebody closed lasts, and waits for nobody. */
export function alertsList(alerts: readonly Alert[], organisation: Organisation): View {
  const sorted = alerts
    .filter(isWaiting)
    .toSorted((a, b) => a.severity - b.severity || Temporal.Instant.compare(a.raisedAt, b.raisedAt));
  return {
    title: alertListWords.title,
    tone: "neutral",
    severity: undefined,
    lines: sorted.length === 0 ? [[alertListWords.none]] : [],
    facts: sorted.map((alert) => ({ label: alert.id, value: row(alert, organisation) })),
    buttons: [],
  };
}

function row(alert: Alert, organisation: Organisation): Line {
  const id = accountIdOf(alert);
  return [
    { strong: `Sev ${alert.severity} ` },
    alertListWords.of(titleOf(alert), id && (accountOf(organisation, id)?.label ?? id)),
    { moment: alert.raisedAt, show: "date-time" },
    ". ",
    ...answered(alert, organisation),
  ];
}

function answered({ id, acknowledged, classified }: Alert, organisation: Organisation): Line {
  const has = classified ?? acknowledged;
  if (!has) return [{ strong: alertListWords.untaken(id) }];
  const state = classified
    ? alertListWords.classified(classWords[classified.class])
    : alertListWords.acknowledged;
  return [{ person: personOf(organisation, has.by) }, state];
}

/** `since`: when it went blind. `newest`: the newest row of anybody. */
export type WatchState =
  | { state: "none" }
  | { state: "sees"; source: LogSource; newest: Temporal.Instant | undefined }
  | { state: "blind"; source: LogSource; since: Temporal.Instant };

export const watchFact = (watch: WatchState): Fact => ({ label: watchWords.label, value: watchLine(watch) });

function watchLine(watch: WatchState): Line {
  if (watch.state === "none") return [{ strong: watchWords.none }];
  const source = sourceNames[watch.source];
  if (watch.state === "blind") {
    return [
      { strong: watchWords.blind(source) },
      { moment: watch.since, show: "date-time" },
      watchWords.unseen,
    ];
  }
  if (!watch.newest) return [watchWords.noRows(source)];
  return [watchWords.sees(source), { moment: watch.newest, show: "date-time" }, "."];
}
