// Forms: what they ask, and what was typed read back; the platforms' own checks are trusted for nothing.
import { describe, expect, test } from "vitest";
import { longestReason, longestTicket, shortestReason } from "../../../src/core/policy.ts";
import type { ButtonAction, Form } from "../../../src/core/view.ts";
import { buttonForm, form, readClick, readSubmitted } from "../../../src/core/views/forms.ts";
import { failures } from "../../../src/core/wish.ts";
import { alert, note } from "../../kit/alert-events.ts";
import { contoso, first, second } from "../../kit/cast.ts";
import { id, reason } from "../../kit/events.ts";

const typed = {
  account: first.id,
  failure: "mfa-outage",
  reason: `  ${reason}  `,
  ticket: " INC-42 ",
  minutes: "60",
};
const wanted = {
  account: first.id,
  failure: "mfa-outage",
  reason,
  ticket: "INC-42",
  minutes: 60,
};
const field = ({ fields }: Form, name: string) => fields.find((one) => one.id === name);

describe("the request form", () => {
  test("offers every account, the ready one first, every failure, and the policy's window", () => {
    const shown = form("request", contoso, { ready: second.id });
    expect(field(shown, "account")).toMatchObject({ type: "choice", initial: second.id });
    expect(field(shown, "failure")).toMatchObject({ options: failures.map((value) => ({ value })) });
    expect(field(shown, "minutes")).toMatchObject({ initial: "60" });
    expect(field(shown, "ticket")).toMatchObject({ required: false });
  });

  test("keeps the words that were typed behind the command", () => {
    expect(field(form("request", contoso, { words: "locked out" }), "reason")).toMatchObject({
      initial: "locked out",
    });
    expect(field(form("request", contoso, { words: "x".repeat(3_000) }), "reason")).toMatchObject({
      initial: "x".repeat(longestReason),
    });
  });

  test("never offers a window longer than the longest", () => {
    const strict = { ...contoso, policy: { ...contoso.policy, longestWindow: 90 } };
    const minutes = field(form("request", strict), "minutes");
    expect(minutes?.type === "choice" && minutes.options.map(({ value }) => value)).toEqual([
      "15",
      "30",
      "60",
      "90",
    ]);
  });

  test("says that break-glass does not help when Entra itself is down", () => {
    expect(JSON.stringify(form("request", contoso).lines)).toContain("Entra ID itself is down");
  });
});

describe("reading an opening back", () => {
  test("a filled-in form is a wish, with blanks around the words taken away", () => {
    expect(readSubmitted("request", typed, contoso)).toEqual({ wish: { type: "ask", wanted } });
    expect(readSubmitted("declare", typed, contoso)).toEqual({ wish: { type: "declare", wanted } });
  });

  test("an empty ticket is none", () => {
    expect(readSubmitted("request", { ...typed, ticket: "  " }, contoso)).toMatchObject({
      wish: { wanted: { ticket: undefined } },
    });
  });

  test.each([
    ["account", "Emergency 1"],
    ["account", "00000000-0000-4000-8000-000000000777"],
    ["account", ""],
    ["failure", "boredom"],
    ["failure", ""],
    ["minutes", "soon"],
    ["minutes", "1.5"],
    ["ticket", "x".repeat(longestTicket + 1)],
  ])("B8: an edited %s of %j is named, and nothing is asked", (name, value) => {
    expect(readSubmitted("request", { ...typed, [name]: value }, contoso)).toEqual({
      wrong: { [name]: expect.any(String) },
    });
  });

  test("a form without anything in it names what must be chosen", () => {
    expect(Object.keys((readSubmitted("request", {}, contoso) as { wrong: object }).wrong)).toEqual(
      expect.arrayContaining(["account", "failure"]),
    );
  });

  test("B9, B11: only what the form asks is read: no quorum, no name, no number from outside", () => {
    const forged = {
      ...typed,
      quorum: "0",
      enough: "true",
      requester: "bob",
      by: "bob",
      request: "BG-9",
      label: "Harmless",
    };
    expect(readSubmitted("request", forged, contoso)).toEqual({ wish: { type: "ask", wanted } });
  });

  test("B10: a reason is what was typed, whole, whatever it looks like", () => {
    const words = 'INC-42: Entra lockout: all admins "}]';
    expect(readSubmitted("request", { ...typed, reason: words }, contoso)).toMatchObject({
      wish: { wanted: { reason: words } },
    });
  });
});

describe("reading the smaller forms back", () => {
  test("without a button they name no request", () => {
    expect(readSubmitted("extend", { minutes: "30", reason }, contoso)).toEqual({
      wish: { type: "extend", minutes: 30, reason },
    });
    expect(readSubmitted("deny", { reason }, contoso)).toEqual({ wish: { type: "deny", reason } });
    expect(readSubmitted("declare-pending", { reason }, contoso)).toEqual({
      wish: { type: "declare-pending", reason },
    });
    expect(readSubmitted("attest", {}, contoso)).toEqual({ wish: { type: "attest", note: "" } });
  });

  test.each<[ButtonAction, Record<string, string>, object]>([
    [{ verb: "approve", request: id, about: 0 }, {}, { type: "approve", about: 0 }],
    [{ verb: "approve", request: id }, {}, { type: "approve" }],
    [{ verb: "deny", request: id, about: 1 }, { reason: ` ${reason} ` }, { type: "deny", about: 1, reason }],
    [{ verb: "deny", request: id }, {}, { type: "deny", reason: "" }],
    [{ verb: "withdraw", request: id }, {}, { type: "withdraw" }],
    [{ verb: "end", request: id }, {}, { type: "end" }],
    [
      { verb: "extend", request: id },
      { minutes: "30", reason },
      { type: "extend", minutes: 30, reason },
    ],
    [{ verb: "attest", request: id }, { note: "ok" }, { type: "attest", note: "ok" }],
    [{ verb: "release", request: id, part: "key" }, {}, { type: "release", part: "key" }],
    [{ verb: "release", request: id }, {}, { type: "release" }],
    [{ verb: "declare", request: id }, { reason }, { type: "declare-pending", reason }],
  ])("a click on %j with %j", (action, fields, wish) => {
    expect(readClick(action, fields)).toEqual({ ...wish, request: id });
  });

  test("A7: who clicks is never read from the card or its fields", () => {
    const forged = { verb: "approve", request: id, by: "bob", person: "bob", user: "U0BOB" } as ButtonAction;
    expect(readClick(forged, { by: "bob", decided_by: "bob" })).toEqual({ type: "approve", request: id });
  });

  test("an extension without a length is no length, which the rules refuse", () => {
    expect(readClick({ verb: "extend", request: id }, { reason })).toMatchObject({ minutes: Number.NaN });
  });
});

describe("the form that classifies an alert", () => {
  const about: ButtonAction = { verb: "classify", alert };

  test("asks for one of the four classes and for words, and suggests none", () => {
    const shown = form("classify", contoso, { about });
    expect(shown.about).toEqual(about);
    expect(field(shown, "class")).toMatchObject({
      type: "choice",
      required: true,
      options: ["drill", "emergency", "misuse", "false-alarm"].map((value) => ({ value })),
    });
    expect(field(shown, "class")).not.toHaveProperty("initial");
    expect(field(shown, "note")).toMatchObject({
      required: true,
      shortest: shortestReason,
      longest: longestReason,
    });
  });

  test("keeps what was typed behind the command, the class among it", () => {
    const shown = form("classify", contoso, { about, words: "false alarm it was the scanner" });
    expect(field(shown, "class")).toMatchObject({ initial: "false-alarm" });
    expect(field(shown, "note")).toMatchObject({ initial: "it was the scanner" });
    expect(field(form("classify", contoso, { words: "the scanner" }), "note")).toMatchObject({
      initial: "the scanner",
    });
  });

  test("read back, it is a wish about the alert of its button", () => {
    expect(readClick(about, { class: "misuse", note: ` ${note} ` })).toEqual({
      type: "classify",
      alert,
      class: "misuse",
      note,
    });
    expect(readSubmitted("classify", { class: "drill", note }, contoso)).toEqual({
      wish: { type: "classify", class: "drill", note },
    });
  });

  test.each([undefined, "", "boredom", "Misuse", "__proto__"])(
    "B8: an edited class %j is never guessed",
    (as) => {
      const typed = { note, ...(as === undefined ? {} : { class: as }) };
      expect(readClick(about, typed)).toEqual({ type: "form", form: "classify", about, words: note });
      expect(readSubmitted("classify", typed, contoso)).toEqual({ wrong: { class: expect.any(String) } });
    },
  );

  test("the other buttons of an alert need no words", () => {
    expect(readClick({ verb: "acknowledge", alert }, {})).toEqual({ type: "acknowledge", alert });
    expect(readClick({ verb: "close", alert }, {})).toEqual({ type: "close", alert });
    expect(buttonForm({ verb: "acknowledge", alert }, contoso)).toBeUndefined();
    expect(buttonForm({ verb: "close", alert }, contoso)).toBeUndefined();
    expect(buttonForm(about, contoso)?.name).toBe("classify");
  });

  test("A7: who clicks is never read from the card or its fields", () => {
    const forged = { verb: "acknowledge", alert, by: "sam" } as ButtonAction;
    expect(readClick(forged, { by: "sam" })).toEqual({ type: "acknowledge", alert });
  });
});

test("the buttons that need words open their form, which knows what it is about", () => {
  const action: ButtonAction = { verb: "deny", request: id, about: 1 };
  expect(buttonForm(action, contoso)).toMatchObject({ name: "deny", about: action });
  expect(buttonForm({ verb: "declare", request: id }, contoso)?.name).toBe("declare-pending");
  expect(buttonForm({ verb: "attest", request: id }, contoso)?.name).toBe("attest");
  expect(buttonForm({ verb: "extend", request: id }, contoso)?.name).toBe("extend");
  expect(buttonForm({ verb: "approve", request: id }, contoso)).toBeUndefined();
});
