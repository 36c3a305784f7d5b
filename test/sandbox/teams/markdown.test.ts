import { expect, test } from "vitest";
import { withLocalTimes } from "../../../src/sandbox/teams/local-times.ts";
import { markdown, withLinks } from "../../../src/sandbox/teams/markdown.ts";

const link = (to: string, text: string) =>
  `<a href="${to}" target="_blank" rel="noopener noreferrer">${text}</a>`;

test.each([
  ["plain", "plain"],
  ["**bold** and *soft* and _soft_", "<strong>bold</strong> and <em>soft</em> and <em>soft</em>"],
  ["**a *b* c**", "<strong>a <em>b</em> c</strong>"],
  ["one\ntwo", "one<br>two"],
  ["[click](https://evil.example/?a=1&b=2)", link("https://evil.example/?a=1&amp;b=2", "click")],
  ["[**b**](https://x.example)", link("https://x.example", "<strong>b</strong>")],
  ["[click](javascript:alert(1))", "[click](javascript:alert(1))"],
  ["[click](data:text/html,x)", "[click](data:text/html,x)"],
  ['<b>no</b> & "x"', "&lt;b&gt;no&lt;/b&gt; &amp; &quot;x&quot;"],
  ["**<img src=x onerror=alert(1)>**", "<strong>&lt;img src=x onerror=alert(1)&gt;</strong>"],
  ["snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"],
  ["\\*not soft\\* \\[no\\](https://x.example)", "*not soft* [no](https://x.example)"],
  ["https://x.example is no link in a card", "https://x.example is no link in a card"],
])("%s", (text, html) => {
  expect(markdown(text)).toBe(`<p>${html}</p>`);
});

test("a bare address in a message becomes a link", () => {
  expect(markdown("see https://x.example **now**", withLinks)).toBe(
    `<p>see ${link("https://x.example", "https://x.example")} <strong>now</strong></p>`,
  );
});

test("times become the viewer's, wherever Teams shows text, and nowhere else", () => {
  const when = "{{DATE(2026-11-21T23:30:00Z, SHORT)}} {{TIME(2026-11-21T23:30:00Z)}}";
  const card = {
    body: [
      { type: "TextBlock", text: when },
      { type: "RichTextBlock", inlines: [when, { type: "TextRun", text: when }] },
      { type: "FactSet", facts: [{ title: "until", value: when }] },
      { type: "Input.Text", id: "a", value: when },
    ],
    actions: [{ type: "Action.Execute", title: "Go", data: { type: "TextBlock", text: when } }],
  };
  const local = "Sun, Nov 22, 2026 5:00 AM";
  expect(JSON.parse(JSON.stringify(withLocalTimes(card, "Asia/Kolkata")).replaceAll("\u202f", " "))).toEqual({
    body: [
      { type: "TextBlock", text: local },
      { type: "RichTextBlock", inlines: [local, { type: "TextRun", text: local }] },
      { type: "FactSet", facts: [{ title: "until", value: local }] },
      { type: "Input.Text", id: "a", value: when },
    ],
    actions: [{ type: "Action.Execute", title: "Go", data: { type: "TextBlock", text: when } }],
  });
});

test("what is no moment stays as it was typed", () => {
  const text = "{{DATE(2026-99-99T99:99:99Z)}} {{DATE()}} {{TIME(now)}}";
  expect(withLocalTimes({ type: "TextBlock", text }, "UTC")).toEqual({ type: "TextBlock", text });
});
