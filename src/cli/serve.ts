// breakglass serve: the bot.
import type { Command } from "commander";
import type { Terminal } from "./terminal.ts";

export function addServe(program: Command, { env }: Terminal): void {
  program
    .command("serve")
    .description("run the bot until SIGTERM or SIGINT")
    .option("--config <file>", "people, accounts and rules", "breakglass.yaml")
    .action(async ({ config }: { config: string }) => {
      const { serve } = await import("../bots/main.ts");
      await serve({ configPath: config, env });
    });
}
