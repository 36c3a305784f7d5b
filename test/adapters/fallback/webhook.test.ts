// The signed JSON of the second road: what it says, who can check it, and that nothing in it can act.
import { createHmac, timingSafeEqual } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { plainText } from "../../../src/adapters/fallback/plain.ts";
import { nine } from "../../kit/cast.ts";
import { type Got, hostile, openRoad, outgoing, secret, view } from "./kit.ts";

let road: Awaited<ReturnType<typeof openRoad>>;
beforeEach(async () => {
  road = await openRoad("webhook");
});
afterEach(() => road.stop());

const sent = async (more?: Parameters<typeof outgoing>[0]) => {
  const result = await road.fallback.send(outgoing(more));
  const [got] = road.got.splice(0);
  return { result, got: got as Got, json: JSON.parse(got?.body ?? "{}") };
};

it("says everything that the card says, in plain words and in UTC, and offers nothing to click", async () => {
  const { result, got, json } = await sent();
  expect(result).toEqual({ type: "shown", ref: { conversation: "webhook", message: "say/AL-7/3/fallback" } });
  expect([got.method, got.path]).toEqual(["POST", "/hook?key=part-of-the-address"]);
  expect(got.headers["content-type"]).toBe("application/json");
  expect(json).toEqual({
    type: "breakglass.alert",
    key: "say/AL-7/3/fallback",
    stream: "AL-7",
    incident: "trigger",
    severity: 0,
    title: "AL-7 · Sign-in without a request",
    text: `AL-7 · Sign-in without a request
Emergency 1 was used at 09:00 UTC.
Nobody asked for it. Call the custodians.
When: 2026-11-21 09:00 UTC
From: 203.0.113.7, FR, Paris
Nearest request: BG-12 of Alice`,
    facts: [
      { label: "When", value: "2026-11-21 09:00 UTC" },
      { label: "From", value: "203.0.113.7, FR, Paris" },
      { label: "Nearest request", value: "BG-12 of Alice" },
    ],
    at: "2026-11-21T09:00:00Z",
  });
});

/** What the README tells a receiver to do. */
function verifies({ headers, body }: Got, key: string): boolean {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["x-breakglass-signature"])) ?? [];
  const expected = createHmac("sha256", key).update(`${t}.${body}`).digest();
  return (
    timingSafeEqual(expected, Buffer.from(v1 ?? "", "hex")) && Number(t) === nine.epochMilliseconds / 1_000
  );
}

it("is signed over its moment and every byte of its body", async () => {
  const { got } = await sent();
  expect(verifies(got, secret)).toBe(true);
  expect(verifies(got, `${secret}x`)).toBe(false);
  expect(verifies({ ...got, body: got.body.replace("AL-7", "AL-8") }, secret)).toBe(false);
  const older = {
    ...got.headers,
    "x-breakglass-signature": `t=1,${String(got.headers["x-breakglass-signature"]).split(",")[1]}`,
  };
  expect(verifies({ ...got, headers: older }, secret)).toBe(false);
});

it("is signed over the bytes that are sent, whatever alphabet they are in", async () => {
  const { got } = await sent({ view: { ...view, title: "Ä 漢字 😀 \ud800" } });
  expect(verifies(got, secret)).toBe(true);
});

it("tells when somebody has the alert, and when it is over", async () => {
  expect((await sent({ incident: "acknowledge" })).json.incident).toBe("acknowledge");
  expect((await sent({ incident: "resolve" })).json.incident).toBe("resolve");
  const { incident, ...without } = outgoing();
  expect(incident).toBe("trigger");
  await road.fallback.send(without);
  expect(JSON.parse(road.got[0]?.body ?? "").incident).toBe("trigger");
});

it("an update is a new post, for nothing that was posted can be changed", async () => {
  const { result } = await sent({ update: { conversation: "webhook", message: "old" } });
  expect(result).toMatchObject({ type: "shown", ref: { message: "say/AL-7/3/fallback" } });
});

it("there is nothing to take away, and nobody is called for it", async () => {
  const ref = { conversation: "webhook", message: "say/AL-7/3/fallback" };
  expect(await road.fallback.remove(ref)).toEqual({ type: "shown", ref });
  expect(road.got).toEqual([]);
});

it("D10: people's words cannot mention, link, mark up, or pass for a line of ours", async () => {
  const { json } = await sent({ view: hostile });
  const value =
    "‹!channel› ‹https[:]//evil.example|Acknowledge here› Approved by: Bob [x](https[:]//evil.example) \ufffdgnp.exe\ufffd ‹b›bold‹/b›";
  expect(json.facts).toEqual([{ label: "Browser", value }]);
  expect(json.text.split("\n")).toHaveLength(4);
  expect(json.text).toContain(`Browser: ${value}`);
});

it("a card without a severity says so", async () => {
  expect((await sent({ view: { ...view, severity: undefined } })).json.severity).toBeNull();
});

it("whatever somebody says, the text stays short, and each line and fact one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 5_000 }), (said) => {
      const plain = plainText({
        ...view,
        lines: [[{ said }]],
        facts: [{ label: "Reason", value: [{ said }] }],
      });
      expect(plain.split("\n")).toHaveLength(3);
      expect(plain.length).toBeLessThan(2_500);
      expect(plain.isWellFormed()).toBe(true);
      expect(plain).not.toMatch(/[<>]|:\/\/|[^\P{Cc}\n]|\p{Bidi_Control}/u);
    }),
  );
});

it("no character is ever cut in half, and half a character is shown as missing", () => {
  const text = (said: string) => plainText({ ...view, lines: [[{ said }]], facts: [] }).split("\n")[1];
  expect(text(`x${"😀".repeat(800)}`)).toBe(`x${"😀".repeat(499)}…`);
  expect(text(`${"😀".repeat(800)}`)).toBe(`${"😀".repeat(499)}…`);
  expect(text("a\ud800b")).toBe("a\ufffdb");
});

it("a view of a hundred long facts ends in …", () => {
  const facts = Array.from({ length: 100 }, () => ({ label: "Reason", value: [{ said: "x".repeat(900) }] }));
  expect(plainText({ ...view, facts })).toMatch(/^.{0,10000}…$/s);
});
