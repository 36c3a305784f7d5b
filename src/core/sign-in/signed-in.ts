// What a request's card says of its use: when somebody was let in first, and from where.
import type { Alert, JudgedSignIn } from "../alert/state.ts";
import type { RequestId } from "../ids.ts";
import { isBefore } from "../moments.ts";
import type { SignIn } from "./row.ts";

export type SignedIn = { request: RequestId; at: Temporal.Instant; from: string };

/** The first use in this alert that its request allows; undefined while there is none. */
export function signedIn({ signIns }: Alert): SignedIn | undefined {
  let found: SignedIn | undefined;
  for (const row of signIns) {
    if (!isAllowedUse(row) || (found && !isBefore(row.at, found.at))) continue;
    found = { request: row.request, at: row.at, from: origin(row) };
  }
  return found;
}

/** Somebody was let in, and a request says that they might. */
export const isAllowedUse = (row: JudgedSignIn): row is JudgedSignIn & { request: RequestId } =>
  row.outcome === "success" && row.request !== undefined && allowed.has(row.verdict);

const allowed: ReadonlySet<string> = new Set(["approved", "declared", "drill"]);

/** `203.0.113.7, Berlin DE`; what is not known is left out. */
export function origin({ ip, city, country }: Pick<SignIn, "ip" | "city" | "country">): string {
  const parts = [ip, [city, country].filter(Boolean).join(" ")].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : "an unknown address";
}
