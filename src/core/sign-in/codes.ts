// What Entra's result numbers (AADSTS) say about a sign-in: let in, refused, or neither yet.
import type { SignIn } from "./row.ts";

/** Not refused: Entra asked for something more, and went on. */
export const interrupts: readonly string[] = [
  "50058", // no silent session: asks to sign in
  "50072", // must register for MFA
  "50074", // strong authentication asked
  "50076", // MFA asked by Conditional Access
  "50079", // must register for MFA, by an administrator's setting
  "50097", // device authentication asked
  "50125", // interrupted by a password reset or registration
  "50140", // "keep me signed in?"
  "50199", // asks whether it is really they
];

/** No number, or none that can be read, is no refusal: doubt alarms. */
export function outcomeOf(code: string | undefined): SignIn["outcome"] {
  if (code === undefined || !/^\d+$/.test(code) || interrupts.includes(code)) return "interrupted";
  return Number(code) === 0 ? "success" : "failed";
}
