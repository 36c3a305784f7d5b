// The measured times of a drill, in words.
import type { Milestone } from "../drill/events.ts";

/** `what`: names the later moment, where it came before the other one. */
export const drillTimes: readonly { label: string; from: Milestone; to: Milestone; what: string }[] = [
  { label: "Ask to approval", from: "asked", to: "approved", what: "the approval" },
  { label: "Approval to sign-in", from: "approved", to: "signed-in", what: "the sign-in" },
  { label: "Sign-in to log", from: "signed-in", to: "logged", what: "the row in the log" },
  { label: "Log to alert", from: "logged", to: "alerted", what: "the alert" },
  { label: "Alert to acknowledged", from: "alerted", to: "acknowledged", what: "the acknowledgement" },
  { label: "End to renewed", from: "ended", to: "rotated", what: "the renewal" },
];

export const reportTitle = "Report of the drill";

/** Never a negative time: two clocks differ, or people did it in another order. */
export function elapsed(
  from: Temporal.Instant | undefined,
  to: Temporal.Instant | undefined,
  what: string,
): string {
  if (!from || !to) return "not measured";
  const seconds = from.until(to).total("seconds");
  return seconds < 0 ? `${what} came ${span(-seconds)} before` : span(seconds);
}

/** `4 min 20 s`, `1 day 2 h`, `less than 1 s`: whole seconds that have passed. */
export function span(seconds: number): string {
  const whole = Math.floor(seconds);
  const count = Math.floor(whole / 86_400);
  const parts: [number, string][] = [
    [count, count === 1 ? "day" : "days"],
    [Math.floor(whole / 3_600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ];
  const said = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return said.join(" ") || "less than 1 s";
}
