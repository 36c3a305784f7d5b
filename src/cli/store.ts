// breakglass store: copies the log while the bot goes on, and moves all of it to another database.
import { type Command, Option } from "commander";
import type { MoveStep } from "../adapters/store/move.ts";
import type { Terminal } from "./terminal.ts";

type Where = { store?: string };

/** For whatever looks at a store. */
export const where = () =>
  new Option(
    "--store <url>",
    "sqlite:/path/breakglass.db or postgres://… (else DATABASE_URL, else sqlite:./data/breakglass.db)",
  );

export const urlOf = ({ store }: Where, { env }: Terminal): string =>
  store ?? env["DATABASE_URL"] ?? "sqlite:./data/breakglass.db";

export function addStore(program: Command, terminal: Terminal): void {
  const store = program.command("store").description("look after the store");
  store
    .command("backup")
    .description("copy the SQLite file, whole, while the bot goes on writing")
    .requiredOption("--to <file>", "a new file")
    .addOption(where())
    .action((options: Where & { to: string }) => backup(urlOf(options, terminal), options.to, terminal));
  store
    .command("migrate")
    .description("move everything to another database, SQLite or PostgreSQL; no bot may run meanwhile")
    .requiredOption("--from <url>", "where all is now; it is only read")
    .requiredOption("--to <url>", "an empty database, or a new file; a password belongs into PGPASSWORD")
    .action((options: { from: string; to: string }) => migrate(options.from, options.to, terminal));
}

async function backup(url: string, to: string, { out }: Terminal): Promise<void> {
  const [{ sqlitePath }, { backUp }] = await Promise.all([
    import("../adapters/store/address.ts"),
    import("../adapters/store/backup.ts"),
  ]);
  await backUp(sqlitePath(url), to);
  out(`${to} is a copy of the store. breakglass audit verify --store sqlite:${to} checks it.\n`);
}

async function migrate(from: string, to: string, { out, err }: Terminal): Promise<void> {
  const { moveStore } = await import("../adapters/store/move.ts");
  const { entries, hash } = await moveStore(from, to, progress(err));
  out(
    `${entries} entries are there, with all that belongs to them, and every link holds on both sides. Newest: ${hash}\n` +
      "Set service.store or DATABASE_URL to the new store, then start the bot. The old one is as it was: start no bot on\n" +
      "it, for what is decided there would be missing here.\n",
  );
}

/** Rows between two lines. */
const often = 10_000;

const progress =
  (err: Terminal["err"]) =>
  (step: MoveStep): void => {
    if (step.step === "verify-source") err("Checking the log …\n");
    else if (step.step === "verify-target") err("Checking the copy …\n");
    else if (step.done === step.of || step.done % often === 0)
      err(`${step.table}: ${step.done} of ${step.of}\n`);
  };
