import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { whyNotCard } from "../../../src/sandbox/teams/card-rules.ts";
import { cardOf, line } from "./kit.ts";

/** Microsoft's own schema of version 1.5, as the second opinion. It does not know Teams' `msteams`. */
const official = (() => {
  const file = new URL("../../fixtures/adaptive-cards/adaptive-card.1.5.0.json", import.meta.url);
  const schema = JSON.parse(readFileSync(file, "utf8"), (key, value) =>
    key === "$schema" || (key === "id" && typeof value === "string" && value.startsWith("http"))
      ? undefined
      : value,
  );
  return new Ajv({ strict: false, allErrors: false, logger: false }).compile(schema);
})();
const officially = (card: unknown): boolean => {
  const { msteams: _, ...rest } = card as Record<string, unknown>;
  return official(rest);
};

const text = { type: "Input.Text", id: "why", label: "Why" };
const go = { type: "Action.Execute", title: "Go", verb: "go", data: { request: "BG-1" } };
const within = (...items: unknown[]) => cardOf(items);
const acting = (...actions: unknown[]) => cardOf([], { actions });

describe("cards that Teams shows", () => {
  test.each([
    ["nothing in it", cardOf([])],
    [
      "text",
      within({ ...line("hi"), size: "large", weight: "bolder", color: "attention", style: "heading" }),
    ],
    [
      "a person's words",
      within({ type: "RichTextBlock", inlines: ["a", { type: "TextRun", text: "b", italic: true }] }),
    ],
    [
      "boxes in boxes",
      within({ type: "Container", style: "warning", items: [{ type: "Container", items: [line("x")] }] }),
    ],
    [
      "columns",
      within({
        type: "ColumnSet",
        columns: [{ type: "Column", width: "auto", items: [line("a")] }, { width: "50px" }, { width: 2 }],
      }),
    ],
    ["facts", within({ type: "FactSet", facts: [{ title: "Account", value: "Emergency 1" }] })],
    [
      "inputs",
      within({ ...text, isRequired: true, errorMessage: "Say why.", maxLength: 500, isMultiline: true }),
    ],
    [
      "choices",
      within({
        type: "Input.ChoiceSet",
        id: "hours",
        style: "expanded",
        value: "1",
        choices: [{ title: "one", value: "1" }],
      }),
    ],
    [
      "a tick",
      within({ type: "Input.Toggle", id: "sure", title: "I am sure", valueOn: "yes", valueOff: "no" }),
    ],
    ["actions in the body", within({ type: "ActionSet", actions: [go] })],
    ["actions below", acting(go, { type: "Action.OpenUrl", title: "Read", url: "https://example.org/" })],
    [
      "an action with an older one to fall back on",
      acting({ ...go, fallback: { type: "Action.Submit", title: "Go" } }),
    ],
    [
      "a card in the card",
      acting({ type: "Action.ShowCard", title: "Deny", card: cardOf([text], { actions: [go] }) }),
    ],
    ["a refresh", cardOf([], { refresh: { action: go, userIds: ["29:1abc"] } })],
    ["the full width", cardOf([], { msteams: { width: "Full" } })],
    ["version 1.4", { ...cardOf([]), version: "1.4" }],
  ])("%s", (_, card) => {
    expect(whyNotCard(card)).toBeUndefined();
    expect(officially(card)).toBe(true);
  });
});

describe("cards that Teams does not show, and where they are wrong", () => {
  test.each([
    ["an element that does not exist", within({ type: "TextBlok", text: "x" }), "body[0].type"],
    ["text without text", within({ type: "TextBlock" }), "body[0].text"],
    ["a size that does not exist", within({ ...line("x"), size: "huge" }), "body[0].size"],
    ["a property that does not exist", within({ ...line("x"), wraps: true }), "body[0]"],
    ["an input without an id", within({ type: "Input.Text" }), "body[0].id"],
    [
      "a choice that is a number",
      within({ type: "Input.ChoiceSet", id: "a", choices: [{ title: "1", value: 1 }] }),
      "value",
    ],
    [
      "a fact without a value",
      within({ type: "FactSet", facts: [{ title: "a" }] }),
      "body[0].facts[0].value",
    ],
    [
      "a wrong one deep inside",
      within({ type: "Container", items: [{ type: "ColumnSet", columns: [{ items: [{ type: "X" }] }] }] }),
      "body[0].items[0].columns[0].items[0].type",
    ],
    ["an action that does not exist", acting({ type: "Action.Excute", title: "Go" }), "actions[0].type"],
    ["an element among the actions", acting(line("x")), "actions[0].type"],
    [
      "an unknown associatedInputs",
      acting({ ...go, associatedInputs: "all" }),
      "actions[0].associatedInputs",
    ],
    [
      "a wrong one in a card in the card",
      acting({ type: "Action.ShowCard", title: "Deny", card: cardOf([{ type: "X" }]) }),
      "actions[0].card.body[0].type",
    ],
    ["a run outside of rich text", within({ type: "TextRun", text: "x" }), "body[0].type"],
    ["something that is no card", { type: "Card", version: "1.5" }, "type"],
  ])("%s", (_, card, where) => {
    expect(whyNotCard(card)).toContain(where);
    expect(officially(card)).toBe(false);
  });

  // The schema has no opinion on these; Teams has.
  test.each([
    ["version 1.6", { ...cardOf([]), version: "1.6" }, "version"],
    ["no version", { type: "AdaptiveCard", body: [] }, "version"],
    [
      "object ids in the refresh",
      cardOf([], { refresh: { action: go, userIds: ["0000"] } }),
      "refresh.userIds[0]",
    ],
    [
      "61 people in the refresh",
      cardOf([], { refresh: { action: go, userIds: Array.from({ length: 61 }, () => "29:1") } }),
      "refresh.userIds",
    ],
    [
      "a refresh by Submit",
      cardOf([], { refresh: { action: { type: "Action.Submit" } } }),
      "refresh.action.type",
    ],
    ["no card at all", "hello", "the card"],
  ])("%s", (_, card, where) => {
    expect(whyNotCard(card)).toContain(where);
  });
});
