// The generic webhook: believes only what is signed with its secret, and signed just now.
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Heard } from "./types.ts";

type Taken = Pick<Heard, "incident" | "action" | "text">;
export type Judged = { status: number; body: unknown } & ({ taken: Taken } | { why: string });

/** Seconds that a signature may be away from now. */
const longest = 300;

/** What a receiver needs of it; more may come. `key`: the same when the same thing is told again. */
const message = z.looseObject({
  key: z.string().min(1),
  stream: z.string().min(1),
  incident: z.enum(["trigger", "acknowledge", "resolve"]),
  title: z.string().min(1),
});

/** `signature`: of the header `X-Breakglass-Signature`, `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`. */
export function judgeWebhook(
  raw: string,
  body: unknown,
  signature: string | undefined,
  secret: string,
  now: number,
): Judged {
  const [, at, digest] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? "") ?? [];
  if (!at || !digest) return refuse(401, "no signature");
  const wanted = createHmac("sha256", secret).update(`${at}.${raw}`).digest();
  if (!timingSafeEqual(wanted, Buffer.from(digest, "hex"))) return refuse(401, "wrong signature");
  if (Math.abs(now / 1000 - Number(at)) > longest)
    return refuse(401, "the signature is too old, or of a time to come");
  const read = message.safeParse(body);
  if (!read.success) return refuse(400, z.prettifyError(read.error));
  const { stream, incident: action, title } = read.data;
  return { status: 202, body: { status: "accepted" }, taken: { incident: stream, action, text: title } };
}

const refuse = (status: number, why: string): Judged => ({ status, body: { error: why }, why });
