// What a button of a card says it is about. It comes back from the client, and is trusted for nothing.
import { z } from "zod";
import { drillSteps } from "../../core/drill/events.ts";
import { parseAlertId, parseDrillId, parseRequestId, parseRotationId } from "../../core/ids.ts";
import { cleanUps } from "../../core/request/events.ts";
import { alertVerbs, type ButtonAction, drillVerbs, requestVerbs, rotationVerbs } from "../../core/view.ts";

/** Undefined: not ours, or tampered with; then nothing is decided. */
export const parseAction = (raw: unknown): ButtonAction | undefined => schema.safeParse(raw).data;

const idBy = <Id>(parse: (raw: string) => Id | undefined) =>
  z.string().transform((raw, context) => {
    const id = parse(raw);
    if (id) return id;
    context.addIssue({ code: "custom", message: "no id" });
    return z.NEVER;
  });

const none = z.never().exactOptional();
/** What else the client's data holds is not read; but each action is about one thing, never about two. */
const nothing = { request: none, alert: none, rotation: none, drill: none };
const about = z.int().min(0).exactOptional();

const schema = z.union([
  z.object({
    ...nothing,
    verb: z.enum(requestVerbs),
    request: idBy(parseRequestId),
    about,
    part: z.string().max(200).exactOptional(),
    item: z.enum(cleanUps).exactOptional(),
  }),
  z.object({ ...nothing, verb: z.enum(alertVerbs), alert: idBy(parseAlertId), about }),
  z.object({ ...nothing, verb: z.enum(rotationVerbs), rotation: idBy(parseRotationId) }),
  z.object({
    ...nothing,
    verb: z.enum(drillVerbs),
    drill: idBy(parseDrillId),
    step: z.enum(drillSteps).exactOptional(),
  }),
]);
