// breakglass sandbox: the practice tenant, with a Slack and a Teams of its own on one page.
import { type Command, InvalidArgumentError } from "commander";
import type { Terminal } from "./terminal.ts";

export function addSandbox(program: Command, { out }: Terminal): void {
  program
    .command("sandbox")
    .description("practise: a small company with a Slack and a Teams of its own, on this machine only")
    .option("--port <port>", "the page's port on 127.0.0.1; 0 takes any free one", port, 3978)
    .option("--open", "open the page in the browser")
    .action(async (options: { port: number; open?: boolean }) => {
      const { runSandbox } = await import("../sandbox/main.ts");
      await runSandbox({ ...options, print: (line) => out(`${line}\n`) });
    });
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return Number(text);
}
