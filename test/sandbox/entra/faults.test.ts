import { LogsQueryResultStatus } from "@azure/monitor-query";
import { expect, test, vi } from "vitest";
import type { EntraFault, EntraPart, EntraStandIn } from "../../../src/sandbox/entra/types.ts";
import { first } from "../../kit/cast.ts";
import {
  type Answer,
  askGraph,
  askToken,
  berlin,
  clientsOf,
  graphScope,
  logsScope,
  practiceEntra,
  query,
  tokenFor,
} from "./kit.ts";

const read = "SigninLogs | project Id";

/** What the wire says to one request for a part; the tokens were got before. */
async function wire(
  entra: EntraStandIn,
  part: EntraPart,
): Promise<() => Promise<Answer | { status: number }>> {
  const logsToken = await tokenFor(entra, logsScope);
  const graphToken = await tokenFor(entra, graphScope);
  switch (part) {
    case "log-analytics":
      return () => query(entra, logsToken, { query: read });
    case "graph":
      return () => askGraph(entra, graphToken, "auditLogs/signIns");
    case "login":
      return () => askToken(entra, graphScope);
  }
}

const parts: readonly EntraPart[] = ["log-analytics", "graph", "login"];

test.each(parts)(
  "%s: throttled, it says how long to wait; refused, it says 401; and then it is well again",
  async (part) => {
    const { entra } = await practiceEntra();
    const ask = await wire(entra, part);
    entra.fault(part, "throttled");
    expect((await ask()).status).toBe(429);
    entra.fault(part, "refused");
    expect((await ask()).status).toBe(401);
    expect(entra.state().faults[part]).toBe("refused");
    entra.fault(part, "none");
    expect((await ask()).status).toBe(200);
    expect(entra.asked()[part]).toBeGreaterThanOrEqual(3);
  },
);

test.each(["log-analytics", "graph"] as const)(
  "%s: unavailable, a page of HTML comes; throttled, Retry-After",
  async (part) => {
    const { entra } = await practiceEntra();
    const ask = (await wire(entra, part)) as () => Promise<Answer>;
    entra.fault(part, "unavailable");
    const answer = await ask();
    expect(answer.status).toBe(503);
    expect(answer.headers.get("content-type")).toBe("text/html");
    expect(answer.body).toContain("<h1>Service Unavailable</h1>");
    entra.fault(part, "throttled");
    expect((await ask()).headers.get("retry-after")).toBe("5");
  },
);

test.each(parts)("%s: cut, the body ends in its middle", async (part) => {
  const { entra } = await practiceEntra();
  const ask = await wire(entra, part);
  entra.fault(part, "cut");
  await expect(ask()).rejects.toThrow(/terminated/);
});

test.each(parts)("%s: hanging, no answer ever comes, until the stand-in stops", async (part) => {
  const { entra } = await practiceEntra();
  const ask = await wire(entra, part);
  entra.fault(part, "hanging");
  const before = entra.asked()[part];
  let end = "none yet";
  const waiting = ask().then(
    () => (end = "answered"),
    () => (end = "broken off"),
  );
  await vi.waitFor(() => expect(entra.asked()[part]).toBe(before + 1), 5000);
  entra.fault(part, "none");
  expect((await ask()).status).toBe(200);
  expect(end).toBe("none yet");
  await entra.stop();
  expect(await waiting).toBe("broken off");
});

test.each<[EntraPart, EntraFault]>([
  ["log-analytics", "hanging"],
  ["log-analytics", "unavailable"],
  ["graph", "unavailable"],
  ["login", "unavailable"],
])("a fault of one part (%s %s) is no fault of the others", async (broken, fault) => {
  const { entra } = await practiceEntra();
  const asks = await Promise.all(parts.filter((part) => part !== broken).map((part) => wire(entra, part)));
  entra.fault(broken, fault);
  for (const ask of asks) expect((await ask()).status).toBe(200);
});

test("the real clients see throttling, outage and refusal as those of Azure", async () => {
  const { entra } = await practiceEntra();
  const { logs } = clientsOf(entra);
  const ask = () => logs.queryWorkspace(entra.settings.workspace, read, { duration: "P1D" });
  entra.signIn({ account: first.id, result: "success", from: berlin });
  expect((await ask()).status).toBe(LogsQueryResultStatus.Success);

  entra.fault("log-analytics", "throttled");
  const throttled = await ask().catch((error: unknown) => error);
  expect(throttled).toMatchObject({ statusCode: 429, code: "ThrottledError" });
  entra.fault("log-analytics", "unavailable");
  await expect(ask()).rejects.toMatchObject({ statusCode: 503 });
  entra.fault("log-analytics", "refused");
  await expect(ask()).rejects.toMatchObject({ statusCode: 401, code: "AuthenticationFailed" });
  entra.fault("log-analytics", "cut");
  await expect(ask()).rejects.toThrow();
  entra.fault("log-analytics", "partial");
  expect(await ask()).toMatchObject({
    status: LogsQueryResultStatus.PartialFailure,
    partialError: { code: "PartialError" },
    partialTables: [{ rows: [] }],
  });

  const fresh = clientsOf(entra).credential;
  entra.fault("login", "unavailable");
  await expect(fresh.getToken(graphScope)).rejects.toThrow(/endpoints_resolution_error/);
  entra.fault("login", "refused");
  await expect(clientsOf(entra).credential.getToken(graphScope)).rejects.toThrow(/AADSTS7000215/);
});

test("only Log Analytics answers in part", async () => {
  const { entra } = await practiceEntra();
  expect(() => entra.fault("graph", "partial")).toThrow(/Only Log Analytics/);
  expect(entra.state().faults).toEqual({ "log-analytics": "none", graph: "none", login: "none" });
});

test("a slow Entra answers late", async () => {
  const { entra } = await practiceEntra();
  const ask = await wire(entra, "graph");
  entra.delay(80);
  const began = performance.now();
  expect((await ask()).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(75);
});

test("a path that there is not, and a body beyond all measure, are turned away", async () => {
  const { entra } = await practiceEntra();
  const token = await tokenFor(entra, logsScope);
  expect((await query(entra, token, { query: read }, "x/y")).status).toBe(404);
  expect((await query(entra, token, { query: `${read} // ${"x".repeat(1_000_000)}` })).status).toBe(413);
});
