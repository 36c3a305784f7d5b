// What is printed: the same words on a web page, in a PDF and in Markdown, and nothing that was not meant to be there.
import { describe, expect, test } from "vitest";
import { html } from "../../../src/adapters/paper/html.ts";
import { markdown } from "../../../src/adapters/paper/markdown.ts";
import { pdf } from "../../../src/adapters/paper/pdf.ts";
import type { Block, Paper } from "../../../src/core/paper.ts";
import { printedRunbook } from "../../../src/core/views/printed-runbook.ts";
import { failures } from "../../../src/core/wish.ts";
import { failureWords } from "../../../src/core/words/failures.ts";
import { contoso, dave } from "../../kit/cast.ts";
import { pdfPages, squeezed } from "../../kit/pdf-pages.ts";

const today = Temporal.PlainDate.from("2026-11-21");
const whole = printedRunbook(contoso, failures, today);
const paper = (...blocks: Block[]): Paper => ({ title: "T", footer: "F", pages: [{ title: "P", blocks }] });
const paragraph = (text: string): Block => ({ type: "paragraph", words: [text] });
const said = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

const wordsOf = (block: Block): string =>
  "words" in block
    ? block.words.map((piece) => (typeof piece === "string" ? piece : piece.strong)).join("")
    : "";

describe("the runbook for the safe", () => {
  test("every word of it is on the web page, in the PDF and in the Markdown", async () => {
    const drawn = {
      html: squeezed(said(html(whole))),
      pdf: squeezed(pdfPages(await pdf(whole)).join("")),
      markdown: squeezed(markdown(whole).replaceAll("**", "")),
    };
    for (const page of whole.pages)
      for (const text of [page.title, ...page.blocks.map(wordsOf)])
        for (const [name, all] of Object.entries(drawn))
          expect(all.includes(squeezed(text)), `${name}: ${text}`).toBe(true);
  });

  test("the PDF has each kind on a page of its own, and every page says whose it is, of when, and of how many", async () => {
    const pages = pdfPages(await pdf(whole));
    for (const kind of failures) {
      const title = squeezed(failureWords[kind].label);
      expect(pages.filter((page) => squeezed(page).startsWith(title))).toHaveLength(1);
    }
    for (const [i, page] of pages.entries())
      expect(page).toContain(
        `Contoso: emergency access to Microsoft Entra. Printed 2026-11-21. Page ${i + 1} of ${pages.length}.`,
      );
  });

  test("it holds accounts, places, custodians, telephones to fill in, and what to do when chat is down", () => {
    const text = said(html(whole)).replaceAll(/\s+/g, " ");
    for (const words of [
      "Signs in as emergency-1@contoso.onmicrosoft.com",
      "envelope A : Safe in Berlin. Kept by Dave.",
      "2 approvals of different people are needed, one each of security, identity",
      "Bob approver",
      "Sam soc",
      "Ada admin",
      "Microsoft support, with contract number",
      "It covers what was done up to 4 h before it",
      "/breakglass request in any channel",
      "@Breakglass request",
    ])
      expect(text).toContain(words);
    expect(text).not.toContain("Audrey");
  });

  test("where there is one chat only, only that one is named", () => {
    const text = said(html(printedRunbook({ ...contoso, slack: undefined }, ["other"], today)));
    expect(text).not.toContain("Slack:");
    expect(text).toContain("Teams:");
  });

  test("the organisation's own text is printed in place of ours", () => {
    const own = { ...contoso, runbooks: { other: "1. Take the red telephone." } };
    const text = markdown(printedRunbook(own, ["other", "mfa-outage"], today));
    expect(text).toContain(
      "# Something else\n\nThis is the text of Contoso itself.\n\n1. Take the red telephone.\n",
    );
    expect(text).toContain("# MFA or phone outage\n\n\n## Does".replace("\n\n\n", "\n\n"));
  });
});

describe("the web page", () => {
  test("whatever the file calls things, it is text: no element, script or style", () => {
    const bad = `<script>alert("1")</script><img src=x onerror='x'>&amp;`;
    const people = contoso.people.map((one) => (one.id === dave.id ? { ...one, name: bad } : one));
    const named = {
      ...contoso,
      name: bad,
      people,
      accounts: contoso.accounts.map((account) => ({ ...account, label: bad })),
    };
    const page = html(printedRunbook(named, failures, today));
    expect(page).not.toMatch(/<(?:script|img)/i);
    expect(said(page)).toContain(bad);
    expect(page).not.toMatch(/<[^>]*\b(?:src|href)=/);
    expect(page).not.toContain("url(");
  });

  test("commands do not break at a hyphen", () => {
    const page = html(paper({ type: "paragraph", words: ["Type ", { strong: "Disconnect-MgGraph -x" }] }));
    expect(page).toContain(
      '<b><span class="whole">Disconnect-MgGraph</span> <span class="whole">-x</span></b>',
    );
  });
});

describe("the PDF", () => {
  test("western letters and quotes are themselves", async () => {
    const text = "Zoë Müller-Ångström, “Straße”, 12 €, à l’été…";
    expect(squeezed(pdfPages(await pdf(paper(paragraph(text)))).join(""))).toContain(squeezed(text));
  });

  test.each(["Łukasz", "Дмитрий", "緊急", "Ştefan", "😀"])(
    "%s would be drawn as another name: it is refused, and the way out is said",
    async (name) => {
      for (const block of [
        paragraph(name),
        { type: "heading", words: [{ strong: name }] },
        { type: "fill-in", rows: [{ label: "x", about: name }] },
      ] as Block[])
        await expect(pdf(paper(block))).rejects.toThrow(/the letters of a PDF have no .+: use --html/);
    },
  );

  test("a word longer than the line, and a text longer than the page, lose nothing", async () => {
    const word = "abcdefghij".repeat(40);
    const many = Array.from({ length: 300 }, (_, i) => `Step ${i} is here.`).join(" ");
    const pages = pdfPages(await pdf(paper(paragraph(word), paragraph(many), paragraph(many))));
    expect(pages.length).toBeGreaterThan(2);
    const all = squeezed(pages.join("").replaceAll(/F Page \d+ of \d+\./g, ""));
    expect(all).toBe(`P${word}${squeezed(many)}${squeezed(many)}`);
  });

  test("commands break at blanks and behind commas, never at a hyphen", async () => {
    const words = Array.from({ length: 80 }, (_, i) => `Get-Mg-Thing-${i}`);
    const [page = ""] = pdfPages(await pdf(paper(paragraph(words.join(" ")))));
    for (const word of words) expect(page.split(" ")).toContain(word);
  });
});
