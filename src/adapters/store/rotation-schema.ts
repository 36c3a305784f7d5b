// The events of rotations as the log holds them: why a credential must be renewed, and what proves that it was.
import { z } from "zod";
import { rotationStages } from "../../core/rotation/events.ts";
import {
  account,
  alert,
  drill,
  event,
  maybe,
  moment,
  number,
  person,
  request,
  rotation,
} from "./event-parts.ts";

const reason = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("use"),
    request,
    drill: maybe(drill),
    user: person,
    usedAt: moment,
    alerts: z.array(alert).readonly().optional(),
  }),
  z.object({ kind: z.literal("unexplained-use"), alert, user: person.optional(), usedAt: moment }),
  z.object({ kind: z.literal("calendar") }),
  z.object({ kind: z.literal("staff-change"), person, by: maybe(person) }),
  z.object({ kind: z.literal("suspected"), by: person, note: z.string() }),
]);

const text = maybe(z.string());
const proof = z.object({
  what: z.enum(["password", "key"]),
  changedAt: moment,
  source: z.enum(["directory", "audit"]),
  by: maybe(z.object({ id: text, name: text })),
});

export const rotationSchemas = [
  event("rotation-opened", { rotation, account, reason, due: moment }),
  event("rotation-joined", { reason, due: moment }),
  event("rotation-reminded", { stage: z.enum(rotationStages), number }),
  event("rotation-proved", { proof }),
  event("rotation-confirmed", { by: person }),
  event("rotation-attested", { by: person, note: z.string() }),
] as const;
