import { expect, test } from "vitest";
import { clientsOf, practiceEntra } from "./kit.ts";

test("a leap is no hole in the logs: every table has a row of the new moment", async () => {
  const { entra, pass } = await practiceEntra({ background: 3_600_000 });
  pass(86_400);
  entra.leapt();
  const { logs } = clientsOf(entra);
  const tables = ["SigninLogs", "AADNonInteractiveUserSignInLogs", "AuditLogs"];
  for (const table of tables) {
    const answer = await logs.queryWorkspace(
      entra.settings.workspace,
      `${table} | summarize newest = max(ingestion_time())`,
      { duration: "P2D" },
    );
    expect("tables" in answer && answer.tables[0]?.rows[0]?.[0]).toEqual(new Date("2026-11-22T09:00:00Z"));
  }
});
