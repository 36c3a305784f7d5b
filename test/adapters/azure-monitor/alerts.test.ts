// What a call that was let in does: one look at the log, one line, and never anything that its words ask for.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { parseAlert, repetitionKey } from "../../../src/adapters/azure-monitor/alert.ts";
import { alert, type Door, openDoor } from "./kit.ts";

const sample = async () =>
  JSON.parse(await readFile("test/samples/azure-monitor/log-alert-v2.common-schema.fired.json", "utf8"));

let door: Door | undefined;
const open = async (options: Parameters<typeof openDoor>[0] = {}): Promise<Door> => {
  door = await openDoor(options);
  return door;
};
afterEach(async () => {
  await door?.stop();
  door = undefined;
});

it("Microsoft's own sample is told in one line", async () => {
  const { call, lines } = await open();
  expect(await call(await sample())).toBe(202);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    level: 30,
    schema: "azureMonitorCommonAlertSchema",
    alert:
      "/subscriptions/12345a-1234b-123c-123d-12345678e/providers/Microsoft.AlertsManagement/alerts/12345a-1234b-123c-123d-12345678e",
    rule: "AcmeRule",
    severity: "Sev4",
    condition: "Fired",
    service: "Log Alerts V2",
    fired: "2020-07-09T14:04:49.99645Z",
    test: false,
    msg: "Azure Monitor tells of an alert: looking now",
  });
});

describe("what is missing or of another kind stops nothing", () => {
  it.each<[what: string, body: unknown]>([
    ["nothing in it", {}],
    ["another schema", { schemaId: "Microsoft.Insights/LogAlert", data: { AlertRuleName: "bg" } }],
    ["data that is a text", { data: "Fired" }],
    ["essentials that are null", { data: { essentials: null } }],
    ["numbers for texts", alert({ alertRule: 7, severity: 0, firedDateTime: null })],
    ["no id", alert({ alertId: undefined })],
    ["the condition Resolved", alert({ monitorCondition: "Resolved" })],
    ["the end of a metric alert", alert({ resolvedDateTime: "2026-11-21T09:00:00Z" })],
  ])("%s", async (_, body) => {
    const { call, wakes } = await open();
    expect(await call(body)).toBe(202);
    expect(wakes()).toBe(1);
  });

  it("the rule's id is read in both spellings", () => {
    expect(parseAlert(alert({ alertRuleID: "/a" })).ruleId).toBe("/a");
    expect(parseAlert(alert({ alertRuleId: "/b" })).ruleId).toBe("/b");
  });

  it("the portal's test is told as one", async () => {
    const alertId =
      "/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.AlertsManagement/alerts/12345678-1234-1234-1234-1234567890ab";
    const { call, wakes, lines } = await open();
    expect(await call(alert({ alertId, alertRule: "test-logAlertRule-v2" }))).toBe(202);
    expect(wakes()).toBe(1);
    expect(lines).toMatchObject([{ test: true, rule: "test-logAlertRule-v2" }]);
  });

  it("no JSON object makes the parser throw, or a value long or of two lines", () => {
    const essentials = fc.dictionary(
      fc.constantFrom("alertId", "alertRule", "alertRuleID", "severity", "monitorCondition"),
      fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.jsonValue()),
    );
    const body = fc.oneof(
      fc.dictionary(fc.string(), fc.jsonValue()),
      essentials.map((said) => ({ data: { essentials: said } })),
    );
    fc.assert(
      fc.property(body, (said) => {
        const told = parseAlert(said);
        for (const value of Object.values(told)) {
          if (typeof value !== "string") continue;
          expect(value.length).toBeLessThanOrEqual(200);
          expect(value).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
          expect(value.isWellFormed()).toBe(true);
        }
        expect(repetitionKey(told)).toHaveLength(44);
      }),
    );
  });
});

it("no link in an alert is ever followed", async () => {
  let asked = 0;
  const trap = createServer((_, response) => {
    asked += 1;
    response.end();
  });
  await new Promise<void>((resolve) => trap.listen(0, "127.0.0.1", resolve));
  const link = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/v1/query?token=please`;
  const body = JSON.stringify(await sample()).replace(/https:\/\/[^"]+/g, link);
  expect(body.split(link).length).toBeGreaterThan(4);
  const whole = JSON.parse(body);
  Object.assign(whole, { callbackUrl: link, $schema: link, "@odata.nextLink": link });
  whole.data.essentials.alertRule = link;
  const { call, wakes, entra } = await open();
  expect(await call(whole)).toBe(202);
  await call(alert()); // one call later, whatever the first one set off has been set off
  expect(wakes()).toBe(2);
  expect([asked, entra.fetches]).toEqual([0, 1]); // the keys, and nothing else
  await new Promise((resolve) => trap.close(resolve));
});

describe("the same again", () => {
  it("within seconds is answered and wakes nobody", async () => {
    const { call, wakes, lines } = await open();
    const same = alert();
    for (let i = 0; i < 5; i += 1) expect(await call(same)).toBe(202);
    expect(wakes()).toBe(1);
    expect(lines).toHaveLength(1);
  });

  it("after some seconds wakes again", async () => {
    const { call, wakes, later } = await open();
    const same = alert();
    await call(same);
    later({ seconds: 5 });
    await call(same);
    expect(wakes()).toBe(2);
  });

  it("is another alert when it is resolved", async () => {
    const { call, wakes } = await open();
    const same = alert();
    await call(same);
    const { essentials } = same.data;
    await call({ ...same, data: { essentials: { ...essentials, monitorCondition: "Resolved" } } });
    expect(wakes()).toBe(2);
  });

  it("a clock that was set back makes nobody deaf", async () => {
    const { call, wakes, later } = await open({ audience: undefined, pathSecret: "x".repeat(32) });
    const path = `/webhooks/azure-monitor/${"x".repeat(32)}`;
    const same = alert();
    await call(same, { path });
    later({ hours: -1 });
    await call(same, { path });
    expect(wakes()).toBe(2);
  });

  it("a flood of different alerts wakes fifty times in five seconds, and is answered", async () => {
    const { call, wakes, later, token } = await open();
    const good = await token();
    for (let i = 0; i < 80; i += 1) expect(await call(alert(), { token: good })).toBe(202);
    expect(wakes()).toBe(50);
    later({ seconds: 5 });
    await call(alert(), { token: good });
    expect(wakes()).toBe(51);
  });
});

it("is answered before the look, and a look that fails is told", async () => {
  const { call, lines } = await open({
    onAlert() {
      throw new Error("the watch is gone");
    },
  });
  expect(await call()).toBe(202);
  await expect.poll(() => lines.at(-1)).toMatchObject({ level: 50, err: { message: "the watch is gone" } });
});
