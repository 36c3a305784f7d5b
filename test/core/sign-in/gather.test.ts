import { describe, expect, test } from "vitest";
import { type Alert, foldAlert } from "../../../src/core/alert/state.ts";
import { alertId } from "../../../src/core/ids.ts";
import { defaultPolicy, mostRowsOfAlert } from "../../../src/core/policy.ts";
import { type Gathered, gather } from "../../../src/core/sign-in/gather.ts";
import { subjectOf } from "../../../src/core/sign-in/judge.ts";
import type { Row, SignIn } from "../../../src/core/sign-in/row.ts";
import type { Window } from "../../../src/core/sign-in/window.ts";
import { indexWindows } from "../../../src/core/sign-in/window-index.ts";
import { after, bob, second } from "../../kit/cast.ts";
import { change, failed, guarded, signIn, window } from "./kit.ts";

const judged = (rows: readonly Row[], windows: readonly Window[] = []) => {
  const index = indexWindows(windows, defaultPolicy);
  return rows.map((row) => ({ row, subject: subjectOf(row, index, guarded) }));
};

const gathered = (rows: readonly Row[], near: readonly Alert[] = [], windows: readonly Window[] = []) =>
  gather(judged(rows, windows), near, defaultPolicy);

/** An alert of these rows, judged together. */
function alertOf(number: number, rows: readonly Row[], windows: readonly Window[] = []): Alert {
  const [first] = judged(rows, windows);
  if (!first) throw new Error("an alert needs a row");
  const alert = foldAlert([
    { type: "alert-raised", at: after(0), alert: alertId(number), subject: first.subject },
    { type: "sign-ins-seen", at: after(0), rows: rows.filter((row) => row.kind === "sign-in") },
    { type: "changes-seen", at: after(0), rows: rows.filter((row) => row.kind === "change") },
  ]);
  if (!alert) throw new Error("no alert");
  return alert;
}

/** `AL-1: a b`, or `new: a b`. */
const told = (all: readonly Gathered[]): string[] =>
  all.map(
    ({ into, signIns, changes }) =>
      `${into?.id ?? "new"}: ${[...signIns, ...changes].map(({ id }) => id).join(" ")}`,
  );

const at = (minute: number, id: string, more: Partial<SignIn> = {}) => signIn(minute, { id, ...more });

describe("what makes one alert", () => {
  test("F5: an MFA prompt and the success after it are one alert", () => {
    const rows = [at(0, "prompt", { outcome: "interrupted", code: "50074" }), at(1, "in")];
    expect(told(gathered(rows))).toEqual(["new: prompt in"]);
  });

  test("F5: a burst of failed attempts is one alert with a count", () => {
    const rows = Array.from({ length: 30 }, (_, n) => failed(n / 10));
    expect(gathered(rows)).toHaveLength(1);
    expect(gathered(rows)[0]?.signIns).toHaveLength(30);
  });

  test("rows ten minutes apart slide along, a longer pause begins another alert", () => {
    const rows = [at(0, "a"), at(10, "b"), at(20, "c"), at(30.1, "d")];
    expect(told(gathered(rows))).toEqual(["new: a b c", "new: d"]);
  });

  test("each account, verdict and request has its own", () => {
    const windows = [window(1, 0, 60), window(2, 0, 60, { account: second.id })];
    const rows = [
      at(50, "a"),
      at(51, "b", { account: second.id }),
      failed(52, { id: "c" }),
      at(53, "d", { account: undefined }),
      at(54, "e"),
      at(63, "f"),
    ];
    expect(told(gathered(rows, [], windows))).toEqual(["new: a e", "new: b", "new: c", "new: d", "new: f"]);
  });

  test("a change and a sign-in are never one, nor changes of two topics, nor an expected and an unexpected one", () => {
    const rows = [
      change(69, "Reset user password", { id: "a" }),
      change(70, "Change user password", { id: "b" }),
      change(70, "Add member to role", { id: "c" }),
      change(75, "Add member to role", { id: "d" }),
      at(70, "e"),
    ];
    expect(told(gathered(rows, [], [window(1, 10, 70)]))).toEqual(["new: a b", "new: c", "new: e", "new: d"]);
  });

  test("F2: a row that comes twice in one look counts once", () => {
    const row = at(0, "a");
    expect(told(gathered([row, at(1, "b"), { ...row }]))).toEqual(["new: a b"]);
    expect(told(gathered([at(0, "x"), change(0, "Update user", { id: "x" })]))).toHaveLength(2);
  });

  test("nothing of nothing", () => {
    expect(gathered([], [alertOf(1, [at(0, "a")])])).toEqual([]);
  });
});

describe("which alert takes a row", () => {
  test("one with a row near enough, later or earlier", () => {
    const alert = alertOf(1, [at(20, "a"), at(30, "b")]);
    for (const [minute, expected] of [
      [9.9, "new: z"],
      [10, "AL-1: z"],
      [25, "AL-1: z"],
      [40, "AL-1: z"],
      [40.1, "new: z"],
    ] as const)
      expect(told(gathered([at(minute, "z")], [alert])), `minute ${minute}`).toEqual([expected]);
  });

  test("rows that reach it only through each other come along, in either direction", () => {
    const alert = alertOf(1, [at(60, "a")]);
    const rows = [at(35, "b"), at(43, "c"), at(52, "d"), at(69, "e"), at(78, "f"), at(89, "g")];
    expect(told(gathered(rows, [alert]))).toEqual(["AL-1: b c d e f", "new: g"]);
  });

  test("between two, the one that began earlier; of two that began together, the lower number", () => {
    const row = [at(30, "z")];
    const alerts = [alertOf(1, [at(40, "a")]), alertOf(2, [at(20, "b")])];
    expect(told(gathered(row, alerts))).toEqual(["AL-2: z"]);
    const equal = [alertOf(10, [at(20, "a")]), alertOf(9, [at(20, "b")])];
    expect(told(gathered(row, equal))).toEqual(["AL-9: z"]);
  });

  test("never a closed one, nor one about something else, nor blindness", () => {
    const alert = alertOf(1, [at(0, "a")]);
    const closed = { ...alert, closed: { by: bob.id, at: after(5) } };
    const blind: Alert = {
      ...alertOf(3, [at(0, "b")]),
      subject: { kind: "blind", source: "graph", since: after(0), why: "503" },
    };
    const other = alertOf(2, [at(0, "c", { account: second.id })]);
    expect(told(gathered([at(1, "z")], [closed, blind, other]))).toEqual(["new: z"]);
    expect(told(gathered([at(1, "z")], [closed, blind, other, alert]))).toEqual(["AL-1: z"]);
  });

  test("an acknowledged one still takes what belongs to it", () => {
    const alert = { ...alertOf(1, [at(0, "a")]), acknowledged: { by: bob.id, at: after(5) } };
    expect(told(gathered([at(1, "z")], [alert]))).toEqual(["AL-1: z"]);
  });

  test("by the verdict that it has now, not by the one that it was raised with", () => {
    const raised = alertOf(1, [at(40, "a")]);
    const alert = foldAlert(
      [
        {
          type: "alert-rejudged",
          at: after(50),
          rows: ["a"],
          verdict: "declared",
          request: window(1, 0, 1).request,
        },
      ],
      raised,
    );
    if (!alert) throw new Error("no alert");
    const declared = [window(1, 45, 100, { kind: "declared" })];
    expect(told(gathered([at(41, "z")], [alert], declared))).toEqual(["AL-1: z"]);
    expect(told(gathered([at(41, "z")], [alert]))).toEqual(["new: z"]);
  });

  test("F2: one raised for rows that are read first takes those that are read a day later", () => {
    const alert = alertOf(1, [at(20, "a")]);
    const late = at(12, "z", { readable: after(1_440) });
    expect(told(gathered([late, at(1_440, "y")], [alert]))).toEqual(["AL-1: z", "new: y"]);
  });
});

describe("an alert that is too long to read", () => {
  const many = (count: number, from: number, name: string) =>
    Array.from({ length: count }, (_, n) => at(from + n / 100, `${name}${n}`));
  const sizes = (all: readonly Gathered[]) => all.map(({ into, signIns }) => [into?.id, signIns.length]);

  test("is followed by the next one", () => {
    expect(sizes(gathered(many(2 * mostRowsOfAlert + 5, 0, "r")))).toEqual([
      [undefined, mostRowsOfAlert],
      [undefined, mostRowsOfAlert],
      [undefined, 5],
    ]);
  });

  test("is filled, and then takes nothing more", () => {
    const nearlyFull = alertOf(1, many(mostRowsOfAlert - 3, 0, "a"));
    expect(sizes(gathered(many(10, 5, "z"), [nearlyFull]))).toEqual([
      ["AL-1", 3],
      [undefined, 7],
    ]);
    const full = alertOf(1, many(mostRowsOfAlert, 0, "a"));
    expect(sizes(gathered(many(10, 5, "z"), [full]))).toEqual([[undefined, 10]]);
    const next = alertOf(2, many(3, 9, "b"));
    expect(sizes(gathered(many(10, 5, "z"), [full, next]))).toEqual([["AL-2", 10]]);
  });

  test("is filled with the rows next to it, so that it has no gap, and the others stay together", () => {
    const alert = alertOf(1, many(mostRowsOfAlert - 2, 30, "a"));
    const rows = [at(4, "p"), at(13, "q"), at(22, "r"), at(31, "s"), at(40, "t"), at(49, "u")];
    expect(told(gathered(rows, [alert]))).toEqual(["new: p q", "AL-1: r s", "new: t u"]);
  });
});

test("ten thousand rows that belong to ten thousand alerts are gathered in a moment", () => {
  const near = Array.from({ length: 2_000 }, (_, n) => alertOf(n + 1, [at(n * 30, `a${n}`)]));
  const rows = Array.from({ length: 10_000 }, (_, n) => at(n * 30 + 5, `z${n}`));
  const began = performance.now();
  const found = gathered(rows, near);
  const took = performance.now() - began;
  expect(found.filter(({ into }) => into)).toHaveLength(2_000);
  expect(found).toHaveLength(10_000);
  expect(took).toBeLessThan(2_000);
});
