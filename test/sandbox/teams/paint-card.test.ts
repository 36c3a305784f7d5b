// The painter in a real browser: what is a link there would be one in Teams.
import { readFile } from "node:fs/promises";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type * as Painter from "../../../src/sandbox/teams/paint-card.ts";
import type { Card } from "../../../src/sandbox/teams/types.ts";
import { cardOf } from "./kit.ts";

const folder = new URL("../../../src/sandbox/teams/", import.meta.url);
const renderer = createRequire(import.meta.url).resolve("adaptivecards/dist/adaptivecards.min.js");
const origin = "http://practice.example";
type Painting = { painter: typeof Painter };
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
});
afterAll(() => browser.close());

/** Serves the folder's files as the practice page does: modules with their types stripped. */
async function serve(path: string): Promise<{ contentType: string; body: string }> {
  if (path === "/") {
    const html = `<!doctype html><link rel="stylesheet" href="/teams.css"><script src="/renderer.js"></script><main></main>
      <script type="module">import * as painter from "/paint-card.ts"; Object.assign(window, { painter });</script>`;
    return { contentType: "text/html", body: html };
  }
  if (path === "/renderer.js")
    return { contentType: "text/javascript", body: await readFile(renderer, "utf8") };
  const text = await readFile(new URL(path.slice(1), folder), "utf8");
  if (path.endsWith(".css")) return { contentType: "text/css", body: text };
  if (path.endsWith(".json")) return { contentType: "application/json", body: text };
  return { contentType: "text/javascript", body: stripTypeScriptTypes(text) };
}

beforeEach(async () => {
  page = await browser.newPage();
  await page.route(`${origin}/**`, async (route) =>
    route.fulfill(await serve(new URL(route.request().url()).pathname)),
  );
  await page.goto(origin);
  return () => page.close();
});

const paint = (card: unknown, theme: "light" | "dark" = "light") =>
  page.evaluate(
    async ({ card, theme }) => {
      const { painter } = window as unknown as Painting;
      const hostConfig = await (await fetch(`/host-config-${theme}.json`)).json();
      document.documentElement.style.cssText = `color-scheme: ${theme}; background: ${theme === "dark" ? "#1f1f1f" : "#f5f5f5"}`;
      const clicks: unknown[] = [];
      Object.assign(window, { clicks });
      const onExecute = (...click: unknown[]) => clicks.push(click);
      const drawn = painter.paintCard(card as Card, { hostConfig, timeZone: "Asia/Kolkata", onExecute });
      document.querySelector("main")?.replaceChildren(drawn);
    },
    { card, theme },
  );
const clicks = () => page.evaluate(() => (window as unknown as { clicks: unknown[] }).clicks);
const links = () => page.locator("main a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));

const hostile = "[click](https://evil.example) **bold** <img src=x onerror=alert(1)>";

test("a link in a text block or a fact is a link, as it would be in Teams", async () => {
  await paint(cardOf([{ type: "TextBlock", text: hostile }]));
  expect(await links()).toEqual(["https://evil.example"]);
  await paint(cardOf([{ type: "FactSet", facts: [{ title: "Reason", value: hostile }] }]));
  expect(await links()).toEqual(["https://evil.example"]);
  expect(await page.locator("main img").count()).toBe(0);
});

test("in a text run nothing is parsed", async () => {
  await paint(cardOf([{ type: "RichTextBlock", inlines: [{ type: "TextRun", text: hostile }] }]));
  expect(await links()).toEqual([]);
  expect(await page.locator("main").innerText()).toContain(hostile);
  expect(await page.locator("main strong, main img").count()).toBe(0);
});

test("a click brings the verb, the action's own data and what was typed", async () => {
  await paint(
    cardOf([{ type: "Input.Text", id: "reason", label: "Why", isRequired: true, errorMessage: "Say why." }], {
      actions: [{ type: "Action.Execute", title: "Ask", verb: "ask", data: { request: "BG-1" } }],
    }),
  );
  await page.getByRole("button", { name: "Ask" }).click();
  expect(await clicks()).toEqual([]);
  expect(await page.locator("main").innerText()).toContain("Say why.");
  await page.getByLabel("Why").fill("locked out");
  await page.getByRole("button", { name: "Ask" }).click();
  expect(await clicks()).toEqual([["ask", { request: "BG-1" }, { reason: "locked out" }]]);
});

test("a card in the card opens, and its inputs come with its action", async () => {
  const inner = {
    type: "AdaptiveCard",
    body: [{ type: "Input.Text", id: "because", label: "Because" }],
    actions: [{ type: "Action.Execute", title: "Deny now", verb: "deny" }],
  };
  await paint(cardOf([], { actions: [{ type: "Action.ShowCard", title: "Deny", card: inner }] }));
  await page.getByRole("button", { name: "Deny" }).click();
  await page.getByLabel("Because").fill("no");
  await page.getByRole("button", { name: "Deny now" }).click();
  expect(await clicks()).toEqual([["deny", undefined, { because: "no" }]]);
});

test("a time is the viewer's, not the browser's", async () => {
  await paint(cardOf([{ type: "TextBlock", text: "{{TIME(2026-11-21T09:00:00Z)}}" }]));
  expect(await page.locator("main").innerText()).toMatch(/2:30.PM/);
});

test("a message's text shows its mention, and is inert where it is plain", async () => {
  const html = await page.evaluate(() => {
    const { paintText } = (window as unknown as Painting).painter;
    return [
      paintText("<at>Bob</at> **now** <script>x</script>", "markdown").innerHTML,
      paintText("**now** [a](https://x.example)", "plain").innerHTML,
    ];
  });
  expect(html).toEqual([
    '<p><span class="tm-mention">Bob</span> <strong>now</strong> &lt;script&gt;x&lt;/script&gt;</p>',
    "<p>**now** [a](https://x.example)</p>",
  ]);
});
