import { expect, test } from "vitest";
import { at, bob, chatOf, connectorOf, practiceTeams, requests } from "./kit.ts";

const hello = { type: "message", text: "hello" };

test("a planned status goes out with its code and Retry-After, as often as asked", async () => {
  const teams = await practiceTeams();
  const call = await connectorOf(teams);
  teams.faults.set("send", { status: 403, code: "BotDisabledByAdmin", retryAfter: 3, times: 1 });
  const refused = await call("POST", at(requests), hello);
  expect(refused).toMatchObject({ status: 403, code: "BotDisabledByAdmin" });
  expect(refused.headers.get("retry-after")).toBe("3");
  expect((await call("POST", at(requests), hello)).status).toBe(201);
  expect(teams.all()).toHaveLength(1);
  expect(teams.calls.filter((each) => each.operation === "send").map((each) => each.status)).toEqual([
    403, 201,
  ]);
});

test("a fault of the whole connector strikes every operation until it is cleared", async () => {
  const teams = await practiceTeams();
  const call = await connectorOf(teams);
  teams.faults.set("connector", { status: 502 });
  expect((await call("POST", at(requests), hello)).status).toBe(502);
  expect((await call("GET", at(requests, "/members"))).status).toBe(502);
  teams.faults.clear();
  expect((await call("POST", at(requests), hello)).status).toBe(201);
});

test("a cut connection rejects; done before it was cut, the message stands", async () => {
  const teams = await practiceTeams();
  const call = await connectorOf(teams);
  teams.faults.set("send", { reset: true, times: 1 });
  await expect(call("POST", at(requests), hello)).rejects.toThrow("fetch failed");
  expect(teams.all()).toHaveLength(0);
  teams.faults.set("send", { reset: true, times: 1, afterDoing: true });
  await expect(call("POST", at(requests), hello)).rejects.toThrow("fetch failed");
  expect(teams.all()).toHaveLength(1);
});

test("a page of HTML can come in place of JSON", async () => {
  const teams = await practiceTeams();
  teams.faults.set("openId", { status: 200, html: "<h1>Sign in to the hotel</h1>" });
  const answer = await fetch(teams.settings.openIdMetadata);
  expect(answer.headers.get("content-type")).toBe("text/html");
  expect(await answer.text()).toContain("hotel");
});

test("a hanging answer never comes", async () => {
  const teams = await practiceTeams();
  teams.faults.set("token", { hang: true });
  const waiting = fetch(teams.settings.identityEndpoint, { signal: AbortSignal.timeout(150) });
  await expect(waiting).rejects.toThrow(/timeout/i);
});

test("a late answer comes late", async () => {
  const teams = await practiceTeams();
  const call = await connectorOf(teams);
  teams.faults.set("send", { latencyMs: 120 });
  const began = performance.now();
  expect((await call("POST", at(chatOf(teams, bob)), hello)).status).toBe(201);
  expect(performance.now() - began).toBeGreaterThan(110);
});
