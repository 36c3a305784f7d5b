// Draws in a real Chromium, from the very files the practice page serves.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actions, button, form, plain, section } from "./kit.ts";

const folder = new URL("../../../src/sandbox/slack/", import.meta.url);
const server = createServer((request, response) => {
  const name = request.url?.slice(1) ?? "";
  const html = `<!doctype html><link rel="stylesheet" href="/slack.css"><script type="module">
    import * as paint from "/paint-blocks.ts"; window.paint = paint; window.acted = [];</script><main id="at"></main>`;
  if (name === "") response.setHeader("content-type", "text/html").end(html);
  else
    readFile(new URL(name, folder), "utf8").then(
      (text) =>
        name.endsWith(".css")
          ? response.setHeader("content-type", "text/css").end(text)
          : response.setHeader("content-type", "text/javascript").end(stripTypeScriptTypes(text)),
      () => response.writeHead(404).end(),
    );
});
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction("window.paint");
});
afterAll(async () => {
  await browser.close();
  server.close();
});

const people = [{ id: "U0ALICE", name: "Alice" }];

/** Paints a message and says what stands there. */
async function painted(message: { text?: string; blocks?: object[] }) {
  const given = { message: { text: "", blocks: [], ...message }, people };
  await page.evaluate(`(() => {
    const { message, people } = ${JSON.stringify(given)};
    acted.length = 0;
    const onAction = (element, blockId, value) => acted.push([element.action_id, blockId, value ?? null]);
    at.replaceChildren(paint.paintMessage(message, { people, timeZone: "Europe/Berlin", onAction }));
  })()`);
  return page.locator("#at").innerHTML();
}
const acted = () => page.evaluate("acted");
const mrkdwn = (text: string) => painted({ blocks: [section(text)] });

test.each([
  ["a link", "see <https://evil.example|your bank>", ['href="https://evil.example"', ">your bank</a>"]],
  ["a bare address", "go https://evil.example.", ['href="https://evil.example"', "</a>."]],
  ["a shout", "<!channel> now", ['class="sl-mention">@channel</span>']],
  ["a mention", "<@U0ALICE>", ['class="sl-mention">@Alice</span>']],
  ["bold in italic", "_*really*_", ["<i><b>really</b></i>"]],
  ["strike, code", "~no~ `yes`", ["<s>no</s>", ">yes</code>"]],
  ["a quote", "&gt; said\nthen", ['<blockquote class="sl-quote">said</blockquote>then']],
  ["an emoji", ":rotating_light: Sev 0 :nope:", ["🚨 Sev 0 :nope:"]],
  ["a date", "<!date^1763712000^{date_num} {time}|x>", [">2025-11-21 09:00</time>"]],
])("mrkdwn shows %s", async (_, text, expected) => {
  const html = await mrkdwn(text);
  for (const part of expected) expect(html).toContain(part);
});

test.each([
  ["escaped angle brackets", "&lt;https://evil.example|x&gt; &lt;!channel&gt; &amp;lt;", "<!channel> &lt;"],
  ["a script's address", "<javascript:alert(1)|click>", "<javascript:alert(1)>"],
  ["marks inside words", "a_b_c 2*3*4", "a_b_c 2*3*4"],
])("mrkdwn leaves %s as words", async (_, text, expected) => {
  const html = await mrkdwn(text);
  expect(html).not.toMatch(/sl-mention|javascript:[^>]*">/);
  expect(await page.locator("#at").textContent()).toContain(expected);
});

test("plain text and rich text parse nothing, and markup stays text", async () => {
  const hostile = "<img src=x onerror=alert(1)> <https://evil.example|x> *b* <!here> https://evil.example";
  const rich = {
    type: "rich_text",
    elements: [
      { type: "rich_text_quote", elements: [{ type: "text", text: hostile, style: { italic: true } }] },
    ],
  };
  const html = await painted({ blocks: [{ type: "section", text: plain(hostile) }, rich] });
  expect(html).not.toMatch(/<img|<a |<b>|sl-mention/);
  expect((await page.locator("#at").textContent())?.split(hostile)).toHaveLength(3);
});

test("rich text draws people, dates in the reader's zone, lists and styles", async () => {
  await painted({
    blocks: [
      {
        type: "rich_text",
        elements: [
          {
            type: "rich_text_section",
            elements: [
              { type: "user", user_id: "U0ALICE" },
              { type: "text", text: " until ", style: { bold: true } },
              { type: "date", timestamp: 1763712000, format: "{date_short} {time}", fallback: "later" },
            ],
          },
        ],
      },
    ],
  });
  expect(await page.locator("#at").textContent()).toBe("@Alice until Nov 21, 2025 09:00");
  expect(await page.locator("#at b").textContent()).toBe(" until ");
});

test("a message without blocks is its text; an unknown block is said", async () => {
  expect(await painted({ text: "*hi*" })).toContain("<b>hi</b>");
  expect(await painted({ blocks: [{ type: "video" }] })).toContain('A block of type "video"');
});

test("a button acts at once, one with a confirmation only after yes", async () => {
  const confirm = {
    title: plain("Approve?"),
    text: plain("Alice gets it."),
    confirm: plain("Approve it"),
    deny: plain("No"),
  };
  await painted({ blocks: [actions(button("deny"), button("approve", { style: "primary", confirm }))] });
  await page.getByRole("button", { name: "deny" }).click();
  expect(await acted()).toEqual([["deny", "buttons", null]]);

  await page.getByRole("button", { name: "approve", exact: true }).click();
  const dialog = page.locator("dialog.sl-confirm");
  await dialog.getByRole("button", { name: "No" }).click();
  expect(await acted()).toHaveLength(1);
  await page.getByRole("button", { name: "approve", exact: true }).click();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await acted()).toHaveLength(1);
  await page.getByRole("button", { name: "approve", exact: true }).click();
  await dialog.getByRole("button", { name: "Approve it" }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await acted()).toEqual([
    ["deny", "buttons", null],
    ["approve", "buttons", null],
  ]);
});

test("a modal checks like Slack, keeps what was typed under an error, and hands over its values", async () => {
  await page.evaluate(`(() => {
    acted.length = 0;
    at.replaceChildren(paint.paintModal(${JSON.stringify(form)}, {
      onSubmit: (values) => acted.push(values), onClose: () => acted.push("closed") }));
  })()`);
  const modal = page.getByRole("dialog", { name: "Ask for access" });
  await modal.getByRole("button", { name: "Ask", exact: true }).click();
  expect(await modal.locator(".sl-error").allTextContents()).toEqual([
    "Please complete this required field.",
    "Please complete this required field.",
    "",
  ]);
  await modal.getByLabel("Why?").fill("All admins locked out");
  await modal.getByLabel("What failed?").selectOption("lock-out");
  await modal.getByRole("button", { name: "Ask", exact: true }).click();
  const values = { reason: "All admins locked out", cause: "lock-out", ticket: "" };
  expect(await acted()).toEqual([values]);

  await page.evaluate('paint.showErrors(at.firstChild, { reason: "Say more" })');
  expect(await modal.locator(".sl-error").allTextContents()).toEqual(["Say more", "", ""]);
  expect(await modal.getByLabel("Why?").inputValue()).toBe(values.reason);
  expect(await modal.getByLabel("Why?").getAttribute("aria-invalid")).toBe("true");
  await modal.getByRole("button", { name: "Close" }).click();
  expect(await acted()).toEqual([values, "closed"]);
});
