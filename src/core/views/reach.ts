// What the admins are told of a place or platform that cannot be reached.
import type { Organisation } from "../organisation.ts";
import { nameOf, type ReachEvent } from "../reach.ts";
import type { View } from "../view.ts";
import { reachWords } from "../words/reach.ts";

export function reachNotice(event: ReachEvent, organisation: Organisation): View {
  const reached = event.type === "reachable";
  const words = reachWords(nameOf(event.where, organisation), event.at, reached ? undefined : event.why);
  return { ...words, tone: reached ? "good" : "bad", severity: undefined, facts: [], buttons: [] };
}
