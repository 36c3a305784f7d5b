// breakglass config: checks a configuration, and what its identities may do, before it is needed; prints its schema.
import type { Command } from "commander";
import { ConfigError, problemLine, readConfig } from "../adapters/config/config.ts";
import { standIns } from "../adapters/config/environment.ts";
import { jsonSchema } from "../adapters/config/file-schema.ts";
import { BadInput, type Terminal } from "./terminal.ts";

export function addConfig(program: Command, terminal: Terminal): void {
  const config = program
    .command("config")
    .description("check the configuration and its identities, or print its schema");
  config
    .command("check")
    .description("tell everything that is wrong with a configuration, as file:line:column: what")
    .argument("[file]", "the configuration", "breakglass.yaml")
    .option("--no-secrets", "check the file alone, on a machine that does not hold the secrets")
    .action((file: string, { secrets }: { secrets: boolean }) => check(file, secrets, terminal));
  config
    .command("rights")
    .description(
      "ask Entra, Azure and Slack what the bot's identities may do, and tell what is too much or missing",
    )
    .argument("[file]", "the configuration", "breakglass.yaml")
    .action((file: string) => rights(file, terminal));
  config
    .command("schema")
    .description("print the JSON Schema of breakglass.yaml")
    .action(() => terminal.out(`${JSON.stringify(jsonSchema(), null, 2)}\n`));
}

async function check(file: string, secrets: boolean, { env, out, err }: Terminal): Promise<void> {
  const read = await readConfig(file, secrets ? env : standIns);
  if ("problems" in read) throw new ConfigError(file, read.problems);
  for (const warning of read.warnings) err(`${problemLine(file, warning, "warning: ")}\n`);
  const { people, accounts, slack, teams } = read.organisation;
  const chats = [slack && "Slack", teams && "Teams"].filter(Boolean).join(" and ");
  out(`${file}: fine. ${people.length} people, ${accounts.length} accounts, ${chats}.\n`);
}

/** Milliseconds for each identity. */
const patience = 20_000;

async function rights(file: string, { env, out }: Terminal): Promise<void> {
  const read = await readConfig(file, env);
  if ("problems" in read) throw new ConfigError(file, read.problems);
  const [{ rightsLooks }, { createLog }, { findingWords }] = await Promise.all([
    import("../bots/rights.ts"),
    import("../bots/log.ts"),
    import("../core/words/findings.ts"),
  ]);
  const parts = { now: () => Temporal.Now.instant(), log: createLog("silent") };
  let wrong = 0;
  for (const { part, look } of rightsLooks(read.service, parts)) {
    const said = await look(AbortSignal.timeout(patience)).then(
      (findings) => findings.map(findingWords),
      (error: unknown) => [`not checked: ${error instanceof Error ? error.message : String(error)}`],
    );
    wrong += said.length;
    for (const words of said) out(`${part}: ${words}\n`);
    if (said.length === 0) out(`${part}: exactly what is needed.\n`);
  }
  if (wrong > 0) throw new BadInput("what the bot's identities may do is not what they need, or not known");
}
