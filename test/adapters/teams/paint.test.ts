// Cards on paper: as the official schema wants them, small enough, and deaf to what people's words would like them to do.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { adaptiveCard } from "../../../src/adapters/teams/card.ts";
import { formCard } from "../../../src/adapters/teams/form-card.ts";
import type { Element } from "../../../src/adapters/teams/paint.ts";
import { plain, toast } from "../../../src/adapters/teams/plain.ts";
import type { Button, View } from "../../../src/core/view.ts";
import { alice, bob, nine } from "../../kit/cast.ts";
import { bg7, denyForm, requestCard, requestForm, viewOf } from "./kit.ts";

const hostile =
  '<!channel> <at>Everyone</at> [click](https://evil.example) **bold** `{{DATE(2020-01-01T00:00:00Z)}}` {{{TIME()}} "}]\n' +
  "\u202Eesrever\u2066 \u0007 \ud800 <script>alert(1)</script> &nbsp; https://evil.example\n# heading\n- list";

const said = (words: string): View =>
  viewOf("BG-7 · Waiting for an answer", {
    tone: "alarm",
    severity: 0,
    lines: [
      [
        { person: alice },
        " asks for ",
        { strong: "Emergency 1" },
        " until ",
        { moment: nine, show: "time" },
        ".",
      ],
      [{ said: words }],
      [],
    ],
    facts: [
      { label: "Reason", value: [{ said: words }] },
      { label: "Asked", value: [{ moment: nine, show: "date-time" }] },
      { label: "Approver", value: [{ person: { ...bob, name: "B\u202Eob {{DATE()}}" } }] },
    ],
    buttons: requestCard.buttons,
  });

const release = (part: string): Button => ({
  action: { verb: "release", request: bg7, part },
  label: `Handed over: ${part}`.slice(0, 30),
  style: "plain",
});
const carried = { key: "card/BG-7/teams:channel:19:requests@thread.tacv2", stream: "BG-7" };
const many = viewOf("Many buttons", {
  buttons: Array.from({ length: 14 }, (_, n) => release(`envelope ${n}`)),
});

const cards: Record<string, Element> = {
  request: adaptiveCard(requestCard, { ...carried, userIds: ["29:alice", "29:bob"] }),
  private: adaptiveCard(viewOf("Recorded", { tone: "good", lines: [["Bob is asked now."]] })),
  hostile: adaptiveCard(said(hostile), carried),
  longest: adaptiveCard(said("Wörter, die niemand kürzt. ".repeat(75)), carried),
  enormous: adaptiveCard(said("緊急".repeat(5_000)), carried),
  "many-buttons": adaptiveCard(many, carried),
  form: formCard(requestForm),
  "form-about": formCard(denyForm, { ...carried, card: carried.key }),
  "form-wrong": formCard(requestForm, {
    errors: { reason: "At least 10 characters, please." },
    typed: { account: "a1", reason: hostile },
  }),
};

const valid = officialSchema();

describe.each(Object.entries(cards))("the card %s", (name, card) => {
  it("is as it was", async () => {
    await expect(JSON.stringify(card, null, 2)).toMatchFileSnapshot(
      `../../golden/teams-painter/${name}.json`,
    );
  });
  it("is a card by the official schema", () => {
    expect(valid(withoutTeamsParts(card)), JSON.stringify(valid.errors?.slice(0, 3))).toBe(true);
  });
  it("fits", () => {
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThanOrEqual(25_000);
  });
  it("shows at most six buttons in a row, and names each input once", () => {
    const rows = [card, ...elements(card)].flatMap(({ actions }) =>
      Array.isArray(actions) ? [actions] : [],
    );
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(6);
    const ids = elements(card).flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("a person's words", () => {
  const marked = adaptiveCard(said("MARK"), carried);
  it("stand only where nothing is parsed", () => {
    const holders = elements(marked).filter((element) =>
      Object.values(element).some((value) => String(value).includes("MARK")),
    );
    expect(new Set(holders.map(({ type }) => type))).toEqual(new Set(["TextRun"]));
  });
  it("expand no date and turn no text around", () => {
    const text = JSON.stringify(cards["hostile"]);
    const ours = [...text.matchAll(/\{\{(?:DATE|TIME)\(([^)]*)\)/g)].map(([, at]) => at);
    expect(new Set(ours)).toEqual(new Set(["2026-11-21T09:00:00Z,SHORT", "2026-11-21T09:00:00Z"]));
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\\u202e|\\ud800/i);
    expect(text).toContain("[click](https://evil.example)"); // still there, as words
  });
  it("are whole where they fit, and say so where not", () => {
    const words = "x".repeat(2_000);
    expect(JSON.stringify(adaptiveCard(said(words), carried))).toContain(words);
    expect(JSON.stringify(cards["enormous"])).toContain("shortened here");
  });
  it("are not in the short word over a card, and are plain in a notification", () => {
    expect(toast(said("MARK"), "Europe/Berlin")).not.toContain("MARK");
    expect(plain(said(hostile), "Europe/Berlin")).not.toMatch(/\{\{|[\u202a-\u202e\u2066-\u2069]/);
  });
});

it("a notification says all that the card shows", () => {
  expect(plain(said("Locked out"), "Europe/Berlin")).toBe(
    [
      "🚨 Sev 0 · BG-7 · Waiting for an answer",
      "Alice asks for Emergency 1 until 10:00 Europe/Berlin.",
      "Locked out",
      "",
      "Reason: Locked out",
      "Asked: 2026-11-21 10:00 Europe/Berlin",
      "Approver: Bob {\u200d{DATE()}}",
    ].join("\n"),
  );
});

it("a title has a sign, a severity in words, and a colour", () => {
  const [container] = (cards["hostile"]?.["body"] ?? []) as Element[];
  expect(container).toMatchObject({
    style: "attention",
    items: [{ text: "🚨 Sev 0 · BG-7 · Waiting for an answer" }],
  });
});

it("what must be confirmed or filled in takes two taps", () => {
  const [approve, deny, withdraw] = (cards["request"]?.["actions"] ?? []) as Element[];
  expect(approve).toMatchObject({
    type: "Action.ShowCard",
    card: { actions: [{ type: "Action.Execute", verb: "bg.click" }] },
  });
  expect(deny).toMatchObject({ type: "Action.ShowCard", card: { actions: [{ data: { form: "deny" } }] } });
  expect(withdraw).toMatchObject({
    type: "Action.Execute",
    fallback: { type: "Action.Submit", data: { verb: "bg.click" } },
  });
});

function elements(value: unknown): Element[] {
  if (Array.isArray(value)) return value.flatMap(elements);
  if (typeof value !== "object" || value === null) return [];
  const self = "type" in value ? [value as Element] : [];
  return [
    ...self,
    ...Object.entries(value).flatMap(([name, each]) =>
      name === "data" || name === "fallback" ? [] : elements(each),
    ),
  ];
}

/** `msteams` is Teams' own addition. */
const withoutTeamsParts = (card: Element): Element =>
  Object.fromEntries(Object.entries(card).filter(([name]) => name !== "msteams"));

function officialSchema() {
  const text = readFileSync(
    new URL("../../fixtures/adaptive-cards/adaptive-card.1.5.0.json", import.meta.url),
    "utf8",
  );
  const schema = JSON.parse(text, (name, value) =>
    (name === "$schema" || name === "id") && typeof value === "string" && value.startsWith("http")
      ? undefined
      : value,
  ) as object;
  return new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
}
