// The forms of reviews, rotations and drills: what they ask, and what was typed read back.
import { describe, expect, test } from "vitest";
import type { DrillId, RotationId } from "../../../src/core/ids.ts";
import { shortestReason } from "../../../src/core/policy.ts";
import type { ButtonAction, Form } from "../../../src/core/view.ts";
import { buttonForm, form, readClick, readSubmitted } from "../../../src/core/views/forms.ts";
import { note } from "../../kit/alert-events.ts";
import { contoso, first, second } from "../../kit/cast.ts";
import { id, reason, wanted as wantedOf } from "../../kit/events.ts";
import { plain } from "../../kit/given.ts";

const wanted = wantedOf();
const typed = { ...wanted, minutes: "60", ticket: "INC-42" };
const field = ({ fields }: Form, name: string) => fields.find((one) => one.id === name);
const rotation = "RO-3" as RotationId;
const drill = "DR-4" as DrillId;

describe("the form that reviews a use", () => {
  const about: ButtonAction = { verb: "review", request: id };

  test("asks for a class and for words, suggests none, and says where all of it is", () => {
    const shown = form("review", contoso, { about });
    expect(field(shown, "class")).not.toHaveProperty("initial");
    expect(field(shown, "note")).toMatchObject({ required: true, shortest: shortestReason });
    expect(JSON.stringify(shown.lines)).toContain("/breakglass timeline BG-1");
    expect(form("review", contoso, { about, lines: [["More."]] }).lines.at(-1)).toEqual(["More."]);
  });

  test("read back, it is a wish about the request of its button; a class is never guessed", () => {
    expect(readClick(about, { class: "emergency", note: ` ${note} ` })).toEqual({
      type: "review",
      request: id,
      class: "emergency",
      note,
    });
    expect(readClick(about, { class: "fun", note })).toEqual({
      type: "form",
      form: "review",
      about,
      words: note,
    });
    expect(readSubmitted("review", { class: "misuse", note }, contoso)).toEqual({
      wish: { type: "review", class: "misuse", note },
    });
    expect(readSubmitted("review", { note }, contoso)).toEqual({ wrong: { class: expect.any(String) } });
  });

  test("an item of the clean-up list is its button's", () => {
    expect(
      readClick({ verb: "clean-up", request: id, item: "roles-removed" }, { item: "parts-returned" }),
    ).toEqual({
      type: "clean-up",
      request: id,
      item: "roles-removed",
    });
    expect(readClick({ verb: "clean-up", request: id }, {})).toEqual({ type: "clean-up", request: id });
  });
});

describe("forms about rotations", () => {
  test("who suspects something names the account, unless there is only one, and says why", () => {
    expect(field(form("suspect", contoso), "account")).not.toHaveProperty("initial");
    expect(field(form("suspect", contoso, { account: second.id }), "account")).toMatchObject({
      initial: second.id,
    });
    const small = { ...contoso, accounts: [first] };
    expect(field(form("suspect", small), "account")).toMatchObject({ initial: first.id });
    expect(field(form("suspect", contoso, { words: "a photo" }), "note")).toMatchObject({
      initial: "a photo",
    });
    expect(readSubmitted("suspect", { account: first.id, note: ` ${note} ` }, contoso)).toEqual({
      wish: { type: "suspect", account: first.id, note },
    });
    expect(readSubmitted("suspect", { account: "somewhere", note }, contoso)).toEqual({
      wrong: { account: expect.any(String) },
    });
  });

  test("a renewal is confirmed by a click and attested in words", () => {
    expect(readClick({ verb: "confirm-rotation", rotation }, {})).toEqual({
      type: "confirm-rotation",
      rotation,
    });
    expect(buttonForm({ verb: "confirm-rotation", rotation }, contoso)).toBeUndefined();
    const attest: ButtonAction = { verb: "attest-rotation", rotation };
    expect(buttonForm(attest, contoso)).toMatchObject({ name: "attest-rotation", about: attest });
    expect(readClick(attest, { note: ` ${note} ` })).toEqual({ type: "attest-rotation", rotation, note });
    expect(readSubmitted("attest-rotation", { note }, contoso)).toEqual({
      wish: { type: "attest-rotation", note },
    });
  });
});

describe("forms about drills", () => {
  const rehearse: ButtonAction = { verb: "rehearse", drill };

  test.each([
    ["2026-12-01", { day: Temporal.PlainDate.from("2026-12-01") }],
    [" 2028-02-29 ", { day: Temporal.PlainDate.from("2028-02-29") }],
    ["", {}],
  ])("planned for %j", (day, read) => {
    const plan = readSubmitted("drill", { account: first.id, day }, contoso);
    expect(plain(plan)).toEqual(plain({ wish: { type: "plan-drill", account: first.id, ...read } }));
  });

  test.each(["12/01/2026", "2026-02-30", "2027-02-29", "tomorrow", "20261201", "2026-12-01T10:00"])(
    "the day %j is never guessed",
    (day) => {
      expect(readSubmitted("drill", { account: first.id, day }, contoso)).toEqual({
        wrong: { day: expect.any(String) },
      });
    },
  );

  test("a plan for an account that there is not names it", () => {
    expect(readSubmitted("drill", {}, contoso)).toEqual({ wrong: { account: expect.any(String) } });
  });

  test("a day that was typed behind the command stands in the field, other words do not", () => {
    expect(field(form("drill", contoso, { words: "2026-12-01" }), "day")).toMatchObject({
      initial: "2026-12-01",
    });
    expect(field(form("drill", contoso, { words: "soon" }), "day")).not.toHaveProperty("initial");
  });

  test("whether the SOC knows is chosen, never guessed", () => {
    const start: ButtonAction = { verb: "start", drill };
    expect(readClick(start, { announced: "announced" })).toEqual({ type: "start", drill, announced: true });
    expect(readClick(start, { announced: "unannounced" })).toEqual({
      type: "start",
      drill,
      announced: false,
    });
    expect(readClick(start, { announced: "yes" })).toEqual({
      type: "form",
      form: "start-drill",
      about: start,
    });
    expect(readSubmitted("start-drill", {}, contoso)).toEqual({ wrong: { announced: expect.any(String) } });
    expect(readSubmitted("start-drill", { announced: "announced" }, contoso)).toEqual({
      wish: { type: "start", announced: true },
    });
    expect(field(form("start-drill", contoso), "announced")).not.toHaveProperty("initial");
  });

  test("the rehearsal is the request form with the drill's one account", () => {
    const shown = form("rehearse", contoso, { about: rehearse, account: second.id });
    expect(shown.fields.map((one) => one.id)).toEqual(form("request", contoso).fields.map((one) => one.id));
    expect(field(shown, "account")).toMatchObject({
      initial: second.id,
      options: [{ value: second.id, label: expect.stringContaining(second.label) }],
    });
    expect(buttonForm(rehearse, contoso, { account: second.id })?.fields).toEqual(shown.fields);
    expect(field(form("rehearse", contoso, { about: rehearse }), "account")).not.toHaveProperty("initial");
  });

  test("read back, it asks, and the request is the drill's", () => {
    expect(readClick(rehearse, typed)).toEqual({ type: "ask", wanted, drill });
    expect(readClick(rehearse, { ...typed, failure: "boredom" })).toEqual({
      type: "form",
      form: "rehearse",
      about: rehearse,
      words: reason,
    });
  });

  test("A7: a rehearsal that no drill's button opened is none, and asks for nothing", () => {
    expect(readSubmitted("rehearse", { ...typed, drill: "DR-4" }, contoso)).toEqual({
      wish: { type: "drills" },
    });
    expect(readSubmitted("request", { ...typed, drill: "DR-4" }, contoso)).toEqual({
      wish: { type: "ask", wanted },
    });
  });

  test.each<[ButtonAction, Record<string, string>, object]>([
    [{ verb: "witness", drill }, {}, { type: "witness" }],
    [{ verb: "tick", drill, step: "task-done" }, {}, { type: "tick", step: "task-done" }],
    [{ verb: "tick", drill }, {}, { type: "tick" }],
    [{ verb: "sign-off", drill }, { note: ` ${note} ` }, { type: "sign-off", note }],
    [{ verb: "fail", drill }, { reason: ` ${reason} ` }, { type: "fail", reason }],
  ])("a click on %j with %j", (action, fields, wish) => {
    expect(readClick(action, fields)).toEqual({ ...wish, drill });
  });

  test("signed off and failed in words, without a button for the person's own", () => {
    expect(readSubmitted("sign-off", { note }, contoso)).toEqual({ wish: { type: "sign-off", note } });
    expect(readSubmitted("fail-drill", { reason }, contoso)).toEqual({ wish: { type: "fail", reason } });
    expect(buttonForm({ verb: "sign-off", drill }, contoso)?.name).toBe("sign-off");
    expect(buttonForm({ verb: "fail", drill }, contoso)?.name).toBe("fail-drill");
    expect(buttonForm({ verb: "witness", drill }, contoso)).toBeUndefined();
    expect(buttonForm({ verb: "tick", drill }, contoso)).toBeUndefined();
  });
});
