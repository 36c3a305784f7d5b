// What further rows of a burst say that those before them did not.
import { describe, expect, test } from "vitest";
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import { type News, newsOf } from "../../../src/core/alert/news.ts";
import {
  alertFrom,
  alertOf,
  asApproved,
  change,
  changesSeen,
  failedRow,
  ofChange,
  raised,
  seen,
  signIn,
  unmatched,
} from "../../kit/alert-events.ts";

type Seen = Parameters<typeof newsOf>[0];
const news = (before: readonly AlertEvent[], more: AlertEvent): News | undefined =>
  newsOf(more as Seen, alertFrom(...before, more));
const prompt = () => signIn(0, { outcome: "interrupted" });
const nothing = { letIn: false, countries: [], operations: [], doers: [] };

describe("of sign-ins that alarm", () => {
  test("the first that is let in", () => {
    expect(news(alertOf(unmatched, prompt()), seen([prompt(), signIn(1)]))).toEqual({
      ...nothing,
      letIn: true,
    });
    expect(news(alertOf(unmatched, signIn()), seen([signIn(1)]))).toBeUndefined();
  });

  test("a country from which nobody came before, unless they were refused there", () => {
    const before = alertOf(unmatched, signIn());
    expect(news(before, seen([signIn(1, { country: "RU" })]))).toEqual({ ...nothing, countries: ["RU"] });
    expect(news(before, seen([failedRow(1, "50126", { country: "RU" })]))).toBeUndefined();
    expect(news(before, seen([signIn(1, { country: undefined })]))).toBeUndefined();
  });

  test("nothing is new about the rows that it is raised with, nor about what was expected", () => {
    const row = signIn();
    expect(newsOf(seen([row]) as Seen, alertFrom(...alertOf(unmatched, row)))).toBeUndefined();
    expect(news(alertOf(asApproved, prompt()), seen([signIn(1, { country: "RU" })]))).toBeUndefined();
  });
});

describe("of changes that nothing explains", () => {
  const refused = change(0, { succeeded: false });
  const before = [raised(ofChange()), changesSeen([change()])];

  test("the first that is not refused", () => {
    expect(news([raised(ofChange()), changesSeen([refused])], changesSeen([change(1)]))).toEqual({
      ...nothing,
      operations: ["Reset user password"],
      doers: ["ada@contoso.com"],
    });
  });

  test("another operation, and somebody else's", () => {
    expect(news(before, changesSeen([change(1, { operation: "Add passkey" })]))?.operations).toEqual([
      "Add passkey",
    ]);
    const by = { id: "00000000-0000-4000-8000-00000000beef", name: undefined, ip: undefined };
    expect(news(before, changesSeen([change(1, { by })]))?.doers).toEqual([by.id]);
    expect(news(before, changesSeen([change(1), refused]))).toBeUndefined();
  });

  test("an expected one is never news", () => {
    const expected = [raised(ofChange({ expected: true })), changesSeen([refused])];
    expect(news(expected, changesSeen([change(1)]))).toBeUndefined();
  });
});
