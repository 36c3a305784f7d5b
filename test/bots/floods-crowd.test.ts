// Crowds that ask: strangers without number, and a channel that everybody uses; and what the log says of them.
import { describe, expect, test } from "vitest";
import { alice, bob, people, sam } from "../kit/cast.ts";
import { inSlack } from "../kit/chat.ts";
import { floodGate, stranger, times } from "../kit/flood-gate.ts";
import { readView } from "../kit/office.ts";

const { at, says, clicks } = floodGate("BG-1");

describe("strangers", () => {
  test("are heard five times, whatever they press, and told that there is a list", () => {
    expect(times(50, () => clicks(stranger(1)))).toBe(5);
    at.seconds = 61;
    times(5, () => says(stranger(1), "status"));
    const much = says(stranger(1), "status");
    expect(much && readView(much.view)).toContain(
      "I only work for people whom an administrator has put on my list",
    );
  });

  test("in any number take nothing from people of ours, in the same channel either", () => {
    for (let n = 0; n < 20_000; n++) says(stranger(n), "status");
    expect(times(30, () => says(inSlack(alice), "status"))).toBe(20);
    expect(clicks(inSlack(bob))).toBeUndefined();
  });

  test("in any number are heard a hundred times at once and once a second, and the rest are not even told", () => {
    const each = (from: number) =>
      Array.from({ length: 1_000 }, (_, n) => says(stranger(from + n), "status", `D${n}`));
    const first = each(0);
    expect(first.filter((much) => !much)).toHaveLength(100);
    expect(first.filter((much) => much?.again === false)).toEqual([]);
    at.seconds = 10;
    expect(each(1_000).filter((much) => !much)).toHaveLength(10);
  });

  test.each(["guest", "bot", "external", "disabled"] as const)(
    "%s: whoever is not let in takes nothing from the person whose id they have",
    (standing) => {
      expect(times(50, () => says(inSlack(alice, standing), "status"))).toBe(5);
      expect(times(50, () => says(inSlack(alice), "status"))).toBe(20);
    },
  );
});

describe("a conversation", () => {
  test("one person cannot fill it, however long they try", () => {
    for (; at.seconds < 3_600; at.seconds += 0.5) says(inSlack(alice), "status");
    expect(times(30, () => says(inSlack(bob), "status"))).toBe(20);
  });

  test("is full after sixty, is told to ask elsewhere, and decides all the same", () => {
    const heard = people.map((one) => times(20, () => says(inSlack(one), "status")));
    expect(heard.reduce((sum, count) => sum + count)).toBe(60);
    const late = people.at(-1) ?? alice;
    at.seconds = 0.5;
    expect(clicks(inSlack(late))).toBeUndefined();
    expect(says(inSlack(late), "end")).toBeUndefined();
  });

  test("says where else to ask", () => {
    for (const one of people.slice(0, 3)) times(20, () => says(inSlack(one), "status"));
    const much = says(inSlack(sam), "status");
    expect(much && readView(much.view)).toContain("Ask me in your own chat with me");
    expect(says(inSlack(sam), "status", "D0SAM")).toBeUndefined();
  });
});

test("the log has one line a minute, with the number of what was left out", () => {
  times(1_020, () => says(inSlack(alice), "status"));
  expect(at.warned).toEqual([{ who: `slack/${alice.id}`, limit: "person", dropped: 1 }]);
  at.seconds = 60;
  times(16, () => says(inSlack(alice), "status"));
  expect(at.warned.slice(1)).toEqual([{ who: `slack/${alice.id}`, limit: "person", dropped: 1_000 }]);
});
