// Whether a Slack user asks too much: by what the signed envelope says and what is known of them, before Slack is asked.
import type { Asked, TooMuch } from "../../core/ports/desk.ts";
import type { Speaker } from "./callers.ts";
import type { Kit } from "./kit.ts";

/** A union member by member: `Omit` alone would make one of them. */
type What<A> = A extends unknown ? Omit<A, "caller" | "where"> : never;

/** Undefined: they may be heard. */
export function tooMuch(
  { desk, callers }: Pick<Kit, "desk" | "callers">,
  speaker: Speaker,
  where: string | undefined,
  what: What<Asked>,
): TooMuch | undefined {
  const { team, user } = speaker;
  const standing = callers.known(speaker) ?? "member";
  return desk.tooMuch({ caller: { platform: "slack", team, user, standing }, where, ...what });
}
