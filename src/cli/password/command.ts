// breakglass password new: a password for an emergency account, onto paper and nowhere else.

import { type Command, InvalidArgumentError } from "commander";
import { passwordLimits } from "../../core/password-limits.ts";
import { printingWords } from "../../core/words/password-sheet.ts";
import { BadInput, type Terminal } from "../terminal.ts";
import { entropy, entropyOfPart } from "./alphabet.ts";
import { inParts, newPassword } from "./generate.ts";
import { type Output, processOutput } from "./output.ts";
import { passwordSheets } from "./sheets.ts";

type Options = {
  account: string;
  length: number;
  parts: number;
  html?: boolean;
  pdf?: boolean;
  allowFile?: boolean;
};

export function addPassword(program: Command, terminal: Terminal): void {
  program
    .command("password")
    .description("passwords of emergency accounts that still have one; for an admin's own machine")
    .command("new")
    .description("make one and print it, a sheet for each part: breakglass password new --account … | lp")
    .option(
      "--account <label>",
      "which account it is for, as it shall stand on the sheets",
      label,
      printingWords.anyAccount,
    )
    .option(
      "--length <characters>",
      `${passwordLimits.shortest} to ${passwordLimits.longest}`,
      whole(passwordLimits.shortest, passwordLimits.longest),
      passwordLimits.usual,
    )
    .option(
      "--parts <parts>",
      `1 to ${passwordLimits.mostParts}, of ${passwordLimits.shortestPart} characters or more each`,
      whole(1, passwordLimits.mostParts),
      2,
    )
    .option("--pdf", "write a PDF to standard output, for a printer: what is done if nothing else is said")
    .option("--html", "write a web page to standard output")
    .option("--allow-file", "even if standard output is a file")
    .action((options: Options) => print(options, terminal, terminal.output ?? processOutput));
}

async function print(options: Options, { err }: Terminal, output: Output): Promise<void> {
  const { account, length, parts, allowFile = false } = options;
  if (length < parts * passwordLimits.shortestPart)
    throw new BadInput(
      `--length ${length} is too short for ${parts} parts of ${passwordLimits.shortestPart} characters or more`,
    );
  if (options.pdf && options.html) throw new BadInput(printingWords.onlyOne);
  const kind = output.kind();
  if (kind === "screen") throw new BadInput(printingWords.onScreen);
  if (kind === "file" && !allowFile) throw new BadInput(printingWords.inFile);

  const today = Temporal.Now.plainDateISO();
  const draw = options.html
    ? (await import("../../adapters/paper/html.ts")).html
    : (await import("../../adapters/paper/pdf.ts")).pdf;
  const shares = inParts(newPassword(length), parts);
  output.write(await draw(passwordSheets(shares, { account, today })));

  const shortest = Math.min(...shares.map((part) => part.length));
  const { strength, part, whole: inOne, next, queue } = printingWords;
  const left = parts === 1 ? inOne : part(Math.floor(entropyOfPart(shortest)));
  err(`${[`${strength(length, Math.floor(entropy(length)))} ${left}`, next, queue].join("\n")}\n`);
}

const whole = (from: number, to: number) => (text: string) => {
  if (!/^\d{1,4}$/.test(text) || Number(text) < from || Number(text) > to)
    throw new InvalidArgumentError(`Write a whole number from ${from} to ${to}.`);
  return Number(text);
};

function label(text: string): string {
  if (text.trim() === "" || text.length > 80 || /\p{Cc}|\p{Bidi_Control}/u.test(text))
    throw new InvalidArgumentError("Write 1 to 80 visible characters.");
  return text.trim();
}
