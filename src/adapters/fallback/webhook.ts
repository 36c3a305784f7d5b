// An alert as signed JSON for a receiver of the organisation's own.
import { createHmac } from "node:crypto";
import type { Outgoing } from "../../core/ports/messenger.ts";
import { oneLine, plainFacts, plainText } from "./plain.ts";

export type Post = { body: string; headers: Readonly<Record<string, string>> };

/**
 * `X-Breakglass-Signature: t=<seconds>,v1=<hex hmac-sha256 of "<t>.<body>">`: the receiver computes the same with the
 * shared secret, compares in constant time, and refuses a `t` that is minutes old. `key` is the same when it comes again.
 */
export function webhookPost(message: Outgoing, secret: string, now: Temporal.Instant): Post {
  const { view, key, stream, incident = "trigger" } = message;
  const body = JSON.stringify({
    type: "breakglass.alert",
    key,
    stream,
    incident,
    severity: view.severity ?? null,
    title: oneLine(view.title),
    text: plainText(view),
    facts: plainFacts(view),
    at: now.toString({ smallestUnit: "second" }),
  });
  const seconds = Math.floor(now.epochMilliseconds / 1_000);
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return { body, headers: { "x-breakglass-signature": `t=${seconds},v1=${signature}` } };
}
