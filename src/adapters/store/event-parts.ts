// What the schemas of all events are made of: ids as they are written, moments as ISO text, what may be missing.
import { z } from "zod";
import {
  type AccountId,
  type AlertId,
  type DrillId,
  type PersonId,
  parseAccountId,
  parseAlertId,
  parseDrillId,
  parsePersonId,
  parseRequestId,
  parseRotationId,
  type RequestId,
  type RotationId,
} from "../../core/ids.ts";

const is = <Id extends string>(parse: (raw: string) => Id | undefined) =>
  z.custom<Id>((raw) => typeof raw === "string" && parse(raw) === raw);

export const person = is<PersonId>(parsePersonId);
export const account = is<AccountId>(parseAccountId);
export const request = is<RequestId>(parseRequestId);
export const alert = is<AlertId>(parseAlertId);
export const rotation = is<RotationId>(parseRotationId);
export const drill = is<DrillId>(parseDrillId);

export const moment = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue("not a moment");
    return z.NEVER;
  }
});

/** Left out of the JSON when it is undefined. The types say that the key is there, as the core's do. */
export const maybe = <Type extends z.ZodType>(type: Type) => type.optional().transform((value) => value);

export const number = z.number().int();
export const texts = z.array(z.string()).readonly();

export const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), at: moment, ...shape });
