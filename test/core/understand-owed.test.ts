// Typed words about rotations, drills and reviews: what they mean, and where rather a form is opened than a guess made.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drillId, requestId, rotationId } from "../../src/core/ids.ts";
import { understand } from "../../src/core/understand.ts";
import type { Wish } from "../../src/core/wish.ts";

const request = requestId(12);
const rotation = rotationId(3);
const drill = drillId(4);
const day = Temporal.PlainDate.from("2026-12-01");

const meanings = (...of: readonly [string, Wish][]) =>
  test.each(of)("%j", (text, wish) => {
    expect(plain(understand(text))).toEqual(plain(wish));
  });
/** A day as text, which a comparison can look into. */
const plain = (wish: Wish): unknown => JSON.parse(JSON.stringify(wish));

describe("about rotations", () => {
  meanings(
    ["confirm RO-3", { type: "confirm-rotation", rotation }],
    ["/breakglass Confirm ro-3", { type: "confirm-rotation", rotation }],
    ["confirm 3", { type: "confirm-rotation", rotation }],
    ["confirm", { type: "confirm-rotation" }],
    ["confirm BG-12", { type: "confirm-rotation" }],
    ["confirm RO-0", { type: "confirm-rotation" }],
    ["attest RO-3 I saw the new key", { type: "attest-rotation", rotation, note: "I saw the new key" }],
    ["attest ro-3", { type: "form", form: "attest-rotation", about: { verb: "attest-rotation", rotation } }],
    ["attest BG-12", { type: "attest", request, note: "" }],
    ["attest 12 I called Alice", { type: "attest", request, note: "I called Alice" }],
    ["attest", { type: "attest", note: "" }],
    ["status RO-3", { type: "status", rotation }],
    ["suspect", { type: "form", form: "suspect", words: "" }],
    ["suspect the envelope is torn", { type: "form", form: "suspect", words: "the envelope is torn" }],
    ["staff-change Alice Jones", { type: "staff-change", who: "Alice Jones" }],
    ["staff-change <@U0ALICE|Alice J>", { type: "staff-change", who: "<@U0ALICE|Alice J>" }],
    ["staff-change", { type: "staff-change", who: "" }],
    ["calendar", { type: "calendar" }],
    ["rotations", { type: "help", unknown: "rotations" }],
  );
});

describe("about reviews", () => {
  const opened = (words: string): Wish => ({
    type: "form",
    form: "review",
    about: { verb: "review", request },
    words,
  });
  meanings(
    ["review BG-12", { type: "timeline", request }],
    ["review 12", { type: "timeline", request }],
    ["review", { type: "timeline" }],
    ["timeline BG-12", { type: "timeline", request }],
    ["timeline", { type: "timeline" }],
    [
      "review BG-12 emergency the portal was down",
      { type: "review", request, class: "emergency", note: "the portal was down" },
    ],
    [
      "review BG-12 false alarm: nobody was in",
      { type: "review", request, class: "false-alarm", note: "nobody was in" },
    ],
    ["review emergency and why", { type: "review", class: "emergency", note: "and why" }],
    ["review BG-12 emergency", opened("emergency")],
    ["review BG-12 all was well", opened("all was well")],
    ["review all was well", { type: "form", form: "review", words: "all was well" }],
    ["clean-up BG-12 policies", { type: "clean-up", request, item: "policies-restored" }],
    ["cleanup bg-12 roles removed", { type: "clean-up", request, item: "roles-removed" }],
    ["clean-up 12 parts", { type: "clean-up", request, item: "parts-returned" }],
    ["clean-up parts-returned", { type: "clean-up", item: "parts-returned" }],
    ["clean-up BG-12 credential", { type: "clean-up", request, item: "credential-rotated" }],
    ["clean-up BG-12 everything", { type: "clean-up", request }],
    ["clean-up BG-12", { type: "clean-up", request }],
    ["clean-up", { type: "clean-up" }],
  );
});

describe("about drills", () => {
  const planned = (words: string): Wish => ({ type: "form", form: "drill", words });
  meanings(
    ["drills", { type: "drills" }],
    ["drill", { type: "drills" }],
    ["drill DR-4", { type: "status", drill }],
    ["status DR-4", { type: "status", drill }],
    ["drill now", { type: "plan-drill" }],
    ["drill now Emergency 2", planned("Emergency 2")],
    ["drill schedule 2026-12-01", { type: "plan-drill", day }],
    ["drill schedule", planned("")],
    ["drill schedule 2026-02-30", planned("2026-02-30")],
    ["drill schedule 12/01/2026", planned("12/01/2026")],
    ["drill schedule 2026-12-01 Emergency 2", planned("2026-12-01 Emergency 2")],
    ["drill start DR-4", { type: "start", drill, announced: true }],
    ["start DR-4", { type: "start", drill, announced: true }],
    ["drill start 4", { type: "start", drill, announced: true }],
    ["drill start", { type: "start", announced: true }],
    ["drill start DR-4 announced", { type: "start", drill, announced: true }],
    ["drill start DR-4 Unannounced", { type: "start", drill, announced: false }],
    ["drill start unannounced", { type: "start", announced: false }],
    ["drill rehearse DR-4", { type: "form", form: "rehearse", about: { verb: "rehearse", drill } }],
    ["drill rehearse", { type: "drills" }],
    ["drill witness DR-4", { type: "witness", drill }],
    ["witness dr-4", { type: "witness", drill }],
    ["drill witness", { type: "witness" }],
    ["drill tick DR-4 two-paths", { type: "tick", drill, step: "two-paths" }],
    ["drill tick DR-4 two", { type: "tick", drill, step: "two-paths" }],
    ["tick DR-4 people trained", { type: "tick", drill, step: "people-trained" }],
    ["drill tick two paths", { type: "tick", step: "two-paths" }],
    ["drill tick DR-4 people", { type: "tick", drill }],
    ["drill tick DR-4 no", { type: "tick", drill }],
    ["drill tick DR-4", { type: "tick", drill }],
    ["drill sign-off DR-4 all was well", { type: "sign-off", drill, note: "all was well" }],
    ["drill sign-off all was well", { type: "sign-off", note: "all was well" }],
    ["drill sign-off DR-4", { type: "form", form: "sign-off", about: { verb: "sign-off", drill } }],
    ["sign-off 4", { type: "form", form: "sign-off", about: { verb: "sign-off", drill } }],
    ["drill sign-off", { type: "form", form: "sign-off" }],
    ["drill fail DR-4 the key did not work", { type: "fail", drill, reason: "the key did not work" }],
    ["drill fail DR-4", { type: "form", form: "fail-drill", about: { verb: "fail", drill } }],
    ["drill fail", { type: "form", form: "fail-drill" }],
    ["drill dance", { type: "help", unknown: "drill dance" }],
  );

  test("a drill is never told to the SOC by a slip of the finger: the form asks", () => {
    expect(understand("drill start DR-4 unanounced")).toEqual({
      type: "form",
      form: "start-drill",
      about: { verb: "start", drill },
    });
  });

  test("a number that begins a sentence fails no other drill", () => {
    expect(understand("drill fail 2 paths failed")).toEqual({ type: "fail", reason: "2 paths failed" });
    expect(understand("drill sign-off 3 people were there")).toEqual({
      type: "sign-off",
      note: "3 people were there",
    });
  });
});

test("whatever is typed means something, and nothing makes it fall over", () => {
  const verbs = ["drill", "review", "clean-up", "confirm", "attest", "tick", "start", "drill schedule", ""];
  const others = fc.string({ unit: "grapheme", maxLength: 40 });
  fc.assert(
    fc.property(fc.constantFrom(...verbs), others, (verb, words) => {
      expect(understand(`${verb} ${words}`)).toHaveProperty("type");
    }),
  );
});
