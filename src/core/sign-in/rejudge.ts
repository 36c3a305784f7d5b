// A request, a declaration or its end came after the rows: what stands is held against the windows once more.
import type { Judgement } from "../alert/events.ts";
import { worst } from "../alert/severity.ts";
import type { Alert } from "../alert/state.ts";
import { judge } from "./judge.ts";
import type { WindowIndex } from "./window-index.ts";

/** Rows of one alert, by their ids, and what they mean now. */
export type Rejudged = Judgement & { rows: readonly string[] };

/** Only what differs from what stands. The gravest first, so that an alert never looks harmless on its way. */
export function rejudged({ signIns }: Alert, index: WindowIndex): readonly Rejudged[] {
  const groups = new Map<string, Judgement & { rows: string[] }>();
  for (const row of signIns) {
    const { verdict, request } = judge(row, index);
    if (verdict === row.verdict && request === row.request) continue;
    const key = `${verdict} ${request}`;
    const group = groups.get(key);
    if (group) group.rows.push(row.id);
    else groups.set(key, { verdict, request, rows: [row.id] });
  }
  return [...groups.values()].toSorted(gravestFirst);
}

function gravestFirst(a: Judgement, b: Judgement): number {
  if (a.verdict === b.verdict) return 0;
  return worst([a, b], a).verdict === a.verdict ? -1 : 1;
}
