// breakglass config: checks a configuration before it is needed, and prints its schema for editors.
import type { Command } from "commander";
import { ConfigError, problemLine, readConfig } from "../adapters/config/config.ts";
import { standIns } from "../adapters/config/environment.ts";
import { jsonSchema } from "../adapters/config/file-schema.ts";
import type { Terminal } from "./terminal.ts";

export function addConfig(program: Command, terminal: Terminal): void {
  const config = program.command("config").description("check the configuration, or print its schema");
  config
    .command("check")
    .description("tell everything that is wrong with a configuration, as file:line:column: what")
    .argument("[file]", "the configuration", "breakglass.yaml")
    .option("--no-secrets", "check the file alone, on a machine that does not hold the secrets")
    .action((file: string, { secrets }: { secrets: boolean }) => check(file, secrets, terminal));
  config
    .command("schema")
    .description("print the JSON Schema of breakglass.yaml")
    .action(() => terminal.out(`${JSON.stringify(jsonSchema, null, 2)}\n`));
}

async function check(file: string, secrets: boolean, { env, out, err }: Terminal): Promise<void> {
  const read = await readConfig(file, secrets ? env : standIns);
  if ("problems" in read) throw new ConfigError(file, read.problems);
  for (const warning of read.warnings) err(`${problemLine(file, warning, "warning: ")}\n`);
  const { people, accounts, slack, teams } = read.organisation;
  const chats = [slack && "Slack", teams && "Teams"].filter(Boolean).join(" and ");
  out(`${file}: fine. ${people.length} people, ${accounts.length} accounts, ${chats}.\n`);
}
