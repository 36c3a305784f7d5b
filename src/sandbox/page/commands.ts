// The commands that the composers offer, in the order of a request's life.
import type { Suggestion } from "./composer.ts";

const commands: readonly Suggestion[] = [
  { text: "request", about: "ask for an emergency account" },
  { text: "declare", about: "use it now, without approval, loudly" },
  { text: "approve BG-", about: "approve a request" },
  { text: "deny BG-", about: "deny it, with a reason" },
  { text: "release BG-", about: "say that you handed over your part" },
  { text: "end", about: "you are done" },
  { text: "extend", about: "ask for more time" },
  { text: "withdraw", about: "you don't need it any more" },
  { text: "status", about: "what is open" },
  { text: "accounts", about: "the emergency accounts" },
  { text: "whoami", about: "what the bot knows of you" },
  { text: "help", about: "all commands" },
];

/** Those that begin with what was typed, behind one of the lead-ins (`/breakglass `, `@Breakglass `, or none). */
export function offerCommands(typed: string, leads: readonly string[]): readonly Suggestion[] {
  const lower = typed.toLowerCase();
  return leads.flatMap((lead) =>
    commands
      .map(({ text, about }) => ({ text: lead + text, about }))
      .filter(({ text }) => text.toLowerCase().startsWith(lower)),
  );
}
