// A new password and its parts. It lives in this process's memory only: JavaScript cannot wipe a string.
import { randomInt } from "node:crypto";
import { characters, classes, classOf } from "./alphabet.ts";

/**
 * Every password with all four classes is equally likely: drawn whole, and drawn again when a class is missing.
 * Putting the missing one in somewhere would prefer some. `below`: a whole number from 0, without bias.
 */
export function newPassword(length: number, below: (end: number) => number = randomInt): string {
  for (;;) {
    const drawn = Array.from({ length }, () => characters[below(characters.length)] ?? "");
    if (classes.every((one) => drawn.some((character) => classOf(character) === one))) return drawn.join("");
  }
}

/** In order; lengths differ by one at most, the longer ones first. */
export function inParts(password: string, parts: number): string[] {
  const short = Math.floor(password.length / parts);
  const longer = password.length % parts;
  return Array.from({ length: parts }, (_, i) => {
    const from = i * short + Math.min(i, longer);
    return password.slice(from, from + short + (i < longer ? 1 : 0));
  });
}
