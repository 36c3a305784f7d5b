import { describe, expect, test } from "vitest";
import { asTyped } from "../../../src/adapters/slack/clean.ts";

describe("words behind a slash command are read as they were typed", () => {
  test.each([
    ["approve BG-12", "approve BG-12"],
    ["request see <https://example.com/INC-42>", "request see https://example.com/INC-42"],
    ["request see <https://example.com/a|example.com/a> now", "request see https://example.com/a now"],
    ["deny BG-1 ask <@U0BOB|bob> in <#C0SOC|soc>", "deny BG-1 ask @bob in #soc"],
    ["deny BG-1 ask <@U0BOB>", "deny BG-1 ask @U0BOB"],
    ["request 1 &lt; 2 &amp;&amp; &lt;b&gt;", "request 1 < 2 && <b>"],
    ["request &lt;https://example.com&gt;", "request <https://example.com>"],
  ])("%s", (sent, typed) => {
    expect(asTyped(sent)).toBe(typed);
  });

  test("a body full of openings that never close takes no longer than any other", () => {
    for (const opening of ["<@", "<https:", "<@U|"]) {
      const text = opening.repeat(64 * 1024);
      const start = performance.now();
      asTyped(text);
      expect(performance.now() - start).toBeLessThan(200);
    }
  });
});
