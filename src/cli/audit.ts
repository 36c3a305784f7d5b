// breakglass audit and store: proves that nobody changed the log, and copies it while the bot goes on.
import type { Command } from "commander";
import { BadInput, type Terminal } from "./terminal.ts";

type Where = { store?: string };

const where = [
  "--store <url>",
  "sqlite:/path/breakglass.db or postgres://… (else DATABASE_URL, else sqlite:./data/breakglass.db)",
] as const;

export function addAudit(program: Command, terminal: Terminal): void {
  program
    .command("audit")
    .description("what an auditor asks of the log")
    .command("verify")
    .description("check every link of the log; the bot may be running")
    .option(...where)
    .action((options: Where) => verify(urlOf(options, terminal), terminal));
  program
    .command("store")
    .description("look after the store")
    .command("backup")
    .description("copy the SQLite file, whole, while the bot goes on writing")
    .requiredOption("--to <file>", "a new file")
    .option(...where)
    .action((options: Where & { to: string }) => backup(urlOf(options, terminal), options.to, terminal));
}

const urlOf = ({ store }: Where, { env }: Terminal): string =>
  store ?? env["DATABASE_URL"] ?? "sqlite:./data/breakglass.db";

async function verify(url: string, { out }: Terminal): Promise<void> {
  const [{ openLog }, { verifyChain }] = await Promise.all([
    import("../adapters/store/open-store.ts"),
    import("../adapters/store/chain.ts"),
  ]);
  const log = openLog(url);
  try {
    const verified = await verifyChain(log);
    if (!verified.ok) throw new BadInput(`the log is broken at entry ${verified.seq}: ${verified.why}`);
    out(`${verified.entries} entries, every link holds. Newest: ${verified.hash}\n`);
  } finally {
    await log.close();
  }
}

async function backup(url: string, to: string, { out }: Terminal): Promise<void> {
  const [{ sqlitePath }, { backUp }] = await Promise.all([
    import("../adapters/store/open-store.ts"),
    import("../adapters/store/backup.ts"),
  ]);
  await backUp(sqlitePath(url), to);
  out(`${to} is a copy of the store. breakglass audit verify --store sqlite:${to} checks it.\n`);
}
