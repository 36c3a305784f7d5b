// Who asks too much: told once, then left out; and nobody who decides about something open ever is.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AlertId, type RequestId, requestId } from "../../src/core/ids.ts";
import type { Asked, Caller } from "../../src/core/ports/desk.ts";
import { alice, bob, carol, people, sam } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { channel, floodGate, stranger, times } from "../kit/flood-gate.ts";
import { readView } from "../kit/office.ts";

const { at, anew, tooMuch, says, clicks } = floodGate("BG-1", "AL-1", "RO-1", "DR-1");

describe("one person who asks", () => {
  test("is heard twenty times at once, told once, and then left out", () => {
    expect(times(20, () => says(inSlack(alice), "status"))).toBe(20);
    const first = says(inSlack(alice), "status");
    expect(first?.again).toBe(false);
    expect(first && readView(first.view)).toMatchInlineSnapshot(`
      "Too much at once
      You asked me more than 20 things in a short time, and I leave some of them out now.
      From 09:02 on I answer as before.
      What is open can be decided all the time: approve, deny, withdraw, declare, end, release, acknowledge."
    `);
    expect(Array.from({ length: 50 }, () => says(inSlack(alice), "help")?.again)).not.toContain(false);
  });

  test("is heard once more every four at.seconds, and told again a minute later", () => {
    times(21, () => says(inSlack(alice), "accounts"));
    at.seconds = 4;
    expect(says(inSlack(alice), "accounts")).toBeUndefined();
    expect(says(inSlack(alice), "accounts")?.again).toBe(true);
    at.seconds = 60;
    expect(times(14, () => says(inSlack(alice), "accounts"))).toBe(14);
    expect(says(inSlack(alice), "accounts")?.again).toBe(false);
  });

  test("is heard as before after the time that they were told", () => {
    times(100, () => says(inSlack(alice), "status"));
    at.seconds = 120;
    expect(times(30, () => says(inSlack(alice), "status"))).toBe(20);
  });

  test.each([
    "help",
    "what",
    "status",
    "status BG-1",
    "accounts",
    "calendar",
    "whoami",
    "request",
    "drills",
    "runbook mfa",
  ])("%s counts", (text) => {
    expect(times(30, () => says(inTeams(bob), text))).toBe(20);
  });

  test("takes nothing from anybody else, nor from themselves in the other chat", () => {
    times(100, () => says(inSlack(alice), "status"));
    expect(says(inSlack(bob), "status")).toBeUndefined();
    expect(says(inTeams(alice), "status")).toBeUndefined();
  });

  test("has one bucket for all of their accounts", () => {
    times(20, () => says(inTeams(alice), "status"));
    expect(says(inTeams(alice, "member", 1), "status")).toBeDefined();
  });

  test("screens that draw themselves anew are no questions", () => {
    const look: Asked = { caller: inTeams(alice), where: channel, look: true };
    expect(times(300, () => tooMuch(look))).toBe(240);
    expect(says(inTeams(alice), "status")).toBeUndefined();
  });

  test("a company may set how much, and everything else keeps its proportion", () => {
    anew(200);
    expect(times(900, () => says(inSlack(alice), "status"))).toBe(200);
    expect(times(900, () => clicks(inSlack(alice)))).toBe(300);
  });
});

describe("whoever decides about something open is heard", () => {
  const decisions = [
    "approve BG-1",
    "deny BG-1",
    "deny BG-1 because it is a test",
    "withdraw BG-1",
    "end BG-1",
    "extend BG-1 30m and why",
    "attest BG-1 all is well",
    "release BG-1",
    "review BG-1 emergency All was as approved",
    "clean-up BG-1 policies",
    "declare BG-1",
    "ack AL-1",
    "classify AL-1 misuse and why",
    "close AL-1",
    "confirm RO-1",
    "attest RO-1 I saw the new one",
    "tick DR-1 people-trained",
    "sign-off DR-1 it went well",
    "fail DR-1 because",
    // without a name: their only open one, or aloud
    "end",
    "withdraw",
    "extend",
    "declare",
    "suspect",
    "staff-change Dave",
  ];
  const exhaust = (caller: Caller) => {
    times(300, () => says(caller, "status"));
    for (let n = 100; n < 400; n++) clicks(caller, requestId(n)); // none of them is open
  };

  test.each(decisions)("%s, after any number of other things", (text) => {
    exhaust(inSlack(carol));
    expect(says(inSlack(carol), text)).toBeUndefined();
  });

  test("on five hundred open requests and alerts in one breath", () => {
    exhaust(inTeams(bob));
    for (let n = 1_000; n < 1_500; n++) {
      at.live.add(requestId(n)).add(`AL-${n}`);
      expect(clicks(inTeams(bob), requestId(n))).toBeUndefined();
      const alert = `AL-${n}` as AlertId;
      expect(
        tooMuch({ caller: inTeams(bob), where: channel, click: { verb: "acknowledge", alert } }),
      ).toBeUndefined();
    }
  });

  test("also with a form that is about it, and with the declaration's", () => {
    exhaust(inTeams(alice));
    const click = { verb: "deny", request: "BG-1" as RequestId } as const;
    expect(tooMuch({ caller: inTeams(alice), where: channel, click })).toBeUndefined();
    expect(tooMuch({ caller: inTeams(alice), where: undefined, submitted: "declare" })).toBeUndefined();
    expect(tooMuch({ caller: inTeams(alice), where: undefined, submitted: "request" })).toBeDefined();
  });

  test("whatever anybody did before: strangers, colleagues, or they themselves elsewhere", () => {
    const anybody = fc.oneof(
      fc.constantFrom(...people.map((one) => inSlack(one)), ...people.map((one) => inTeams(one))),
      fc.nat(20_000).map(stranger),
    );
    const texts = fc.constantFrom(
      "status",
      "help",
      "approve BG-9",
      "deny AL-1",
      "request",
      "ack AL-2",
      "nonsense",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(anybody, texts, fc.nat(3)), { maxLength: 200 }), (before) => {
        anew();
        for (const [caller, text, pause] of before) {
          at.seconds += pause;
          for (let n = 0; n < 20; n++) says(caller, text);
        }
        expect(clicks(inSlack(bob))).toBeUndefined();
        expect(says(inTeams(sam), "ack AL-1")).toBeUndefined();
        expect(says(inSlack(alice), "declare")).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  test("pressed thirty times on the same one, it was heard; then it is told once", () => {
    expect(times(30, () => clicks(inSlack(bob)))).toBe(30);
    const much = clicks(inSlack(bob));
    expect(much?.again).toBe(false);
    expect(much && readView(much.view)).toContain("What I told you first counts");
    expect(clicks(inSlack(bob))?.again).toBe(true);
    at.seconds = 2;
    expect(clicks(inSlack(bob))).toBeUndefined();
  });

  test("what is not open, or was made up, is limited as one", () => {
    expect(
      Array.from({ length: 500 }, (_, n) => clicks(inSlack(bob), requestId(n + 50))).filter((much) => !much),
    ).toHaveLength(120);
    expect(clicks(inSlack(bob))).toBeUndefined();
  });
});
