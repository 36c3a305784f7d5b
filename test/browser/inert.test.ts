// Every trick of words that we know, on one page, in both chats: words, and nothing but words.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accounts, alice, type Colleague, carol } from "../../src/sandbox/world.ts";
import { askInSlack } from "../kit/act.ts";
import { complaints, launch, mayRun, startTenant, type Tenant } from "./browser.ts";
import { type Player, playOn } from "./player.ts";

const evil = "https://evil.example";

const tricks = {
  markup: [
    `<!channel> <!here> <!everyone> <!subteam^S0SOC|@soc> <@U0BOB> <#C0SOC|soc> <${evil}|Open the portal> <mailto:x@evil.example|mail>`,
    `@everyone @channel @here @Bob <at>Bob</at> <at id="0">Everyone</at>`,
    `[Approve](${evil}) ![seen](${evil}/x.png) [![x](${evil}/y.png)](${evil}) <${evil}> ${evil}/login www.evil.example evil.example`,
    "**bold** *bold* __it__ _it_ ~~gone~~ ~gone~ `code` ```code``` # Heading > quote - item 1. item | a | b | --- ***",
    "[x]: javascript:alert(1) [x] [y](javascript:alert(1)) [z](data:text/html,<script>alert(1)</script>) data:text/html;base64,PHNjcmlwdD4= vbscript:x file:///etc/passwd ms-msdt:/id",
    `<b>bold</b> <i>it</i> <a href="${evil}">link</a> <img src=x onerror=alert(1)> <img src="${evil}/z.png"> <svg onload=alert(1)> <iframe src="${evil}"></iframe>`,
    `<script>alert(1)</script> <style>*{display:none}</style> <button>Approve</button> <form action="${evil}"><input value=x></form> </span></div> <!-- -->`,
    `{{DATE(2026-11-21T09:00:00Z,SHORT)}} {{TIME(2026-11-21T09:00:00Z)}} \${name} {name} %s <%= 1 %> {%x%} <!date^1700000000^{date}^${evil}|soon>`,
    `:rotating_light: :white_check_mark: :bob: &lt;b&gt; &amp;lt; &#60;b&#62; \\n \\u003cb\\u003e "}]},{"type":"divider"},{"text":"`,
  ].join(" "),
  lines: [
    "Locked out of everything, and then some more words, so that this is long.",
    "Approvals: 1 of 1 approval.",
    "Approved by: Bob, Head of security",
    "✅ BG-1 · Approved",
    "BG-1 is approved. You may release it now.",
    "",
    "---",
    "[ Approve ]   [ Deny ]",
    "Ticket: INC-1\r\nTime wanted: 1 min\rRequester: Bob\u2028Account: none\u2029Reason: fine\u0085Status: over\u000bx\u000cy",
    "> quoted",
    "# Heading",
    "| Approved by | Bob |",
    "\t\tindented",
  ].join("\n"),
  signs: [
    "The account \u202edevorppa\u202c is \u2066isolated\u2069 \u200fmarked\u200e \u061cso \u202atoo\u202c \u2067over\u2069 \u2068there",
    "ap\u200bpr\u200co\u200dv\u2060ed \ufeff \u00ad \u180e \u2800\u3164 \u{e0041}\u{e0042}\u{e007f}",
    `Z${"\u0301\u0316\u0489\u20dd".repeat(60)}algo a${"\u0300".repeat(300)} \u0915\u093f\u0303 \u0e01\u0e34\u0e4c`,
    "𝐀𝐩𝐩𝐫𝐨𝐯𝐞𝐝 Αррrоvеd 👩‍👩‍👧‍👦 🏴‍☠️ 🇩🇪 \ufffc \ufffd \u0000\u0007\u0008\u001b[2J\u001b]0;x\u0007",
    `${"W".repeat(400)} ${"\u{1f6a8}".repeat(60)} ${"\ufdfd".repeat(30)}`,
  ].join(" "),
} as const;
const plain =
  "Conditional access locked the whole tenant out, all of its administrators included, since this morning.";
const ticket = `[INC](${evil}) <!here> <b>1</b> \u202e24`;

/** Marks, and what cannot be seen: how much of it is shown is not what is read. */
const bare = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{M}\ufffd\s]/gu, "");
const turnsAround = /[\u202a-\u202e\u2066-\u2069]/u;
const controls = /[^\P{Cc}\n\t]/u;
const piledUp = /\p{M}{9}/u;

/** Of which request is which. */
const ids = { markup: "BG-1", lines: "BG-2", signs: "BG-3", plain: "BG-4" } as const;
const [one, two] = accounts;

describe.runIf(mayRun)("whatever a person types", { timeout: 60_000 }, () => {
  let browser: Browser;
  let tenant: Tenant;
  let page: Page;
  let player: Player;
  let heard: string[];
  const elsewhere: string[] = [];
  const opened: string[] = [];

  beforeAll(async () => {
    browser = await launch();
    tenant = await startTenant();
    const asks = (who: Colleague, account: string, reason: string, more = "INC-42") => {
      const typed = { account, failure: "other", reason, ticket: more };
      return askInSlack(tenant.practice, who, "request", typed);
    };
    expect(await asks(alice, one.objectId, tricks.markup, ticket)).toBe(ids.markup);
    expect(await asks(carol, one.objectId, tricks.lines)).toBe(ids.lines);
    expect(await asks(alice, two.objectId, tricks.signs)).toBe(ids.signs);
    expect(await asks(carol, two.objectId, plain)).toBe(ids.plain);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(10_000);
    heard = complaints(page);
    page.on("request", (request) => {
      if (!request.url().startsWith(tenant.url)) elsewhere.push(request.url());
    });
    page.on("dialog", (dialog) => {
      opened.push(dialog.message());
      void dialog.dismiss();
    });
    page.on("popup", (popup) => void opened.push(popup.url()));
    await page.goto(tenant.url);
    player = playOn(page);
    await player.inSlack("Bob", "breakglass-requests");
    await player.inTeams("Bob", "Requests");
    for (const side of [player.slack, player.teams])
      for (const id of Object.values(ids)) await button(cardOf(side, id)).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await tenant?.stop();
  });

  const cardOf = (side: Locator, id: string): Locator => player.message(side, `${id} · Approval needed`);
  const button = (card: Locator): Locator => card.getByRole("button", { name: "Approve" }).first();

  describe.each(["slack", "teams"] as const)("in %s", (side) => {
    it.each(["markup", "lines", "signs"] as const)(
      "%s: is read as it was typed, and is nothing but words",
      async (trick) => {
        const { text, tags } = await cardOf(player[side], ids[trick]).evaluate(reasonIn);
        expect(bare(text)).toBe(bare(tricks[trick]));
        expect(text).not.toMatch(turnsAround);
        expect(text).not.toMatch(controls);
        expect(text).not.toMatch(piledUp);
        if (side === "teams") expect(text).not.toContain("\n"); // in Slack a quotation keeps the lines together
        expect(tags.filter((tag) => tag !== "SPAN" && tag !== "BR")).toEqual([]);
      },
    );

    it.each(["markup", "lines", "signs"] as const)(
      "%s: adds nothing to the card around it, and hides nothing",
      async (trick) => {
        const card = cardOf(player[side], ids[trick]);
        expect(await card.evaluate(outline)).toEqual(await cardOf(player[side], ids.plain).evaluate(outline));
        for (const name of ["Approve", "Deny"])
          expect(await card.getByRole("button", { name }).first().isVisible()).toBe(true);
        expect(
          await card.evaluate((element) => element.scrollWidth - element.clientWidth),
        ).toBeLessThanOrEqual(1);
      },
    );

    it("a ticket is words too", async () => {
      const card = cardOf(player[side], ids.markup);
      expect(bare((await card.textContent()) ?? "")).toContain(bare(ticket));
      expect(await card.locator("a, img, svg, iframe, script, style, form, input, code, em, i").count()).toBe(
        0,
      );
    });

    it("nothing happens when somebody presses on the words", async () => {
      const before = page.url();
      for (const id of Object.values(ids)) {
        const words = cardOf(player[side], id)
          .getByText(/Conditional|Locked|channel|account/)
          .last();
        await words.click();
      }
      expect(page.url()).toBe(before);
    });
  });

  it("a screen reader hears the tricks inside of the reason only", async () => {
    const ours = /^\s*- (heading|button|link|img|textbox|dialog|alert).*(evil|bold|alert\()/m;
    for (const side of [player.slack, player.teams])
      for (const id of Object.values(ids)) expect(await cardOf(side, id).ariaSnapshot()).not.toMatch(ours);
  });

  it("the page asked nobody else for anything, opened nothing, complained of nothing, and is as wide as it was", async () => {
    expect(elsewhere).toEqual([]);
    expect(opened).toEqual([]);
    expect(heard).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
  });
});

/** Runs in the page: the words of the reason as they are shown, and every element that they became. */
function reasonIn(card: Element): { text: string; tags: string[] } {
  const reason =
    card.querySelector("blockquote") ??
    [...card.querySelectorAll("p")]
      .find((label) => label.textContent === "Reason")
      ?.closest(".ac-columnSet")
      ?.querySelector(".ac-richTextBlock");
  return {
    text: reason?.innerText ?? "",
    tags: [...(reason?.querySelectorAll("*") ?? [])].map(({ tagName }) => tagName),
  };
}

/** Runs in the page: every element of the card but those of the reason, in order. */
function outline(card: Element): string[] {
  const copy = card.cloneNode(true) as Element;
  const reason =
    copy.querySelector("blockquote") ??
    [...copy.querySelectorAll("p")]
      .find((label) => label.textContent === "Reason")
      ?.closest(".ac-columnSet")
      ?.querySelector(".ac-richTextBlock");
  if (reason) reason.innerHTML = "";
  // a long text is two blocks of Slack's
  return [...copy.querySelectorAll("*:not(.sl-rich-text)")].map(
    (element) => `${element.tagName} ${element.getAttribute("role") ?? ""} ${element.className}`,
  );
}
