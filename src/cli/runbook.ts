// breakglass runbook: what to do, printed for the safe and for the hour when chat is down.
import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { ConfigError, readConfig } from "../adapters/config/config.ts";
import { standIns } from "../adapters/config/environment.ts";
import type { Organisation } from "../core/organisation.ts";
import { printedRunbook } from "../core/views/printed-runbook.ts";
import { whichFailure } from "../core/which-failure.ts";
import { failures } from "../core/wish.ts";
import { BadInput, type Terminal } from "./terminal.ts";

type Options = { html?: string; pdf?: string; kind?: string; config: string };

export function addRunbook(program: Command, terminal: Terminal): void {
  program
    .command("runbook")
    .description(
      "what to do when something fails, for every kind of failure: print it, and put it into the safe",
    )
    .option("--html <file>", "write it as a web page")
    .option("--pdf <file>", "write it as a PDF; without either, it is shown here as Markdown")
    .option("--kind <kind>", `only one: ${failures.join(", ")}`)
    .option("--config <file>", "people, accounts and rules", "breakglass.yaml")
    .action((options: Options) => printRunbook(options, terminal));
}

async function printRunbook({ html, pdf, kind, config }: Options, { out }: Terminal): Promise<void> {
  const only = kind === undefined ? undefined : whichFailure(kind);
  if (kind !== undefined && !only)
    throw new BadInput(`--kind is no kind of failure: write one of ${failures.join(", ")}`);
  const organisation = await read(config);
  const today = Temporal.Now.plainDateISO(organisation.timeZone);
  const paper = printedRunbook(organisation, only ? [only] : failures, today);
  if (html !== undefined) {
    const painter = await import("../adapters/paper/html.ts");
    await save(html, painter.html(paper));
  }
  if (pdf !== undefined) {
    const painter = await import("../adapters/paper/pdf.ts");
    await save(pdf, await painter.pdf(paper));
  }
  if (html === undefined && pdf === undefined) {
    const painter = await import("../adapters/paper/markdown.ts");
    out(painter.markdown(paper));
  }

  async function save(path: string, content: string | Uint8Array): Promise<void> {
    await writeFile(path, content);
    out(`${path}\n`);
  }
}

/** Without its secrets: they are not needed, and not on the machine of whoever prints. */
async function read(path: string): Promise<Organisation> {
  const config = await readConfig(path, standIns);
  if ("problems" in config) throw new ConfigError(path, config.problems);
  return config.organisation;
}
