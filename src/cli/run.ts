// The commands of breakglass. Each lives in a file of its own and loads what it needs only when it is called.
import { Command, CommanderError } from "commander";
import { addAudit } from "./audit.ts";
import { addConfig } from "./config.ts";
import { addManifest } from "./manifest.ts";
import { addPassword } from "./password/command.ts";
import { addRunbook } from "./runbook.ts";
import { addSandbox } from "./sandbox.ts";
import { addServe } from "./serve.ts";
import { addStore } from "./store.ts";
import { exitCodes, sayFailure, type Terminal } from "./terminal.ts";

/** Runs one command line and gives its exit code. Never rejects. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command("breakglass")
    .description("Emergency access to Microsoft Entra, asked for and approved in Slack and Teams.")
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError("(breakglass help tells what can be typed)")
    .addHelpText("after", codes);
  for (const add of [
    addServe,
    addSandbox,
    addConfig,
    addManifest,
    addAudit,
    addStore,
    addRunbook,
    addPassword,
  ])
    add(program, terminal);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCodes.fine;
  } catch (error) {
    if (!(error instanceof CommanderError)) return sayFailure(error, terminal);
    // Help that was asked for ends well; help because nothing was typed does not.
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  }
}

const codes = `
Exit codes:
  0   fine
  1   what was given cannot be used: the configuration, the environment, a file, a port
  2   the command line is not understood
  70  an error of breakglass itself (BREAKGLASS_DEBUG=1 shows where)`;
