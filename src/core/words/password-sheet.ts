// What stands on the sheet of one part of a password, and what is told to whoever prints it.

export const sheetWords = {
  title: (account: string, part: number, parts: number) => `${account}: part ${part} of ${parts}`,
  paper: (account: string) => `${account}: password`,
  footer: (date: string) => `Emergency access password, made on ${date}.`,
  stands: (from: number, to: number, of: number) => `These are characters ${from} to ${to} of ${of}. `,
  order: (part: number, parts: number) => {
    if (parts === 1) return "Type them without blanks.";
    if (part === 1) return "Type this part first, without blanks.";
    return `Type this part behind part ${part - 1}, without blanks.`;
  },
  check: "Before you type",
  checks: (length: number, groups: number) => [
    `Count: ${length} characters on this sheet, in ${groups} boxes.`,
    "Is the machine's keyboard language the one that is printed on its keys? Symbols move when it is not.",
    "The word under a character says what it is: a capital, a digit, or a symbol's name. Nothing: a small letter.",
    "None of **0 O o 1 l I 5 S s 2 Z z 8 B** is ever in it: there is no zero and no letter O to mistake.",
  ],
  seal: "Seal it now",
  seals: [
    "Fold the sheet with the characters inside. Put it into an envelope that no light shines through.",
    "Close it, sign over the flap, and put clear tape over the signature.",
    "Nobody photographs or copies it, and nobody has two parts.",
  ],
  rows: ["Sealed by", "Date and time", "Envelope number", "Goes to (place)", "Taken by"],
};

export const printingWords = {
  strength: (length: number, bits: number) => `${length} characters, ${bits} bits.`,
  part: (bits: number) => `Whoever has all parts but one still has about ${bits} bits to guess.`,
  whole: "It is in one part: whoever has the sheet has the password.",
  next: "Type it into Entra from the sheets, each custodian their own part; then seal. Do not sign in with it: that would be a use, and it must be renewed again.",
  queue:
    "This program keeps nothing. The print queue and the printer may: use a printer on a cable, and turn it off and on.",
  anyAccount: "Emergency access account",
  onlyOne: "print it in one way: --pdf, into a printer (… | lp), or --html",
  onScreen:
    "this would show the password on the screen, and leave it in the window's memory: send it into a printer, as in: breakglass password new | lp",
  inFile:
    "this would leave the password in a file, where copies and back-ups find it: send it into a printer (… | lp); or, onto a disk that exists in memory only, add --allow-file",
};
