// The events of drills as the log holds them: when one is due, who leads and watches it, and what was seen of it.
import { z } from "zod";
import { drillStages, drillSteps, milestones } from "../../core/drill/events.ts";
import { account, drill, event, maybe, moment, number, person, request } from "./event-parts.ts";

const reason = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("calendar") }),
  z.object({ kind: z.literal("staff-change"), person }),
  z.object({ kind: z.literal("planned"), by: person }),
]);

export const drillSchemas = [
  event("drill-scheduled", { drill, account, reason, due: moment }),
  event("drill-moved", { reason, due: moment }),
  event("drill-reminded", { stage: z.enum(drillStages), number }),
  event("drill-started", { by: person, announced: z.boolean() }),
  event("drill-witnessed", { by: person, until: moment }),
  event("drill-asked", { request }),
  event("rehearsal-over", { request }),
  event("milestone-seen", { milestone: z.enum(milestones), when: moment }),
  event("step-ticked", { step: z.enum(drillSteps), by: person }),
  event("drill-finished", { by: person, note: z.string() }),
  event("drill-failed", { by: maybe(person), reason: z.string() }),
] as const;
