// What a crisis-proof password may be like: for the command that makes one, and for the cards that name the command.

/** Entra takes 8 to 256; fewer than 16 could be guessed, and no part may be so short that the rest gives it away. */
export const passwordLimits = {
  shortest: 16,
  longest: 256,
  usual: 24,
  mostParts: 5,
  shortestPart: 8,
} as const;
