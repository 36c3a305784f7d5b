// No sentence names a command that is not understood, and every refusal says what was wrong and what to do.
import { describe, expect, test } from "vitest";
import type { Refusal } from "../../../src/core/refusal.ts";
import type { Request } from "../../../src/core/request/state.ts";
import { understand } from "../../../src/core/understand.ts";
import { refused } from "../../../src/core/views/answers.ts";
import { helpGroups } from "../../../src/core/words/help.ts";
import { refusalWords } from "../../../src/core/words/refusals.ts";
import { after, contoso, tina } from "../../kit/cast.ts";
import { drawings } from "../../kit/drawings.ts";
import { stories } from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { readView } from "../../kit/office.ts";

const isUnderstood = (words: string): boolean => {
  const wish = understand(words);
  return wish.type !== "help" || wish.unknown === undefined;
};

describe("help", () => {
  test.each(helpGroups.flatMap(({ lines }) => lines))("$say", ({ say, does }) => {
    expect(isUnderstood(say)).toBe(true);
    expect(does.length).toBeLessThan(100);
  });

  test("what it names in passing is understood too", () => {
    const passing = ["deny BG-12 and why", "withdraw", "close AL-7", "review BG-12 emergency and why"];
    const drill = ["drill now", "drill schedule 2027-03-01", "drill start DR-4 unannounced"];
    for (const words of [...passing, ...drill, "attest RO-3 and what you saw", "status RO-3"])
      expect(isUnderstood(words), words).toBe(true);
  });
});

test("every command on every card and in every answer is understood", () => {
  const named = new Set(
    JSON.stringify(drawings()).match(/(?<=\/breakglass )[a-z][a-z-]*(?: (?:[A-Z]{2}-\d+|[a-z-]+))?/g),
  );
  expect(named.size).toBeGreaterThan(20);
  expect([...named].filter((words) => !isUnderstood(words))).toEqual([]);
});

const read = (why: Refusal, request?: Request): string => readView(refused(why, request, "T/U", contoso));

describe("why not", () => {
  const all = Object.keys(refusalWords) as Refusal[];

  test.each(all)("%s: a sentence of its own that fits a message", (why) => {
    const words = read(why, stateOf(...stories.approved)).split("\n")[1] ?? "";
    expect(words).toMatch(/^[A-Z\d].{20,}$/);
    expect(words.length).toBeLessThan(300);
  });

  const ended = stateOf(...stories.ended);

  test.each<[Refusal, Request | undefined, string]>([
    ["own-use", undefined, "You used this account yourself"],
    ["already-attested", undefined, "You have attested this already"],
    ["already-attested", stateOf(...stories.attested), "This declaration was attested already."],
    ["same-person", ended, "This was your own use, so another person must review it."],
    [
      "same-person",
      stateOf(...stories["ended and not attested"]),
      "This was your own use, so another person must attest and review it.",
    ],
    ["same-person", stateOf(...stories.denied), "You made this request yourself"],
    ["same-person", stateOf(...stories.declared), "You declared this use yourself"],
    ["clean-up-left", { ...ended, cleanUp: {} }, "4 of the clean-up list are left"],
    [
      "already-reviewed",
      { ...ended, reviewed: { by: tina.id, at: after(90), class: "emergency", note: "fine" } },
      "BG-1 is reviewed already, by Tina, at 10:30. Nothing was changed.",
    ],
    [
      "already-reviewed",
      {
        ...stateOf(...stories["ended and not attested"]),
        reviewed: { by: tina.id, at: after(90), class: "emergency", note: "fine" },
      },
      "Another approver than who reviewed it must still attest it.",
    ],
    ["sole-approver", ended, "You alone let this use happen"],
    ["sole-approver", undefined, "You alone let the account be used in this drill"],
    ["not-proved", undefined, "/breakglass attest RO-3"],
    ["proved-already", undefined, "/breakglass confirm RO-3"],
    ["steps-left", undefined, "/breakglass drill fail DR-4"],
    ["no-such-day", undefined, "/breakglass drill schedule 2027-03-01"],
    ["drill-put-off", undefined, "/breakglass calendar"],
    ["seen-by-the-bot", undefined, "Nobody ticks this by hand"],
  ])("%s", (why, request, words) => {
    expect(read(why, request)).toContain(words);
  });
});
