// A runbook in chat: whole where it fits, cut where it does not, and harmless whatever somebody wrote into the file.
import { describe, expect, test } from "vitest";
import { blocks } from "../../../src/adapters/slack/blocks.ts";
import { limits } from "../../../src/adapters/slack/limits.ts";
import { text } from "../../../src/adapters/slack/text.ts";
import { adaptiveCard } from "../../../src/adapters/teams/card.ts";
import type { Organisation } from "../../../src/core/organisation.ts";
import { runbook, runbookList } from "../../../src/core/views/runbook.ts";
import { failures } from "../../../src/core/wish.ts";
import { contoso, first } from "../../kit/cast.ts";
import { readView } from "../../kit/office.ts";

const own = (markdown: string): Organisation => ({ ...contoso, runbooks: { "mfa-outage": markdown } });
const cutWords = "It goes on in the printed runbook";

describe.each(failures)("the shipped runbook %s", (kind) => {
  const shown = readView(runbook(kind, contoso));

  test("says first when break-glass helps and when it does not, and leads through to the end", () => {
    const order = [
      "Does break-glass help?",
      "Yes: ",
      "No: ",
      "Look first",
      "/breakglass request",
      "/breakglass declare",
      "Get the parts",
      "Connect-MgGraph -TenantId TENANT",
      "Entra is down, no account helps",
      "Change",
      "Leave alone",
      "/breakglass end",
      "renews its credential",
    ];
    const places = order.map((words) => shown.indexOf(words));
    expect(places.filter((place) => place < 0)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test("names the account's custody and custodians, and the tenant that the commands need", () => {
    expect(shown).toContain("envelope A (Safe in Berlin) kept by Dave");
    expect(shown).toContain(`Tenant: ${contoso.tenant}`);
  });

  test("is shown whole", () => {
    expect(shown).not.toContain(cutWords);
    expect(JSON.stringify(blocks(runbook(kind, contoso)))).not.toContain("…");
  });
});

test("the list names every kind with what to type, and says when break-glass never helps", () => {
  const shown = readView(runbookList(false));
  for (const kind of ["mfa", "federation", "conditional access", "sync", "other"])
    expect(shown).toContain(`/breakglass runbook ${kind}`);
  expect(shown).toContain("If Entra ID itself is down, break-glass does not help");
  expect(readView(runbookList(true))).toContain("I know no runbook for that");
});

test("the organisation's own text is shown in place of ours, and said to be its own", () => {
  const shown = readView(runbook("mfa-outage", own("# Our way\n\n1. Call **Dave**.")));
  expect(shown).toContain("This is the text of Contoso itself.\nOur way\n1. Call Dave.");
  expect(shown).not.toContain("Does break-glass help?");
  expect(readView(runbook("other", own("x")))).toContain("Does break-glass help?");
});

describe("whatever stands in the file and however many accounts there are, both chats take it", () => {
  const many = Array.from({ length: 50 }, (_, i) => ({ ...first, label: `Emergency ${i}` }));
  test.each([
    ["long words", "1. Say yes and go on.\n".repeat(900)],
    ["quotes and backslashes", `${'1. "\\\\"""\\\\" \n'.repeat(900)}`],
    ["letters of three bytes", "1. 緊急アクセス、パスワード\n".repeat(400)],
    ["bold in every word", `${"1. **a** b **c** d **e**\n".repeat(500)}`],
    ["steps as long as they may be", `1. ${"Go on, ".repeat(210)}\n`.repeat(14)],
  ])("%s", (_, markdown) => {
    const view = runbook("mfa-outage", { ...own(markdown), accounts: many });
    const shown = readView(view);
    expect(shown).toContain(cutWords);
    expect(shown).toContain("/breakglass accounts lists them all.");
    const drawn = JSON.stringify(blocks(view));
    expect(drawn.length).toBeLessThan(limits.messageJson);
    expect(drawn).toContain(cutWords);
    expect(drawn).toContain("/breakglass accounts lists them all.");
    expect(text(view).length).toBeLessThanOrEqual(limits.text);
    const card = JSON.stringify(adaptiveCard(view));
    expect(Buffer.byteLength(card)).toBeLessThan(25_000);
    expect(card).toContain(cutWords);
    expect(card).toContain("/breakglass accounts lists them all.");
  });
});

test("what stands in the file is words on both platforms: no mention, link, markdown or date of theirs", () => {
  const bad =
    "<!channel> <@U0BOB> [Approve](https://evil.example) {{DATE(2026-11-21T09:00:00Z,SHORT)}} *x* _y_";
  const view = runbook("mfa-outage", own(`# ${bad}\n\n1. ${bad}\n\n**${bad}**`));
  const slack = blocks(view).filter((block) => block.type === "rich_text");
  const elements = slack.flatMap((block) =>
    block.elements.flatMap((section) => (section.type === "rich_text_section" ? section.elements : [])),
  );
  const theirs = elements.filter((element) => JSON.stringify(element).includes("channel"));
  expect(theirs.length).toBe(3);
  expect(theirs.every(({ type }) => type === "text")).toBe(true);
  expect(text(view)).not.toContain("<!channel>");
  const card = JSON.stringify(adaptiveCard(view));
  expect(card).not.toContain("{{DATE");
  const body = adaptiveCard(view)["body"] as { type: string }[];
  const holding = body.filter((element) => JSON.stringify(element).includes("channel"));
  expect(holding.map(({ type }) => type)).toEqual(["RichTextBlock", "RichTextBlock", "RichTextBlock"]);
});
