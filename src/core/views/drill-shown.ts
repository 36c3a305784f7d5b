// What of a drill somebody may know: one that was not announced tests the SOC, and must not be given away by a question.
import { isKeptFrom } from "../drill/kept.ts";
import { type Drill, isHidden } from "../drill/state.ts";
import type { Person } from "../organisation.ts";

/** `viewer`: undefined is somebody whom we do not know, and so perhaps the SOC. */
export const shownTo = (drill: Drill, viewer: Person | undefined): Drill =>
  isHidden(drill) && (!viewer || isKeptFrom(drill, viewer)) ? asPlanned(drill) : drill;

/** As it was before anybody started it. */
const asPlanned = (drill: Drill): Drill => ({
  ...drill,
  status: "scheduled",
  announced: true,
  leader: undefined,
  witness: undefined,
  until: undefined,
  request: undefined,
  seen: {},
  steps: {},
});
