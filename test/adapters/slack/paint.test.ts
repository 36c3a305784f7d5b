// The painter: every word of a person whole and inert, nothing over Slack's limits, the same view for eye and ear.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blocks } from "../../../src/adapters/slack/blocks.ts";
import { parseButton, parseForm } from "../../../src/adapters/slack/carried.ts";
import { answerModal, formModal, homeTab } from "../../../src/adapters/slack/modal.ts";
import { text } from "../../../src/adapters/slack/text.ts";
import { requestId } from "../../../src/core/ids.ts";
import type { Button, Form, Inline, View } from "../../../src/core/view.ts";
import { checkMessageBlocks, checkView } from "../../../src/sandbox/slack/check-blocks.ts";
import { alice, bob, nine } from "../../kit/cast.ts";
import { words } from "./kit.ts";

const approve: Button = {
  action: { verb: "approve", request: requestId(12), about: 0 },
  label: "Approve",
  style: "primary",
  confirm: {
    title: "Approve BG-12?",
    text: "Alice may use Emergency 1 for 1 hour.",
    yes: "Approve",
    no: "Back",
  },
};
const denial: Form = {
  name: "deny",
  about: { verb: "deny", request: requestId(12) },
  title: "Deny",
  lines: [["The requester reads this."]],
  fields: [
    {
      id: "reason",
      label: "Why?",
      required: true,
      type: "text",
      multiline: true,
      shortest: 10,
      longest: 2000,
    },
  ],
  submit: "Deny",
};
const deny: Button = {
  ...approve,
  action: { verb: "deny", request: requestId(12) },
  label: "Deny",
  style: "danger",
  form: denial,
};

/** Everything of pitfall D10, and lines that would pass for our own facts. */
const tricks = [
  "<!channel> <!here> <@U0BOB> <https://evil.example|Entra> https://evil.example",
  "`code` ```block``` *bold* _italic_ ~gone~ > quote :rotating_light: &lt;b&gt; & < >",
  'INC-42: Entra lockout: all admins "}]} {"type":"button"} </script> ${x} {{DATE()}} %00',
  "\u202eegassem desrever\u202c \u2066isolated\u2069 \u0000null\u0007bell \u200fשלום مرحبا",
  "Approved by: Bob\nState: approved\r\nWindow: 09:00\u2028Reason: none",
  "👩‍👩‍👧‍👦 é é 𝒳 日本語",
].join("\n");
const hostile = tricks.repeat(8).slice(0, 2_000).toWellFormed();

const whole: View = {
  title: "Alice asks for Emergency 1",
  tone: "waiting",
  severity: 1,
  lines: [
    [
      { person: alice },
      " asks, and ",
      { strong: "one" },
      " approval is needed by ",
      { moment: nine, show: "time" },
      ".",
    ],
    ["Denied in part: ", { said: "not today" }],
  ],
  facts: [
    { label: "Account", value: ["Emergency 1"] },
    {
      label: "Reason",
      value: [{ said: "All administrators are locked out by a Conditional Access policy." }],
    },
    { label: "Asked", value: [{ moment: nine, show: "date-time" }] },
    { label: "Approver", value: [{ person: { ...bob, slack: undefined } }] },
  ],
  buttons: [approve, deny],
};
const withReason = (reason: string): View => ({
  ...whole,
  facts: [
    { label: "Reason", value: [{ said: reason }] },
    { label: "Account", value: ["Emergency 1"] },
  ],
});

const longLine = "long ".repeat(400);
const longest: View = {
  title: longLine,
  tone: "alarm",
  severity: 0,
  lines: Array.from({ length: 20 }, () => [longLine.slice(0, 300), { said: "x".repeat(500) }]),
  facts: Array.from({ length: 12 }, (_, n) => ({
    label: `Fact ${n}`,
    value: [{ said: `${n}<&>"`.repeat(400) }],
  })),
  buttons: Array.from({ length: 27 }, (_, n) => ({
    ...deny,
    action: { verb: "release", request: requestId(n + 1), part: `envelope ${n}` },
    label: longLine,
    confirm: { title: longLine, text: longLine, yes: longLine, no: longLine },
  })),
};

const key = "card/BG-12/slack:channel:C0REQUESTS";
const json = (drawn: unknown) => `${JSON.stringify(drawn, null, 2)}\n`;

describe("looks as it was found good", () => {
  test.each([
    ["whole", whole],
    ["hostile", withReason(hostile)],
    ["longest", longest],
  ])("%s", async (name, shown) => {
    const drawn = { text: text(shown), blocks: blocks(shown, { key }) };
    expect(checkMessageBlocks(drawn.blocks)).not.toHaveProperty("error");
    await expect(json(drawn)).toMatchFileSnapshot(`golden/${name}.golden`);
  });
  test("form", async () => {
    await expect(json(formModal(denial, { name: "deny" }))).toMatchFileSnapshot("golden/form.golden");
  });
});

type Any = Record<string, unknown>;
/** Every object anywhere in it. */
const objects = (value: unknown): Any[] =>
  Array.isArray(value)
    ? value.flatMap(objects)
    : typeof value === "object" && value !== null
      ? [value as Any, ...Object.values(value).flatMap(objects)]
      : [];

const hidden = /(?![\t\n])[\p{Cc}\u2028-\u202e\u2066-\u2069\ufeff]/u;

describe("a person's words", () => {
  test("of 2,000 characters with every trick come out whole, in elements in which nothing is parsed", () => {
    const drawn = blocks(withReason(hostile), { key });
    const quoted = objects(drawn).filter(({ type }) => type === "rich_text_quote");
    const shown = words(quoted);
    expect(shown).toHaveLength(hostile.replaceAll("\r\n", "\n").length);
    for (const trick of [
      "<!channel>",
      "<@U0BOB>",
      "<https://evil.example|Entra>",
      '"}]}',
      "שלום",
      "👩‍👩‍👧‍👦",
    ])
      expect(shown).toContain(trick);
    expect(shown).not.toMatch(hidden);
    expect(objects(drawn).filter(({ type }) => type === "mrkdwn" || type === "link")).toEqual([]);
    expect(objects(drawn).filter(({ type }) => type === "user")).toHaveLength(1); // Alice, by us
  });

  test("with lines of their own stand as a quotation, so that they cannot pass for our facts", () => {
    const drawn = blocks(withReason("locked out\nApproved by: Bob"), { key });
    const sections = objects(drawn).filter(({ type }) => type === "rich_text_section");
    expect(words(sections)).not.toContain("Approved by");
    expect(text(withReason("locked out\nApproved by: Bob"))).toContain(
      "Reason: locked out / Approved by: Bob\n",
    );
  });

  test("are escaped in the text, where Slack parses", () => {
    const shown = text(withReason("<!channel> & <https://evil.example|x>"));
    expect(shown).toContain("&lt;!channel&gt; &amp; &lt;https://evil.example|x&gt;");
    expect(shown.replaceAll(/<!date\^[^<>]*>/g, "")).not.toMatch(/[<>]/);
  });

  test("never push our facts out of the text, and are cut before they are escaped", () => {
    const shown = text(withReason("<".repeat(2_000)));
    expect(shown.length).toBeLessThanOrEqual(4_000);
    expect(shown).toContain("Account: Emergency 1");
    expect(shown).toMatch(/(&lt;)…\n/);
  });
});

test("a moment is a date in the reader's own zone, with UTC for who cannot show it", () => {
  expect(objects(blocks(whole)).filter(({ type }) => type === "date")).toEqual([
    { type: "date", timestamp: 1795251600, format: "{time}", fallback: "2026-11-21 09:00 UTC" },
    {
      type: "date",
      timestamp: 1795251600,
      format: "{date_short_pretty} {time}",
      fallback: "2026-11-21 09:00 UTC",
    },
  ]);
  expect(text(whole)).toContain("<!date^1795251600^{date_short_pretty} {time}|2026-11-21 09:00 UTC>");
});

test("severity and tone are said in words and a sign", () => {
  expect(text({ ...whole, tone: "alarm", severity: 0 })).toMatch(/^🚨 Sev 0 · Alice asks/);
});

test("somebody without a Slack id is a name", () => {
  expect(JSON.stringify(blocks(whole))).toContain('{"type":"text","text":"Bob","style":{"bold":true}}');
});

test("a changed view has new block ids, an unchanged one the same", () => {
  const ids = (shown: View) => blocks(shown, { key }).map((block) => block.block_id);
  expect(ids(whole)).toEqual(ids(whole));
  const changed = ids(withReason("other"));
  expect(changed[1]).not.toBe(ids(whole)[1]);
});

test("a button carries what it means, and reads it back", () => {
  const [first] = objects(blocks(whole, { key })).filter(({ action_id }) => action_id === "breakglass.1");
  expect(parseButton(String(first?.["value"]))).toEqual({ action: deny.action, card: key, form: "deny" });
  expect(first).toMatchObject({
    style: "danger",
    accessibility_label: "Deny, BG-12",
    confirm: { style: "danger" },
  });
});

test("a form carries its question and its card, and reads it back", () => {
  const on = { conversation: "C0", message: "1.1" };
  const carried = { name: "deny" as const, action: deny.action, on, card: key };
  expect(parseForm(formModal(denial, carried).private_metadata ?? "")).toEqual(carried);
});

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 3_000 }),
  fc.string({
    unit: fc.constantFrom("<", "&", '"', "\n", "\u202e", "\ud83d\ude00", "\\", "a"),
    maxLength: 2_500,
  }),
);
const anyInline: fc.Arbitrary<Inline> = fc.oneof(
  anyText,
  anyText.map((said) => ({ said })),
  anyText.map((strong) => ({ strong })),
  fc.constant<Inline>({ person: alice }),
  fc.constant<Inline>({ moment: nine, show: "time" }),
);
const anyView: fc.Arbitrary<View> = fc.record({
  title: anyText,
  tone: fc.constantFrom("neutral", "waiting", "good", "bad", "alarm"),
  severity: fc.constantFrom(undefined, 0, 4),
  lines: fc.array(fc.array(anyInline, { maxLength: 4 }), { maxLength: 6 }),
  facts: fc.array(fc.record({ label: anyText, value: fc.array(anyInline, { maxLength: 4 }) }), {
    maxLength: 6,
  }),
  buttons: fc.array(
    anyText.map(
      (label): Button => ({
        ...approve,
        label,
        confirm: { title: label, text: label, yes: label, no: label },
      }),
    ),
    { maxLength: 30 },
  ),
});

test("Slack takes every view there can be, as a message, a modal and a home tab", () => {
  fc.assert(
    fc.property(anyView, (shown) => {
      expect(checkMessageBlocks(blocks(shown, { key }))).not.toHaveProperty("error");
      expect(checkView(answerModal(shown), "modal")).not.toHaveProperty("error");
      expect(checkView(homeTab(shown), "home")).not.toHaveProperty("error");
      const said = text(shown);
      expect(said.length).toBeLessThanOrEqual(4_000);
      expect(said.replaceAll(/<!date\^[^<>]*>/g, "")).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      expect(said).not.toMatch(hidden);
    }),
    { numRuns: 300 },
  );
});

test("Slack takes the longest form", () => {
  const form: Form = {
    ...denial,
    title: longLine,
    submit: longLine,
    lines: longest.lines,
    fields: [
      {
        id: "reason",
        label: longLine,
        hint: longLine,
        required: true,
        type: "text",
        multiline: true,
        longest: 9_999,
        initial: "x".repeat(5_000),
      },
      {
        id: "account",
        label: "",
        required: true,
        type: "choice",
        options: Array.from({ length: 120 }, (_, n) => ({ value: `${n}`, label: longLine })),
        initial: "3",
      },
    ],
  };
  expect(checkView(formModal(form, { name: "deny" }), "modal")).not.toHaveProperty("error");
});
