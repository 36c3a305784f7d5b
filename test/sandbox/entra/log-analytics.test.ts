import { readFileSync } from "node:fs";
import { LogsQueryResultStatus } from "@azure/monitor-query";
import { expect, onTestFinished, test, vi } from "vitest";
import { openLog } from "../../../src/sandbox/entra/log.ts";
import type { EntraStandIn } from "../../../src/sandbox/entra/types.ts";
import { ada, alice, first, second } from "../../kit/cast.ts";
import { berlin, clientsOf, logsScope, practiceEntra, query, tokenFor } from "./kit.ts";

const ownQueries = new URL("../../../src/adapters/log-analytics/", import.meta.url);

/** The project's own query of that name, for the two accounts, since a moment. */
function ownQuery(name: string, since: string): string {
  const ids = JSON.stringify([first.id, second.id]);
  return readFileSync(new URL(`${name}.kql`, ownQueries), "utf8")
    .replace(/^let ids = .*;$/m, `let ids = dynamic(${ids});`)
    .replace(/^let since = .*;$/m, `let since = datetime(${since});`);
}

/** Rows by column name, as the real client reads them. */
async function rowsOf(entra: EntraStandIn, kql: string): Promise<Record<string, unknown>[]> {
  const { workspace } = entra.settings;
  const answer = await clientsOf(entra).logs.queryWorkspace(workspace, kql, { duration: "P7D" });
  if (answer.status !== LogsQueryResultStatus.Success) throw new Error(answer.partialError.message);
  const [table] = answer.tables;
  const names = table?.columnDescriptors.map(({ name }) => name ?? "") ?? [];
  return (table?.rows ?? []).map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
}

const eight = "2026-11-21T08:00:00Z";

test("the project's own queries read sign-ins of both tables, changes, and the heartbeat with the real client", async () => {
  const { entra } = await practiceEntra();
  const opened = entra.signIn({ account: first.id, result: "success", from: berlin });
  const renewed = entra.signIn({ account: first.id, result: "failure", from: berlin, interactive: false });
  entra.signIn({ account: alice.id, result: "success", from: berlin });
  const by = { id: ada.id, name: "Ada", ip: "198.51.100.7" };
  const change = entra.change({ operation: "Reset user password", targets: [second.id], by });
  entra.change({ operation: "Reset user password", targets: [alice.id], by });

  const signIns = await rowsOf(entra, ownQuery("sign-ins", eight));
  expect(signIns).toMatchObject([
    { Id: opened, UserId: first.id, ResultType: "0", IPAddress: "203.0.113.7", IsInteractive: true },
    { Id: renewed, UserId: first.id, ResultType: "50126", Location: "DE", IsInteractive: false },
  ]);
  expect(await rowsOf(entra, ownQuery("audit", eight))).toMatchObject([
    { Id: change, OperationName: "Reset user password", Result: "success" },
  ]);
  const Newest = new Date("2026-11-21T09:00:00.000Z");
  expect(await rowsOf(entra, ownQuery("heartbeat", eight))).toEqual([
    { Table: "SigninLogs", Newest },
    { Table: "AADNonInteractiveUserSignInLogs", Newest },
    { Table: "AuditLogs", Newest },
  ]);
});

test("F2: a late row is read by the moment when it became readable, not by the moment when it happened", async () => {
  const { entra, pass } = await practiceEntra();
  const id = entra.signIn({ account: first.id, result: "success", from: berlin, ago: 3600, late: 1200 });
  pass(1199);
  expect(await rowsOf(entra, ownQuery("sign-ins", eight))).toEqual([]);
  pass(1);
  const [row, ...rest] = await rowsOf(entra, ownQuery("sign-ins", "2026-11-21T09:19:00Z"));
  expect(rest).toEqual([]);
  expect(row).toMatchObject({
    Id: id,
    TimeGenerated: new Date("2026-11-21T08:00:00Z"),
    Ingested: new Date("2026-11-21T09:20:00Z"),
  });
});

test("F5: a second factor that was asked for is a row of its own, of the same sign-in", async () => {
  const { entra } = await practiceEntra();
  const id = entra.signIn({ account: first.id, result: "mfa-asked", from: berlin });
  entra.signIn({ account: second.id, result: "mfa-abandoned", from: berlin });
  const rows = await rowsOf(
    entra,
    "SigninLogs | project UserId, ResultType, CorrelationId, Id, TimeGenerated",
  );
  expect(rows.map((row) => [row["UserId"], row["ResultType"]])).toEqual([
    [first.id, "50074"],
    [first.id, "0"],
    [second.id, "50074"],
  ]);
  expect(rows[1]).toMatchObject({ Id: id, CorrelationId: rows[0]?.["CorrelationId"] });
  expect(rows[2]?.["CorrelationId"]).not.toBe(id);
});

test("what is dynamic in one table is JSON text in the other, and a union makes two columns of it", async () => {
  const { entra } = await practiceEntra();
  entra.signIn({ account: first.id, result: "success", from: berlin });
  entra.signIn({ account: first.id, result: "success", from: berlin, interactive: false });
  const token = await tokenFor(entra, logsScope);
  const answer = await query(entra, token, {
    query:
      "union SigninLogs, AADNonInteractiveUserSignInLogs | project DeviceDetail_dynamic, DeviceDetail_string",
  });
  const device = expect.stringContaining('"operatingSystem":"Windows10"');
  expect(answer.json()).toMatchObject({
    tables: [
      {
        name: "PrimaryResult",
        columns: [
          { name: "DeviceDetail_dynamic", type: "dynamic" },
          { name: "DeviceDetail_string", type: "string" },
        ],
        rows: [
          [device, ""],
          [null, device],
        ],
      },
    ],
  });
});

test.each([
  [
    "a column that the table does not have",
    "SigninLogs | project Nothing",
    "SEM0100",
    /column or scalar expression named 'Nothing'/,
  ],
  [
    "a table that there is not",
    "SignInLogs | take 1",
    "SEM0100",
    /table or column expression named 'SignInLogs'/,
  ],
  ["a number held against a text", "SigninLogs | where ResultType == 0", "SEM0064", /string and long/],
  [
    "a member of a text",
    "AADNonInteractiveUserSignInLogs | project LocationDetails.city",
    "SEM0101",
    /dynamic/,
  ],
  ["a query that ends too early", "SigninLogs | where (UserId == 'x'", "SYN0002", /could not be parsed/],
  ["what this stand-in does not know", "SigninLogs | mv-expand LocationDetails", "SYN0002", /.+/],
])("refused with 400, in the service's words: %s", async (_, kql, code, message) => {
  const { entra } = await practiceEntra();
  const answer = await query(entra, await tokenFor(entra, logsScope), { query: kql });
  expect(answer.status).toBe(400);
  expect(answer.json()).toMatchObject({
    error: {
      code: "BadArgumentError",
      innererror: { innererror: { code, message: expect.stringMatching(message) } },
    },
  });
});

test("a table that does not exist yet stops a query, and a fuzzy union passes over it", async () => {
  const { entra } = await practiceEntra({ tables: ["SigninLogs", "AuditLogs"] });
  const token = await tokenFor(entra, logsScope);
  const union = "SigninLogs, AADNonInteractiveUserSignInLogs | count";
  expect((await query(entra, token, { query: `union ${union}` })).body).toContain(
    "AADNonInteractiveUserSignInLogs",
  );
  expect((await query(entra, token, { query: `union isfuzzy=true ${union}` })).status).toBe(200);
});

test("only rows that happened in the timespan of the request are seen", async () => {
  const { entra } = await practiceEntra();
  entra.signIn({ account: first.id, result: "success", from: berlin, ago: 7200 });
  const token = await tokenFor(entra, logsScope);
  const count = async (timespan: string) => {
    const answer = await query(entra, token, { query: "SigninLogs | count", timespan });
    return answer.json()["tables"]?.["0"]["rows"]["0"]["0"];
  };
  expect(await count("PT1H")).toBe(0);
  expect(await count("PT3H")).toBe(1);
  expect(await count("2026-11-21T06:30:00Z/2026-11-21T07:30:00Z")).toBe(1);
  expect(await count("PT30M/2026-11-21T07:15:00Z")).toBe(1);
  expect(await count("2026-11-21T06:30:00Z/PT15M")).toBe(0);
});

test("the 201st query within 30 seconds is told to wait, and how long", async () => {
  const { entra, pass } = await practiceEntra();
  const token = await tokenFor(entra, logsScope);
  const ask = () => query(entra, token, { query: "AuditLogs | count" });
  for (let n = 0; n < 200; n += 1) expect((await ask()).status).toBe(200);
  pass(10);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("20");
  pass(20);
  expect((await ask()).status).toBe(200);
});

test("an answer that would be too large comes in part, and the real client says so", async () => {
  const { entra } = await practiceEntra({ limits: { rows: 2, bytes: 1_000_000 } });
  for (let n = 0; n < 3; n += 1) entra.signIn({ account: first.id, result: "success", from: berlin });
  const { logs } = clientsOf(entra);
  const answer = await logs.queryWorkspace(entra.settings.workspace, "SigninLogs", { duration: "P7D" });
  expect(answer).toMatchObject({
    status: LogsQueryResultStatus.PartialFailure,
    partialError: { code: "PartialError" },
    partialTables: [{ rows: { length: 2 } }],
  });
});

test("another workspace is not found", async () => {
  const { entra } = await practiceEntra();
  const token = await tokenFor(entra, logsScope);
  const answer = await query(entra, token, { query: "AuditLogs" }, "00000000-0000-4000-8000-000000009997");
  expect(answer).toMatchObject({ status: 404 });
});

test("F11: disconnected, no row of anybody becomes readable, then or later", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { entra, pass } = await practiceEntra({ background: 1500 });
  const newest = async () => {
    pass(60);
    vi.advanceTimersByTime(60_000);
    const tables = "union SigninLogs, AADNonInteractiveUserSignInLogs, AuditLogs";
    return (await rowsOf(entra, `${tables} | summarize Newest=max(ingestion_time())`))[0]?.["Newest"];
  };
  expect(await newest()).toEqual(new Date("2026-11-21T09:01:00Z"));
  entra.connected(false);
  expect(entra.state().connected).toBe(false);
  entra.signIn({ account: first.id, result: "success", from: berlin });
  entra.signIn({ account: first.id, result: "success", from: berlin, late: 90 });
  expect(await newest()).toEqual(new Date("2026-11-21T09:01:00Z"));
  entra.connected(true);
  expect(await newest()).toEqual(new Date("2026-11-21T09:03:00Z"));
  expect(await rowsOf(entra, `SigninLogs | where UserId == "${first.id}"`)).toEqual([]);
  expect(entra.log().map(({ readableAt }) => readableAt)).toEqual([undefined, undefined]);
});

test.each(["SigninLogs", "AADNonInteractiveUserSignInLogs", "AuditLogs"] as const)(
  "F11: the background feeds every table, and the category of %s can be switched off alone",
  async (off) => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { entra, pass } = await practiceEntra({ background: 1500 });
    /** Minutes after nine of the newest row of each table. */
    const newest = async () => {
      pass(60);
      vi.advanceTimersByTime(60_000);
      const beats = await rowsOf(entra, ownQuery("heartbeat", eight));
      return Object.fromEntries(beats.map((row) => [row["Table"], (row["Newest"] as Date).getUTCMinutes()]));
    };
    const all = (minute: number) => ({
      SigninLogs: minute,
      AADNonInteractiveUserSignInLogs: minute,
      AuditLogs: minute,
    });
    expect(await newest()).toEqual(all(1));
    entra.connected(false, off);
    expect(entra.state().connected).toBe(false);
    expect(await newest()).toEqual({ ...all(2), [off]: 1 });
    entra.connected(true, off);
    expect(entra.state().connected).toBe(true);
    expect(await newest()).toEqual(all(3));
  },
);

test("of the background only the newest rows are kept", () => {
  let now = 0;
  const log = openLog(
    () => now,
    () => {},
  );
  for (now = 0; now < 1000; now += 1)
    log.add({ id: String(now), at: now, table: "AuditLogs", cells: { Id: String(now) } });
  const rows = log.tables(["AuditLogs"]).get("AuditLogs")?.rows ?? [];
  expect(rows).toHaveLength(100);
  expect(rows.at(-1)?.cells["Id"]).toBe("999");
});

test("the page hears when a row is made, and again when it can be read", async () => {
  const { entra } = await practiceEntra({ clock: Date.now });
  const heard = vi.fn();
  entra.on("change", heard);
  const id = entra.signIn({ account: first.id, result: "success", from: berlin, late: 0.05 });
  expect(heard).toHaveBeenCalledTimes(1);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
  expect(entra.log()).toMatchObject([
    { id, text: "Emergency 1 signed in from 203.0.113.7 (Berlin, DE), Azure Portal" },
  ]);
});
