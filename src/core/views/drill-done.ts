// The private answer to whoever did something about a drill.
import type { DrillEvent } from "../drill/events.ts";
import type { Drill } from "../drill/state.ts";
import type { View } from "../view.ts";
import { drillAnswerWords } from "../words/drill-answers.ts";

/** `events`: what somebody did to the drill, which is as they leave it. What we saw meanwhile answers nobody. */
export function drillDone(events: readonly DrillEvent[], drill: Drill): View {
  const type = events.findLast((event) => event.type in drillAnswerWords)?.type;
  const words = (type && drillAnswerWords[type]?.(drill)) ?? { title: drill.id, lines: [] };
  return {
    ...words,
    tone: type === "drill-failed" ? "neutral" : "good",
    severity: undefined,
    facts: [],
    buttons: [],
  };
}
