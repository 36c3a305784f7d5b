// What a password for an emergency is made of: what a tired person reads from paper and finds on any keyboard.
//
// Left out because they look like another one, on paper or over the telephone's shoulder:
//   0 O o D Q   1 l I i j | !   2 Z z   5 S s   8 B   6 G b   9 g q   u v V U   rn m   ' " ` . , ; : and
//   of each pair that differs in size only (C c, K k, P p, U u, X x) the capital.
// Left out because the key is elsewhere when the machine thinks that another keyboard is plugged in:
//   y z (German), a m q w z (French), in both sizes.
// Symbols: each is printed on the keys of English, German, French, Spanish, Italian and Nordic keyboards, needs no
// AltGr there, and is no dead key. That leaves out # @ $ & \ / ~ ^ ` ´ ¨ [ ] { } < > and the quotes; * is a speck.
// Symbols do sit in different places: the sheet says to check the keyboard's language, and names each of them.

export type CharacterClass = "capital" | "small" | "digit" | "symbol";

export const alphabet: Readonly<Record<CharacterClass, string>> = {
  capital: "EFHJLNRT",
  small: "cdefhknprtux",
  digit: "34679",
  symbol: "%+-=?",
};

export const classes = Object.keys(alphabet) as CharacterClass[];
export const characters: readonly string[] = classes.flatMap((one) => alphabet[one].split(""));

export const classOf = (character: string): CharacterClass | undefined =>
  classes.find((one) => alphabet[one].includes(character));

const symbolNames: Readonly<Record<string, string>> = {
  "%": "percent",
  "+": "plus",
  "-": "dash",
  "=": "equals",
  "?": "question",
};

/** What stands under a character on the sheet; nothing under a small letter. */
export function nameOf(character: string): string {
  const of = classOf(character);
  if (of === "symbol") return symbolNames[character] ?? "";
  return of === "small" ? "" : (of ?? "");
}

/** Bits of choice in a password of this length that has all four classes. */
export function entropy(length: number): number {
  const ways = (without: readonly CharacterClass[]): number => {
    const left = characters.length - without.reduce((sum, one) => sum + alphabet[one].length, 0);
    return (left / characters.length) ** length;
  };
  const subsets = classes.reduce<CharacterClass[][]>(
    (all, one) => [...all, ...all.map((some) => [...some, one])],
    [[]],
  );
  const share = subsets.reduce((sum, some) => sum + (some.length % 2 === 0 ? 1 : -1) * ways(some), 0);
  return length * Math.log2(characters.length) + Math.log2(share);
}

/** Bits that whoever has every other part still has to guess; the rule about classes takes less than one of them. */
export const entropyOfPart = (length: number): number => length * Math.log2(characters.length);
