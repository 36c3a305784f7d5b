// Every kind of window × every kind of row.
import { describe, expect, test } from "vitest";
import type { AccountId } from "../../../src/core/ids.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import type { SignIn } from "../../../src/core/sign-in/row.ts";
import type { Window } from "../../../src/core/sign-in/window.ts";
import { after, alice, bob, second } from "../../kit/cast.ts";
import {
  approved,
  asked,
  declared,
  denied,
  ended,
  expired,
  extended,
  extensionApproved,
  extensionAsked,
  granted,
  lapsed,
  withdrawn,
} from "../../kit/events.ts";
import { failed, signIn, verdictOf, window, windowAfter } from "./kit.ts";

/** Asked at 0, allowed from 10 until 70 minutes after nine, unless said otherwise. */
const open = [asked(), approved(bob, 10), granted(10, 70)];
const opened = windowAfter(...open);
const longer = windowAfter(...open, extensionAsked(50), extensionApproved(bob, 55), extended(55, 100));

const minutes = [-231, -230, -10, 5, 7.99, 8, 10, 40, 70, 72, 72.01, 80, 1_450, 1_470, 1_510, 1_511];

/** - unmatched, O outside its window, A approved, D declared, R drill (rehearsal), W wrong account; of BG-1. */
const table: readonly [name: string, windows: readonly Window[], verdicts: string][] = [
  //                                               -231 -230 -10 5 7.99 8 10 40 70 72 72.01 80 1450 1470 1510 1511
  ["no request", [], "                                - - - - - - - - - - - - - - - -"],
  ["pending", [windowAfter(asked())], "               - - - O O O O O O O O O O O O O"],
  ["denied", [windowAfter(asked(), denied(bob, 10))], "- - - O O O O O O O O O O - - -"],
  ["expired", [windowAfter(asked(), expired(30))], "  - - - O O O O O O O O O O O - -"],
  ["withdrawn", [windowAfter(asked(), withdrawn(alice, 10))], "- - - O O O O O O O O O O - - -"],
  ["approved", [opened], "                            - - - O O A A A A A O O O O O -"],
  ["ended early", [windowAfter(...open, ended(alice, 30))], "- - - O O A A O O O O O O O - -"],
  ["over", [windowAfter(...open, ended(undefined, 70.5))], "- - - O O A A A A A O O O O O -"],
  ["lapsed", [windowAfter(...open, lapsed(70))], "    - - - O O A A A A A O O O O O -"],
  ["extended", [longer], "                            - - - O O A A A A A A A O O O O"],
  ["asked, then declared", [windowAfter(asked(), declared(alice, 10))], "- D D D D D D D D D O O O O O -"],
  ["drill", [window(1, 10, 70, { kind: "drill" })], " - - - - - R R R R R O O O O O -"],
  ["another account's", [{ ...opened, account: second.id }], "- - - - - W W W W W - - - - - -"],
];

const letters: Readonly<Record<string, string>> = {
  "-": "unmatched",
  O: "outside-window BG-1",
  A: "approved BG-1",
  D: "declared BG-1",
  R: "drill BG-1",
  W: "wrong-account BG-1",
};

const cases = table.flatMap(([name, windows, verdicts]) => {
  const cells = verdicts.trim().split(/\s+/);
  if (cells.length !== minutes.length) throw new Error(`${name} has ${cells.length} cells`);
  return minutes.map((minute, index) => ({
    name,
    windows,
    minute,
    expected: letters[cells[index] ?? ""] ?? "no such letter",
  }));
});

const letIn = /^(approved|declared|drill) /;

describe("every kind of window × every moment", () => {
  test.each(cases)("$name: a sign-in at minute $minute is $expected", ({ windows, minute, expected }) => {
    expect(verdictOf(signIn(minute), windows)).toBe(expected);
  });

  const alike: readonly [string, Partial<SignIn>][] = [
    ["that was interrupted is judged like a success", { outcome: "interrupted", code: "50140" }],
    ["F1: that was not interactive is judged like any other", { interactive: false }],
    ["that does not say whether it was interactive is judged like any other", { interactive: undefined }],
    ["F2: that became readable a day later is judged by when it happened", { readable: after(3_000) }],
    ["of a source that does not say when it became readable is judged the same", { readable: undefined }],
    [
      "that says nothing about itself is judged the same",
      { code: undefined, ip: undefined, country: undefined },
    ],
  ];
  test.each(alike)("a row %s", (_, more) => {
    for (const { windows, minute, expected } of cases) {
      expect(verdictOf(signIn(minute, more), windows), `minute ${minute}`).toBe(expected);
    }
  });

  test("a failed attempt is failed, with the request only when its window allows that moment", () => {
    for (const { name, windows, minute, expected } of cases) {
      const inside = letIn.test(expected) && !(name === "asked, then declared" && minute < 8);
      const said = inside ? "failed BG-1" : "failed";
      expect(verdictOf(failed(minute), windows), `${name}, minute ${minute}`).toBe(said);
    }
  });

  test("a row of the other account is unmatched, or of the wrong account while a window is open", () => {
    for (const { name, windows, minute, expected } of cases) {
      if (name === "another account's") continue;
      const isOpen = letIn.test(expected) && !(name === "asked, then declared" && minute < 8);
      const row = signIn(minute, { account: second.id });
      expect(verdictOf(row, windows), `${name}, minute ${minute}`).toBe(
        isOpen ? "wrong-account BG-1" : "unmatched",
      );
    }
  });

  test("a row that no longer says its account is unmatched, or of the wrong account while any window is open", () => {
    for (const { name, windows, minute, expected } of cases) {
      const isOpen =
        (letIn.test(expected) && !(name === "asked, then declared" && minute < 8)) ||
        expected.startsWith("wrong-account");
      const row = signIn(minute, { account: undefined });
      expect(verdictOf(row, windows), `${name}, minute ${minute}`).toBe(
        isOpen ? "wrong-account BG-1" : "unmatched",
      );
    }
  });

  test("an account that is in no request at all is judged like another one", () => {
    const account = "00000000-0000-4000-8000-000000000999" as AccountId;
    expect(verdictOf(signIn(40, { account }), [opened])).toBe("wrong-account BG-1");
    expect(verdictOf(signIn(80, { account }), [opened])).toBe("unmatched");
  });
});

describe("clocks", () => {
  test("a sign-in that a clock two minutes off puts before or after the window is inside it, a millisecond more is not", () => {
    const millisecond = 1 / 60_000;
    for (const [minute, expected] of [
      [8, "approved BG-1"],
      [8 - millisecond, "outside-window BG-1"],
      [72, "approved BG-1"],
      [72 + millisecond, "outside-window BG-1"],
    ] as const) {
      const row = { ...signIn(0), at: after(0).add({ milliseconds: Math.round(minute * 60_000) }) };
      expect(verdictOf(row, [opened])).toBe(expected);
    }
  });

  test("the tolerance is the policy's", () => {
    const strict = { ...defaultPolicy, clockTolerance: 0 };
    expect(verdictOf(signIn(9.9), [opened], strict)).toBe("outside-window BG-1");
    expect(verdictOf(signIn(10), [opened], strict)).toBe("approved BG-1");
    expect(verdictOf(signIn(70), [opened], strict)).toBe("approved BG-1");
  });

  test("a request that the tick ended late is over when its window was", () => {
    const late = windowAfter(...open, ended(undefined, 500));
    for (const minute of [71, 80, 499, 501, 1_510, 1_511])
      expect(verdictOf(signIn(minute), [late]), `minute ${minute}`).toBe(verdictOf(signIn(minute), [opened]));
  });
});

describe("F7: drills", () => {
  const drill = window(3, 10, 70, { kind: "drill" });
  test("a sign-in inside the drill is the drill; the same sign-in of an unannounced account is not", () => {
    expect(verdictOf(signIn(40), [drill])).toBe("drill BG-3");
    expect(verdictOf(signIn(40, { account: second.id }), [drill])).toBe("wrong-account BG-3");
    expect(verdictOf(signIn(40), [])).toBe("unmatched");
  });

  test("a real emergency within the drill is the emergency", () => {
    expect(verdictOf(signIn(40), [drill, window(4, 30, 90)])).toBe("approved BG-4");
    expect(verdictOf(signIn(40), [drill, window(4, 30, 90, { kind: "declared" })])).toBe("declared BG-4");
  });
});

describe("two requests at once", () => {
  const both = (...windows: readonly Window[]) => [windows, windows.toReversed()];

  test.each([
    [
      "approved goes before declared",
      window(1, 0, 60, { kind: "declared" }),
      window(2, 30, 90),
      "approved BG-2",
    ],
    ["of two alike, the one that opened first", window(2, 0, 60), window(1, 30, 90), "approved BG-2"],
    [
      "of two that opened together, the one with the lower number",
      window(9, 0, 60),
      window(10, 0, 90),
      "approved BG-9",
    ],
  ])("%s", (_, one, other, expected) => {
    for (const windows of both(one, other)) expect(verdictOf(signIn(40), windows)).toBe(expected);
  });

  test("B13: the end of the first does not cut the second", () => {
    const windows = [window(1, 0, 60, { over: true }), window(2, 30, 90)];
    expect(verdictOf(signIn(80), windows)).toBe("approved BG-2");
  });

  test("between two requests, the one that was over last is the nearest", () => {
    for (const windows of both(window(1, 0, 60, { over: true }), window(2, 10, 30, { over: true })))
      expect(verdictOf(signIn(100), windows)).toBe("outside-window BG-1");
  });

  test("a declaration soon afterwards covers what no window allows, though another request lives or is over", () => {
    const declaration = window(3, 100, 160, { kind: "declared" });
    for (const other of [windowAfter(asked()), window(1, 0, 30, { over: true })])
      for (const windows of both(declaration, other))
        expect(verdictOf(signIn(90), windows)).toBe("declared BG-3");
    expect(verdictOf(signIn(90), [declaration, window(1, 60, 120)])).toBe("approved BG-1");
  });

  test("of two declarations afterwards, the earlier one", () => {
    const late = window(3, 200, 260, { kind: "declared" });
    for (const windows of both(late, window(4, 100, 160, { kind: "declared" })))
      expect(verdictOf(signIn(90), windows)).toBe("declared BG-4");
  });

  test("a declaration of another account covers nothing", () => {
    const declaration = window(3, 100, 160, { kind: "declared", account: second.id });
    expect(verdictOf(signIn(90), [declaration])).toBe("unmatched");
  });

  test("an approval afterwards covers nothing", () => {
    expect(verdictOf(signIn(90), [window(3, 100, 160)])).toBe("unmatched");
  });

  test("another account's window says more than an own request of yesterday, and less than one that waits", () => {
    const anothers = window(5, 80, 140, { account: second.id });
    expect(verdictOf(signIn(100), [window(1, 0, 30, { over: true }), anothers])).toBe("wrong-account BG-5");
    expect(verdictOf(signIn(100), [windowAfter(asked()), anothers])).toBe("outside-window BG-1");
  });

  test("the request of another account that is named is the same one whatever the order", () => {
    const others = [
      window(12, 0, 60, { account: second.id, kind: "declared" }),
      window(7, 10, 60, { account: second.id }),
    ];
    for (const windows of both(...others)) {
      expect(verdictOf(signIn(40), windows)).toBe("wrong-account BG-7");
      expect(verdictOf(signIn(5), windows)).toBe("wrong-account BG-12");
    }
  });
});
