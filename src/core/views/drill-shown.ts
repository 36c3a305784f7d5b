// What of a drill somebody may know: one that was not announced tests the SOC, and must not be given away by a question.
import { isKeptFrom } from "../drill/kept.ts";
import { type Drill, isHidden, notBegun } from "../drill/state.ts";
import type { Person } from "../organisation.ts";

/** Hidden, it looks as it did before anybody started it. `viewer`: undefined is somebody whom we do not know, and so perhaps the SOC. */
export const shownTo = (drill: Drill, viewer: Person | undefined): Drill =>
  isHidden(drill) && (!viewer || isKeptFrom(drill, viewer)) ? { ...drill, ...notBegun } : drill;
