// The kind of failure that somebody means: `mfa`, `the admins were hacked`, `last administrator lost`.
import { type Failure, failures } from "./wish.ts";

/** The kind that these words name; undefined where they name none, or more than one: nothing is guessed. */
export function whichFailure(words: string): Failure | undefined {
  const typed = words.trim().toLowerCase();
  const exact = failures.find((failure) => failure === typed.replaceAll(/\s+/g, "-"));
  if (exact) return exact;
  const named = failures.filter((failure) => signs[failure].test(typed));
  return named.length === 1 ? named[0] : undefined;
}

const signs: Record<Failure, RegExp> = {
  "conditional-access-lockout":
    /\bconditional[ -]?access\b|\bca\b|\block(?:ed)?[ -]?out\b|\bpolic(?:y|ies)\b/,
  "mfa-outage": /\bmfa\b|\b2fa\b|\bphones?\b|\btelephones?\b|\bauthenticator\b|\bsecond factor\b/,
  "federation-outage": /\bfederat\w*|\bad ?fs\b|\bidp\b|\bidentity provider\b|\bokta\b|\bsso\b/,
  "last-administrator-lost":
    /\blast admin\w*|\bno admin\w*|\b(?:lost|left) admin\w*|\badmin\w* (?:lost|left)\b/,
  "administrators-compromised":
    /\bcompromised?\b|\bhack\w*|\battack\w*|\bphish\w*|\bstolen\b|\bbreach\w*|\bintrud\w*/,
  "subscription-ownership-lost": /\bsubscriptions?\b|\bowner(?:s|ship)?\b|\bazure\b/,
  "directory-sync-failure": /\b(?:dir|directory )?sync\w*|\bentra connect\b/,
  other: /\bother\b|\b(?:something |anything )?else\b|\bentra (?:\w+ )?down\b|\bportals?\b|\bunknown\b/,
};
