// Secrets that people type into a reason in the heat of the hour: kept out of every chat, since a chat is read by many.
import type { Inline } from "./view.ts";

const hidden = "[looks like a secret: hidden]";

/** What follows the word stays readable up to the secret itself, so that the sentence still makes sense. */
const secrets: readonly RegExp[] = [
  /\bxox[abeprs]-[\w-]{10,}/g, // Slack tokens
  /\bxapp-[\w-]{10,}/g,
  /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, // JSON web tokens
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b[\w~.-]{3}\dQ~[\w~.-]{31,}/g, // Entra client secrets
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, // AWS access keys
  /\bgh[opsu]_\w{30,}/g, // GitHub tokens
  /(?<=\b(?:password|passwort|passwd|pwd|secret|pin|passphrase)\b\s*[=:]\s*)\S{4,}/gi,
  // "the password is renewed tonight" names no secret: behind "is", a plain word stays
  /(?<=\b(?:password|passwort|passwd|pwd|secret|pin|passphrase)\b\s*(?:is|ist)\s+)(?=\S*[^\sa-z.,!?])\S{4,}/gi,
];

const masked = (words: string): string =>
  secrets.reduce((text, secret) => text.replace(secret, hidden), words);

/** A person's own words, as a view may show them. The record keeps them whole. */
export const said = (words: string): Inline => ({ said: masked(words) });
