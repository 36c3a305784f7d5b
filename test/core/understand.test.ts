// Typed words: what a person under stress may type, and what it means.
import { describe, expect, test } from "vitest";
import type { Class } from "../../src/core/alert/events.ts";
import { understand } from "../../src/core/understand.ts";
import type { Wish } from "../../src/core/wish.ts";
import { alert } from "../kit/alert-events.ts";
import { id } from "../kit/events.ts";

const request = id;

describe("the same words on both platforms", () => {
  test.each<[string, Wish]>([
    ["", { type: "help" }],
    ["   ", { type: "help" }],
    ["help", { type: "help" }],
    ["/breakglass", { type: "help" }],
    ["breakglass help", { type: "help" }],
    ["request", { type: "form", form: "request", words: "" }],
    ["ask", { type: "form", form: "request", words: "" }],
    ["/breakglass request", { type: "form", form: "request", words: "" }],
    [
      "request all admins are locked out",
      { type: "form", form: "request", words: "all admins are locked out" },
    ],
    ["declare", { type: "form", form: "declare", words: "" }],
    ["declare nobody answers", { type: "form", form: "declare", words: "nobody answers" }],
    ["declare BG-1", { type: "declare-pending", request }],
    ["declare 1", { type: "declare-pending", request }],
    ["declare 1 admin is left", { type: "form", form: "declare", words: "1 admin is left" }],
    ["declare BG-1 nobody answers", { type: "declare-pending", request, reason: "nobody answers" }],
    ["approve", { type: "approve" }],
    ["approve BG-1", { type: "approve", request }],
    ["deny", { type: "deny", reason: "" }],
    ["deny BG-1", { type: "form", form: "deny", about: { verb: "deny", request } }],
    ["deny BG-1 call me first", { type: "deny", request, reason: "call me first" }],
    ["withdraw", { type: "withdraw" }],
    ["withdraw BG-1", { type: "withdraw", request }],
    ["end", { type: "end" }],
    ["done", { type: "end" }],
    ["end BG-1", { type: "end", request }],
    ["attest BG-1", { type: "attest", request, note: "" }],
    ["attest BG-1 I called Alice", { type: "attest", request, note: "I called Alice" }],
    ["release BG-1", { type: "release", request }],
    ["release BG-1 envelope A", { type: "release", request, part: "envelope A" }],
    ["status", { type: "status" }],
    ["status BG-1", { type: "status", request }],
    ["accounts", { type: "accounts" }],
    ["whoami", { type: "whoami" }],
    ["runbook", { type: "runbook" }],
    ["/breakglass Runbooks", { type: "runbook" }],
    ["runbook mfa", { type: "runbook", failure: "mfa-outage" }],
    ["runbook federation-outage", { type: "runbook", failure: "federation-outage" }],
    ["runbook mfa or federation", { type: "runbook", unknown: "mfa or federation" }],
    ["extend BG-1 30m still at it", { type: "extend", request, minutes: 30, reason: "still at it" }],
    ["extend 30m still at it", { type: "extend", minutes: 30, reason: "still at it" }],
    ["extend 30 still at it", { type: "extend", minutes: 30, reason: "still at it" }],
    ["extend", { type: "form", form: "extend", words: "" }],
    ["extend BG-1", { type: "form", form: "extend", about: { verb: "extend", request }, words: "" }],
    ["extend BG-1 30m", { type: "form", form: "extend", about: { verb: "extend", request }, words: "30m" }],
    [
      "extend BG-1 a while",
      { type: "form", form: "extend", about: { verb: "extend", request }, words: "a while" },
    ],
  ])("%j", (text, wish) => {
    expect(understand(text)).toEqual(wish);
  });
});

describe("C4: an id is not case-sensitive, and the prefix may be left out", () => {
  test.each(["approve BG-1", "approve bg-1", "Approve Bg-1", "APPROVE 1", "/Breakglass   approve   1  "])(
    "%j approves BG-1",
    (text) => {
      expect(understand(text)).toEqual({ type: "approve", request });
    },
  );

  test.each([
    "approve BG-01",
    "approve BG-0",
    "approve BG--1",
    "approve AL-1",
    "approve BG-1x",
    "approve -1",
  ])("%j names no request, and guesses none", (text) => {
    expect(understand(text)).toEqual({ type: "approve" });
  });
});

describe("about alerts", () => {
  const opened = (words: string) => ({
    type: "form" as const,
    form: "classify" as const,
    about: { verb: "classify" as const, alert },
    words,
  });

  test.each<[string, Wish]>([
    ["alerts", { type: "alerts" }],
    ["ack AL-7", { type: "acknowledge", alert }],
    ["acknowledge AL-7", { type: "acknowledge", alert }],
    ["/breakglass ACK al-7", { type: "acknowledge", alert }],
    ["ack 7", { type: "acknowledge", alert }],
    ["ack", { type: "acknowledge" }],
    ["ack BG-7", { type: "acknowledge" }],
    ["close AL-7", { type: "close", alert }],
    ["close", { type: "close" }],
    ["status AL-7", { type: "status", alert }],
    ["status 1", { type: "status", request }],
    ["classify AL-7 misuse nobody knows of it", classify("misuse", "nobody knows of it")],
    ["classify AL-7 DRILL: it was the drill of today", classify("drill", "it was the drill of today")],
    ["classify al-7 emergency, the portal was down", classify("emergency", "the portal was down")],
    ["classify AL-7 false-alarm it was the scanner", classify("false-alarm", "it was the scanner")],
    ["classify AL-7 false alarm it was the scanner", classify("false-alarm", "it was the scanner")],
    ["classify 7 Falsealarm it was the scanner", classify("false-alarm", "it was the scanner")],
    ["classify misuse and why", { type: "classify", class: "misuse", note: "and why" }],
    ["classify AL-7", opened("")],
    ["classify AL-7 misuse", opened("misuse")],
    ["classify AL-7 it was the scanner", opened("it was the scanner")],
    ["classify AL-7 drills are fun", opened("drills are fun")],
    ["classify AL-7 emergency-2 was used", opened("emergency-2 was used")],
    ["classify", { type: "form", form: "classify", words: "" }],
  ])("%j", (text, wish) => {
    expect(understand(text)).toEqual(wish);
  });

  function classify(as: Class, note: string): Wish {
    return { type: "classify", alert, class: as, note };
  }
});

test("unknown words are answered with help that says so, and never guessed", () => {
  expect(understand("aprove BG-1")).toEqual({ type: "help", unknown: "aprove BG-1" });
  expect(understand("breakglassrequest")).toEqual({ type: "help", unknown: "breakglassrequest" });
});
