// What one batch of an alert's events puts on record: the events, the facts they take in, and all that follows.
import { toShow } from "../hearing.ts";
import type { Organisation } from "../organisation.ts";
import type { Append } from "../ports/store.ts";
import { spanOfAlert } from "../sign-in/spans.ts";
import type { AlertEvent } from "./events.ts";
import { alertHearers } from "./hearers.ts";
import { nextDueOnAlert } from "./owed.ts";
import { type Alert, isWaiting } from "./state.ts";

/** `version`: the one that was read. `alert`: as the events leave it. `takes`: rows that they tell of. */
export function recordAlert(
  events: readonly [AlertEvent, ...AlertEvent[]],
  alert: Alert,
  version: number,
  key: string,
  organisation: Organisation,
  takes: readonly string[] = [],
): Append {
  return {
    stream: alert.id,
    expected: version,
    key,
    events,
    due: nextDueOnAlert(alert, organisation),
    holds: holds(alert),
    ...(takes.length > 0 && { takes }),
    span: spanOfAlert(alert),
    ...toShow(alertHearers(events, alert, organisation), version),
  };
}

/**
 * An alert that waits for somebody is live. Blindness is live until it ends, whatever people made of it, and one alert
 * for each source, whichever node sees it.
 */
function holds(alert: Alert): string | undefined {
  const { id, subject, regained } = alert;
  if (subject.kind === "blind") return regained ? undefined : `blind/${subject.source}`;
  return isWaiting(alert) ? id : undefined;
}
