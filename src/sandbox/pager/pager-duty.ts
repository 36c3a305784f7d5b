// PagerDuty's Events API v2, as far as alerts go: what it takes, and how it says no.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Judged } from "./webhook.ts";

/** developer.pagerduty.com/docs/events-api-v2/trigger-events. */
const event = z
  .looseObject({
    routing_key: z.string().length(32, "Length of 'routing_key' is incorrect (should be 32 characters)"),
    event_action: z.enum(["trigger", "acknowledge", "resolve"], "'event_action' is missing or invalid"),
    dedup_key: z
      .string()
      .min(1)
      .max(255, "'dedup_key' is too long (should be 255 characters or less)")
      .optional(),
    payload: z
      .looseObject({
        summary: z
          .string("'payload.summary' is missing or blank")
          .min(1, "'payload.summary' is missing or blank")
          .max(1024, "'payload.summary' is too long (should be 1024 characters or less)"),
        source: z
          .string("'payload.source' is missing or blank")
          .min(1, "'payload.source' is missing or blank"),
        severity: z.enum(["critical", "error", "warning", "info"], "'payload.severity' is invalid"),
        timestamp: z.iso.datetime({ offset: true }).optional(),
        custom_details: z.looseObject({}).optional(),
      })
      .optional(),
  })
  .refine(
    ({ event_action, payload }) => event_action !== "trigger" || payload,
    "'payload' is missing or blank",
  )
  .refine(
    ({ event_action, dedup_key }) => event_action === "trigger" || dedup_key,
    "'dedup_key' is missing or blank",
  );

export function judgeEvent(body: unknown, routingKey: string): Judged {
  const read = event.safeParse(body);
  if (!read.success) return invalid(read.error.issues.map(({ message }) => message));
  const { routing_key, event_action, dedup_key = randomUUID(), payload } = read.data;
  if (routing_key !== routingKey) return invalid(["Invalid routing key"]);
  return {
    status: 202,
    body: { status: "success", message: "Event processed", dedup_key },
    taken: { incident: dedup_key, action: event_action, text: payload?.summary ?? "" },
  };
}

const invalid = (errors: readonly string[]): Judged => ({
  status: 400,
  body: { status: "invalid event", message: "Event object is invalid", errors },
  why: errors.join("; "),
});

export const tooQuick = {
  status: "throttle exceeded",
  message: "Requests for this service are arriving too quickly. Please retry later.",
};
