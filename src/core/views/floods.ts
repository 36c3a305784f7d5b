// The private word to somebody who asks more than can be answered.
import type { View } from "../view.ts";
import { type Flood, floodWords } from "../words/floods.ts";

/** `atOnce`: how much would have been answered. `until`: when all of it is answered again; shown to the next full minute. */
export const flooded = (kind: Flood, atOnce: number, until: Temporal.Instant): View => ({
  title: floodWords.title,
  tone: "bad",
  severity: undefined,
  lines: floodWords[kind]({ atOnce, until: until.round({ smallestUnit: "minute", roundingMode: "ceil" }) }),
  facts: [],
  buttons: [],
});
