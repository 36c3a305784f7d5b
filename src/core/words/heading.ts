// The first thing anybody reads of a view: how it feels, in a sign and in words, never by colour alone.
import type { Tone, View } from "../view.ts";

const signs: Readonly<Record<Tone, string>> = {
  neutral: "🔹",
  waiting: "⏳",
  good: "✅",
  bad: "⛔",
  alarm: "🚨",
};

/** `🚨 Sev 0 · BG-12 · Declared …` */
export const headingWords = ({ tone, severity, title }: View): string =>
  `${signs[tone]} ${severity === undefined ? "" : `Sev ${severity} · `}${title}`;
