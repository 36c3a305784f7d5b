// The commands that the composers offer, in the order of a request's life, and then of what is owed.
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
  { text: "review BG-", about: "read what happened, and sign it off" },
  { text: "clean-up BG-", about: "something is put right: policies, roles or parts" },
  { text: "confirm RO-", about: "say that the credential is another one" },
  { text: "drills", about: "the drills that are planned or running" },
  { text: "drill now", about: "plan one for today" },
  { text: "drill start DR-", about: "begin one, and lead it" },
  { text: "drill witness DR-", about: "watch it" },
  { text: "drill rehearse DR-", about: "ask for the account in it" },
  { text: "drill sign-off DR-", about: "it went well, as you saw" },
  { text: "calendar", about: "what is owed in the next 90 days" },
  { text: "staff-change ", about: "somebody left or changed position" },
  { text: "status", about: "what is open" },
  { text: "accounts", about: "the emergency accounts" },
  { text: "runbook", about: "what to do for each kind of failure" },
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
