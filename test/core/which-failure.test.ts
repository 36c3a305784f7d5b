// The kind of failure that typed words mean; what could mean two is not guessed.
import { describe, expect, test } from "vitest";
import { whichFailure } from "../../src/core/which-failure.ts";
import { type Failure, failures } from "../../src/core/wish.ts";
import { failureWords } from "../../src/core/words/failures.ts";
import { kindWords } from "../../src/core/words/runbooks.ts";

test.each(failures)("%s is known by its name, by the short one, and by its label", (kind) => {
  expect(whichFailure(kind)).toBe(kind);
  expect(whichFailure(kind.replaceAll("-", " ").toUpperCase())).toBe(kind);
  expect(whichFailure(kindWords[kind])).toBe(kind);
  expect(whichFailure(failureWords[kind].label)).toBe(kind);
});

describe("natural words", () => {
  test.each<[string, Failure]>([
    ["we are all locked out", "conditional-access-lockout"],
    ["CA", "conditional-access-lockout"],
    ["a policy", "conditional-access-lockout"],
    ["the phones are down", "mfa-outage"],
    ["authenticator", "mfa-outage"],
    ["ADFS", "federation-outage"],
    ["federated sign-in fails", "federation-outage"],
    ["no admins", "last-administrator-lost"],
    ["the admins were hacked", "administrators-compromised"],
    ["we are under attack", "administrators-compromised"],
    ["azure owner", "subscription-ownership-lost"],
    ["dirsync", "directory-sync-failure"],
    ["entra is down", "other"],
    ["something else", "other"],
  ])("%j is %s", (words, kind) => {
    expect(whichFailure(words)).toBe(kind);
  });

  test.each(["", "x", "mfa and federation", "scan", "phonetic", "policyholder"])("%j names none", (words) => {
    expect(whichFailure(words)).toBeUndefined();
  });
});
