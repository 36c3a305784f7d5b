// The events of alerts as the log holds them, with the rows of Entra's logs that belong to them.
import { z } from "zod";
import { classes, topics, verdicts } from "../../core/alert/events.ts";
import { account, alert, event, maybe, moment, number, person, request, texts } from "./event-parts.ts";

const text = maybe(z.string());
const judgement = { verdict: z.enum(verdicts), request: maybe(request) };

const row = { id: z.string(), at: moment, readable: maybe(moment) };
const signIn = z.object({
  ...row,
  kind: z.literal("sign-in"),
  account: maybe(account),
  interactive: maybe(z.boolean()),
  outcome: z.enum(["success", "interrupted", "failed"]),
  code: text,
  why: text,
  ip: text,
  country: text,
  city: text,
  application: text,
  client: text,
  userAgent: text,
});
const change = z.object({
  ...row,
  kind: z.literal("change"),
  operation: z.string(),
  succeeded: maybe(z.boolean()),
  touches: texts,
  properties: texts,
  by: z.object({ id: text, name: text, ip: text }),
});

const subject = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("sign-in"), account: maybe(account), ...judgement }),
  z.object({
    kind: z.literal("change"),
    account: maybe(account),
    topic: z.enum(topics),
    expected: z.boolean(),
    request: maybe(request),
  }),
  z.object({
    kind: z.literal("blind"),
    source: z.enum(["log-analytics", "graph"]),
    since: moment,
    why: z.string(),
  }),
]);

const flag = z.discriminatedUnion("type", [
  z.object({ type: z.literal("after-failures"), count: number }),
  z.object({ type: z.literal("second-country"), countries: texts }),
]);

export const alertSchemas = [
  event("alert-raised", { alert, subject }),
  event("sign-ins-seen", { rows: z.array(signIn).readonly() }),
  event("changes-seen", { rows: z.array(change).readonly() }),
  event("alert-rejudged", { rows: texts, ...judgement }),
  event("alert-flagged", { flag }),
  event("request-changed", { request }),
  event("sight-regained", { rows: number }),
  event("alert-acknowledged", { by: person }),
  event("alert-classified", { by: person, class: z.enum(classes), note: z.string() }),
  event("alert-closed", { by: person }),
  event("alert-repeated", { number }),
  event("alert-taken", {}),
  event("fallback-called", { silent: z.array(z.enum(["slack", "teams"])).readonly() }),
] as const;
