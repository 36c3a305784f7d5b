// breakglass audit: proves that nobody changed the log, while the bot goes on.
import type { Command } from "commander";
import { urlOf, where } from "./store.ts";
import { BadInput, type Terminal } from "./terminal.ts";

export function addAudit(program: Command, terminal: Terminal): void {
  program
    .command("audit")
    .description("what an auditor asks of the log")
    .command("verify")
    .description("check every link of the log; the bot may be running")
    .addOption(where())
    .action((options: { store?: string }) => verify(urlOf(options, terminal), terminal));
}

/** Entries that are named one by one. */
const mostNamed = 10;

async function verify(url: string, { out }: Terminal): Promise<void> {
  const [{ openLog }, { verifyChain }, { noting }] = await Promise.all([
    import("../adapters/store/open-store.ts"),
    import("../adapters/store/chain.ts"),
    import("../adapters/store/unread.ts"),
  ]);
  const log = openLog(url);
  const named: string[] = [];
  let unread = 0;
  const noted = noting(log, ({ seq, stream }) => {
    unread += 1;
    if (named.length < mostNamed) named.push(`${seq} (${stream})`);
  });
  try {
    await log.check();
    const verified = await verifyChain(noted);
    if (!verified.ok) throw new BadInput(`the log is broken at entry ${verified.seq}: ${verified.why}`);
    out(`${verified.entries} entries, every link holds. Newest: ${verified.hash}\n`);
  } finally {
    await log.close();
  }
  if (unread === 0) return;
  const more = unread > named.length ? " and more" : "";
  out(
    `${unread} of them cannot be read by this version of breakglass, so a newer one wrote them: ${named.join(", ")}${more}.\n`,
  );
}
