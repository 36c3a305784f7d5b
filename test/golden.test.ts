// Every card as it was looked at and found good; and every card as the platforms take it.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { checkMessageBlocks, checkView } from "../src/sandbox/slack/check-blocks.ts";
import { whyNotCard } from "../src/sandbox/teams/card-rules.ts";
import { asJson, drawings, fileOf } from "./kit/drawings.ts";

const all = drawings();

/** One viewer's copy of a card differs from another's only in its buttons: the channel's is kept whole. */
const kept = all.filter(({ name }) => !name.startsWith("card/") || /\/(channel|alice)$/.test(name));

describe.each(kept)("$name", (drawing) => {
  test("looks on Slack as it was found good", async () => {
    await expect(asJson(drawing.slack)).toMatchFileSnapshot(`golden/${fileOf("slack", drawing.name)}`);
  });
  test("looks on Teams as it was found good", async () => {
    await expect(asJson(drawing.teams)).toMatchFileSnapshot(`golden/${fileOf("teams", drawing.name)}`);
  });
});

describe("every view, for every viewer", () => {
  const valid = adaptiveCardSchema();

  test.each(all)("$name is taken by Slack", ({ name, slack }) => {
    const checked = name.startsWith("form/")
      ? checkView(slack, "modal")
      : checkMessageBlocks((slack as { blocks: unknown }).blocks);
    expect(checked).not.toHaveProperty("error");
  });

  test.each(all)("$name is taken by Teams", ({ teams }) => {
    const { card } = teams as { card: object };
    expect(whyNotCard(card)).toBeUndefined();
    expect(valid(withoutTeamsOwn(card)), JSON.stringify(valid.errors)).toBe(true);
    expect(asJson(card).length).toBeLessThan(28 * 1024);
  });
});

function adaptiveCardSchema() {
  const schema = JSON.parse(
    readFileSync(new URL("fixtures/adaptive-cards/adaptive-card.1.5.0.json", import.meta.url), "utf8"),
    (key, value: unknown) => (isName(key, value) ? undefined : value),
  ) as object;
  return new Ajv({ strict: false, validateFormats: false }).compile(schema);
}

/** The schema names itself by URLs that ajv would fetch. */
const isName = (key: string, value: unknown): boolean =>
  typeof value === "string" && (key === "$schema" || (key === "id" && value.startsWith("http")));

/** The official schema does not know the `msteams` property that Teams adds. */
const withoutTeamsOwn = (card: object): object =>
  JSON.parse(JSON.stringify(card), (key, value: unknown) =>
    key === "msteams" ? undefined : value,
  ) as object;
