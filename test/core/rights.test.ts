// What is too much and what is missing, of what an identity was given.
import { expect, test } from "vitest";
import { judgeRights, judgeSharing } from "../../src/core/rights.ts";

const judge = (given: readonly string[], needed: readonly string[]) =>
  judgeRights("watch", "graph", given, needed).map(({ kind, rights }) => [kind, rights]);

test("exactly what is needed is nothing to tell, in whatever order and however often", () => {
  expect(judge(["B", "A", "A"], ["A", "B"])).toEqual([]);
  expect(judge([], [])).toEqual([]);
});

test("one too many and one missing are two findings, each right once and in order", () => {
  expect(judge(["D", "C", "C", "A"], ["A", "B"])).toEqual([
    ["more", ["C", "D"]],
    ["less", ["B"]],
  ]);
});

test("the watch is somebody else than the bot; who it is may be unknown", () => {
  expect(judgeSharing("app-1", ["app-2", undefined])).toEqual([]);
  expect(judgeSharing(undefined, [undefined])).toEqual([]);
  expect(judgeSharing("app-1", ["app-2", "app-1"])).toMatchObject([{ kind: "shared", rights: ["app-1"] }]);
});
