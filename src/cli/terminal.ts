// What a command may use of the terminal, and how it ends: texts and exit codes that a script can rely on.
import { ConfigError } from "../adapters/config/config.ts";
import type { Output } from "./password/output.ts";

export type Terminal = {
  env: NodeJS.ProcessEnv;
  out: (text: string) => void;
  err: (text: string) => void;
  /** For what must not end up anywhere; left out: this process's own standard output. */
  output?: Output;
};

/** 70 is sysexits' EX_SOFTWARE. */
export const exitCodes = { fine: 0, badInput: 1, usage: 2, internal: 70 } as const;

/** What was given cannot be used; the message says what to do. */
export class BadInput extends Error {
  override name = "BadInput";
}

/** Says what went wrong, in one line where it can, and gives the exit code. Stacks only with BREAKGLASS_DEBUG. */
export function sayFailure(error: unknown, { env, err }: Terminal): number {
  if (env.BREAKGLASS_DEBUG && error instanceof Error && error.stack) err(`${error.stack}\n`);
  if (error instanceof ConfigError) {
    err(`${error.message}\n`);
    return exitCodes.badInput;
  }
  if (isBug(error)) {
    err(`breakglass: internal error: ${firstLine(error)} (set BREAKGLASS_DEBUG=1 to see where)\n`);
    return exitCodes.internal;
  }
  err(`breakglass: ${error instanceof Error ? error.message : String(error)}\n`);
  return exitCodes.badInput;
}

/** Our own refusals and the system's (a port in use, a folder that is not there) are plain Errors; slips are not. */
const isBug = (error: unknown): boolean =>
  !(error instanceof Error) || /^(?:Type|Range|Reference|Syntax|Eval|URI|Assertion)Error$/.test(error.name);

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
