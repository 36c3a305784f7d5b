// What a button and a form carry to Slack and back. It says which question is meant, and is trusted for nothing else.
import { z } from "zod";
import { drillSteps } from "../../core/drill/events.ts";
import { parseAlertId, parseDrillId, parseRequestId, parseRotationId } from "../../core/ids.ts";
import type { MessageRef } from "../../core/ports/messenger.ts";
import { cleanUps } from "../../core/request/events.ts";
import {
  alertVerbs,
  type ButtonAction,
  drillVerbs,
  type FormName,
  formNames,
  requestVerbs,
  rotationVerbs,
} from "../../core/view.ts";
import { limits } from "./limits.ts";

/** In a button's value. `card`: the delivery key of the message; `form`: filled in before the click counts. */
export type CarriedByButton = { action: ButtonAction; card?: string; form?: FormName };

/** In a form's private metadata. Without an action no button opened it. */
export type CarriedByForm = { name: FormName; action?: ButtonAction; on?: MessageRef; card?: string };

const idBy = <Id>(parse: (raw: string) => Id | undefined) =>
  z.string().transform((raw, context) => {
    const id = parse(raw);
    if (id) return id;
    context.addIssue({ code: "custom", message: "no id" });
    return z.NEVER;
  });

const about = z.number().int().min(0).exactOptional();

/** About one thing: a request, an alert, a rotation or a drill, never about two. */
const action = z.union([
  z.strictObject({
    verb: z.enum(requestVerbs),
    request: idBy(parseRequestId),
    about,
    part: z.string().exactOptional(),
    item: z.enum(cleanUps).exactOptional(),
  }),
  z.strictObject({ verb: z.enum(alertVerbs), alert: idBy(parseAlertId), about }),
  z.strictObject({ verb: z.enum(rotationVerbs), rotation: idBy(parseRotationId) }),
  z.strictObject({
    verb: z.enum(drillVerbs),
    drill: idBy(parseDrillId),
    step: z.enum(drillSteps).exactOptional(),
  }),
]);

const formName = z.enum(formNames);

const carriedByButton = z.strictObject({
  action,
  card: z.string().exactOptional(),
  form: formName.exactOptional(),
});

const carriedByForm = z.strictObject({
  name: formName,
  action: action.exactOptional(),
  on: z.strictObject({ conversation: z.string(), message: z.string() }).exactOptional(),
  card: z.string().exactOptional(),
});

/** Undefined when it cannot be read: then nothing is decided. */
export const parseButton = (value: string): CarriedByButton | undefined => read(carriedByButton, value);

export const parseForm = (metadata: string): CarriedByForm | undefined => read(carriedByForm, metadata);

export const buttonValue = (carried: CarriedByButton): string => write(carried, limits.buttonValue);

export const formMetadata = (carried: CarriedByForm): string => write(carried, limits.privateMetadata);

/** Rejects rather than cuts: half of it would be read as nothing. */
function write(carried: CarriedByButton | CarriedByForm, longest: number): string {
  const text = JSON.stringify(carried);
  if (text.length > longest) throw new Error(`${text.length} characters to carry, Slack takes ${longest}`);
  return text;
}

function read<Output>(schema: z.ZodType<Output>, text: string): Output | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
