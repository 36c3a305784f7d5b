// What is said besides the card: to everybody when something happened, to the one who acted, and why not.
import { describe, expect, test } from "vitest";
import type { Person } from "../../../src/core/organisation.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import { fold } from "../../../src/core/request/act.ts";
import type { RequestEvent } from "../../../src/core/request/events.ts";
import type { Line } from "../../../src/core/view.ts";
import { announcement } from "../../../src/core/views/announcement.ts";
import {
  accounts,
  done,
  help,
  refused,
  status,
  unrecorded,
  whoami,
} from "../../../src/core/views/answers.ts";
import { refusalWords } from "../../../src/core/words/refusals.ts";
import { after, alice, bob, carol, contoso, dave, rob, tina } from "../../kit/cast.ts";
import {
  approved,
  approversReminded,
  asked,
  attestationOverdue,
  closingNoticed,
  declared,
  extensionDenied,
  extensionExpired,
  nextTierAsked,
  refusedTo,
  released,
  stories,
} from "../../kit/events.ts";
import { plain, stateOf } from "../../kit/given.ts";

/** A line as somebody reads it; moments as hours and minutes, UTC. */
const read = (lines: readonly Line[]): string =>
  lines
    .flat()
    .map((inline) => {
      if (typeof inline === "string") return inline;
      if ("strong" in inline) return inline.strong;
      if ("said" in inline) return `“${inline.said}”`;
      if ("person" in inline) return inline.person.name;
      return inline.moment.toString().slice(11, 16);
    })
    .join("");

function tell(...events: RequestEvent[]) {
  const event = events.at(-1);
  if (!event) throw new Error("nothing happened");
  return announcement(event, stateOf(...events), contoso);
}

describe("each event in a sentence", () => {
  test.each<[string, RequestEvent[], string, string]>([
    [
      "too few approvers",
      [asked(alice, { enough: false })],
      "too few people can approve",
      "Alice asks for Emergency 1.",
    ],
    [
      "half approved",
      [asked(alice, { quorum: { approvals: 2, mix: [] } }), approved(bob)],
      "one approval",
      "Bob approved. 1 of 2",
    ],
    ["granted", stories.approved, "BG-1 is approved", "Bob approved. Alice may use Emergency 1 until 10:01."],
    ["denied", stories.denied, "BG-1 is denied", "Bob denied it: “Call me first please”"],
    ["withdrawn", stories.withdrawn, "BG-1 is withdrawn", "Alice took the request back."],
    ["expired", stories.expired, "BG-1 has expired", "Nobody answered by 09:30."],
    [
      "declared",
      stories.declared,
      "declared without approval",
      "Alice uses Emergency 1 without approval until 10:01.",
    ],
    ["attested", stories.attested, "BG-1 is attested", "Bob attests"],
    [
      "overdue",
      [...stories.declared, attestationOverdue()],
      "BG-1 is not attested",
      "/breakglass attest BG-1",
    ],
    [
      "handed over",
      [...stories.approved, released(dave, "envelope A")],
      "envelope A handed over",
      "Dave handed over envelope A.",
    ],
    [
      "more time asked",
      stories["extension asked"],
      "more time is asked",
      "Alice asks for 30 min more: “All admins are locked out”",
    ],
    ["extended", stories.extended, "BG-1 is extended", "open until 10:31"],
    [
      "not extended",
      [...stories["extension asked"], extensionDenied(bob)],
      "not extended",
      "Bob denied more time",
    ],
    ["no answer", [...stories["extension asked"], extensionExpired()], "not extended", "Nobody answered"],
    [
      "next tier",
      [...stories.pending, nextTierAsked()],
      "next approvers are asked",
      "Nobody of the first tier",
    ],
    [
      "reminded",
      [...stories.pending, approversReminded()],
      "still waits",
      "Alice waits. The request expires at 09:30.",
    ],
    ["closing", [...stories.approved, closingNoticed()], "closes soon", "closes at 10:01"],
    ["lapsed", stories.lapsed, "BG-1 has lapsed", "Emergency 1 stays sealed"],
    ["ended", stories.ended, "BG-1 has ended", "Alice ended it."],
    ["over", stories["ended and not attested"], "BG-1 has ended", "The window is over."],
  ])("%s", (_, events, title, sentence) => {
    const view = tell(...events);
    expect(view?.title).toContain(title);
    expect(view?.title).toContain("BG-1");
    expect(read(view?.lines ?? [])).toContain(sentence);
    expect(view?.buttons).toEqual([]);
  });

  test("a refused click is told to nobody but the one who clicked", () => {
    expect(tell(...stories.pending, refusedTo(rob, "approve", "not-an-approver"))).toBeUndefined();
  });

  test("only a declaration and a missed attestation are alarms of severity 0", () => {
    expect(tell(...stories.declared)).toMatchObject({ tone: "alarm", severity: 0 });
    expect(tell(...stories.declared, attestationOverdue())).toMatchObject({ tone: "alarm", severity: 0 });
    expect(tell(...stories.approved)).toMatchObject({ tone: "good", severity: undefined });
  });

  test("an announcement says what was true then, whatever happened since", () => {
    const then = stateOf(...stories.approved);
    const event = stories.approved.at(-1);
    if (!event) throw new Error("an empty story");
    expect(read(announcement(event, then, contoso)?.lines ?? [])).toContain("until 10:01");
  });

  test("D2: somebody who has left the roster is still named by the log", () => {
    const without = { ...contoso, people: [alice] };
    const view = announcement(stories.denied[1] ?? asked(), stateOf(...stories.denied), without);
    expect(read(view?.lines ?? [])).toContain("former member");
  });
});

describe("the one who acted is answered", () => {
  test.each(Object.keys(stories) as (keyof typeof stories)[])("%s: with the request's number", (state) => {
    const story: readonly RequestEvent[] = stories[state];
    const view = done(story, stateOf(...story), contoso);
    expect(view.title).toContain("BG-1");
  });

  test("A11: too few approvers: the requester hears it at once and is offered to declare", () => {
    const events = [asked(alice, { enough: false })];
    const view = done(events, stateOf(...events), contoso);
    expect(read(view.lines)).toContain("Too few people can approve");
    expect(view.buttons.map(({ action }) => action.verb)).toEqual(["declare"]);
    expect(done([asked()], stateOf(asked()), contoso).buttons).toEqual([]);
  });
});

describe("D9: a refusal says why, and what to do instead", () => {
  const request = stateOf(...stories.approved);

  test.each(Object.keys(refusalWords) as Refusal[])("%s has a sentence", (why) => {
    for (const about of [undefined, request]) {
      const view = refused(why, about, "T0CONTOSO/U0BOB", contoso);
      expect(view.tone).toBe("bad");
      expect(read(view.lines).length).toBeGreaterThan(20);
      expect(view.buttons).toEqual([]);
    }
  });

  test("B1: the one who came second hears who was first, and when", () => {
    expect(read(refused("already-decided", request, "", contoso).lines)).toBe(
      "BG-1 is approved already, by Bob, at 09:01. Nothing was changed.",
    );
    expect(read(refused("already-decided", stateOf(...stories.denied), "", contoso).lines)).toContain(
      "BG-1 is denied already, by Bob, at 09:01.",
    );
    expect(read(refused("over", stateOf(...stories.lapsed), "", contoso).lines)).toBe(
      "BG-1 is lapsed already, at 10:01. Nothing was changed.",
    );
  });

  test("B1: a declaration is the requester's deed, not the half approver's", () => {
    const half = [asked(alice, { quorum: { approvals: 2, mix: [] } }), approved(bob), declared(alice, 2)];
    expect(read(refused("already-decided", fold(half), "", contoso).lines)).toBe(
      "BG-1 is declared already, by Alice, at 09:02. Nothing was changed.",
    );
  });

  test("A6: who is not known is told the id that an admin must add", () => {
    expect(read(refused("unknown-person", undefined, "T0CONTOSO/U0NEW", contoso).lines)).toContain(
      "T0CONTOSO/U0NEW",
    );
  });

  test("what was not recorded is never said in green", () => {
    expect(unrecorded).toMatchObject({ title: "Not recorded", tone: "bad" });
    expect(read(unrecorded.lines)).toContain("printed runbook");
  });
});

describe("lists", () => {
  test("status: each open request, who, until when, and what is missing", () => {
    const view = status(
      [stateOf(...stories.pending), stateOf(...stories["ended and not attested"])],
      contoso,
      undefined,
    );
    expect(read(view.facts.map(({ value }) => value))).toContain("answer by 09:30");
    expect(read(view.facts.map(({ value }) => value))).toContain("Not attested");
    expect(read(status([], contoso, undefined).lines)).toContain("Nothing is open");
  });

  test("status: each person reads what waits for them", () => {
    const line = (viewer: Person, ...events: readonly RequestEvent[]) =>
      read(status([stateOf(...events)], contoso, viewer).facts.map(({ value }) => value));
    expect(line(bob, ...stories.pending)).toContain("Waits for your answer: /breakglass approve BG-1");
    expect(line(bob, ...stories.declared)).toContain("Waits for your word: /breakglass attest BG-1");
    expect(line(dave, ...stories.approved)).toContain("Waits for your part: /breakglass release BG-1");
    expect(line(alice, ...stories.approved)).toContain("Yours: /breakglass end BG-1");
    expect(line(alice, ...stories.pending)).not.toContain("Waits for your answer");
    expect(line(bob, ...stories.ended)).not.toContain("Waits");
  });

  test.each([
    ["ready", []],
    ["asked for: BG-1", stories.pending],
    ["in use: BG-1", stories.approved],
    ["in use: BG-1", stories.declared],
    ["ready", stories.ended],
  ] as const)("accounts: %s", (word, story) => {
    const request = fold(story);
    const [one] = accounts(request ? [request] : [], contoso).facts;
    expect(read([one?.value ?? []])).toContain(`${word}.`);
  });

  test("accounts: each part, its place and its custodians, and never a secret", () => {
    const text = read(accounts([], contoso).facts.map(({ value }) => value));
    expect(text).toContain("envelope A (Safe in Berlin) kept by Dave");
    expect(text).toContain("key (Safe in Berlin) kept by Dave and Erin");
  });

  test("whoami: who I think you are, by which ids, in which roles", () => {
    const text = JSON.stringify(whoami(carol, "T0CONTOSO/U0CAROL"));
    for (const part of ["Carol", "responder, approver", "identity", carol.id, "T0CONTOSO/U0CAROL"])
      expect(text).toContain(part);
    expect(JSON.stringify(whoami({ ...rob, roles: [] }, "x"))).toContain("none");
  });

  test("help: every command, with an example, and that a word was not understood", () => {
    const text = read(help(undefined).lines);
    for (const word of [
      "request",
      "declare",
      "approve BG-12",
      "deny",
      "withdraw",
      "extend",
      "end",
      "release",
      "attest",
      "status",
      "accounts",
      "whoami",
    ])
      expect(text).toContain(word);
    expect(text).not.toContain("do not know");
    expect(read(help("aprove").lines)).toContain("do not know that command");
  });
});

test("C3: every moment is drawn by the platform in the reader's own zone: none is text of ours", () => {
  const views = [tell(...stories.approved), status([stateOf(...stories.pending)], contoso, bob)];
  expect(
    JSON.stringify(
      plain(views.map((view) => view?.lines.flat().filter((inline) => typeof inline === "string"))),
    ),
  ).not.toMatch(/\d\d:\d\d/);
  expect(after(0).toString()).toBe("2026-11-21T09:00:00Z");
  expect(tina.tier).toBe(2);
});
