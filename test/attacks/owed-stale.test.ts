// Buttons of what is owed that are stale, copied or made up: the rules decide on what is true when they are pressed.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { drillSteps, stepOfMilestone } from "../../src/core/drill/events.ts";
import type { ButtonAction } from "../../src/core/view.ts";
import { change, signIn } from "../core/sign-in/kit.ts";
import { ada, alice, audrey, bob, dave, erin, people, sam } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Day, openDay, small } from "./owed-kit.ts";

let day: Day;
beforeEach(async () => {
  day = await openDay();
});
afterEach(() => day.close());

const elsewhere = { from: { on: { conversation: "C0ELSEWHERE", message: "m99" } } };
const action = (more: object) => ({ action: more as Partial<ButtonAction> });
const nothing = "Nothing was done";
/** A button that no card has. */
const forged = (caller: Parameters<Day["hear"]>[0], click: object, typed = {}) =>
  day.desk.hear({
    caller,
    key: day.newKey(),
    click: click as ButtonAction,
    typed,
    on: undefined,
    card: undefined,
  });

describe("of a rotation", () => {
  beforeEach(async () => {
    await day.used();
    await day.tells(45, change(40, "Reset user password"));
  });

  test("on a copy that stands elsewhere, or with another rotation's number, or on another card", async () => {
    const other = { rotation: "RO-2", verb: "confirm-rotation" };
    for (const [caller, card] of [
      [inSlack(ada), day.card("RO-1")],
      [inTeams(ada), day.card("RO-1", "admins", day.teams)],
    ] as const) {
      expect(await day.press(caller, card, "confirm-rotation", elsewhere)).toContain(nothing);
      expect(await day.press(caller, card, "confirm-rotation", action(other))).toContain(nothing);
    }
    const request = day.card("BG-1", "requests");
    const onRequest = { rotation: "RO-1", verb: "confirm-rotation", request: undefined };
    expect(await day.press(inSlack(ada), request, "confirm-rotation", action(onRequest))).toContain(nothing);
    expect(await day.store.live("RO-")).toEqual(["RO-1"]);
  });

  test("drawn for a proof that a later use has voided", async () => {
    const stale = day.card("RO-1");
    expect(stale.view.buttons.map(({ action: { verb } }) => verb)).toContain("confirm-rotation");
    await day.tells(60, signIn(55));
    expect(await day.press(inSlack(ada), stale, "confirm-rotation")).toContain("Nothing proves yet");
    expect(await day.store.live("RO-")).toEqual(["RO-1"]);
  });

  test("of one that is closed, pressed by somebody else", async () => {
    const stale = day.card("RO-1");
    await day.hear(inSlack(ada), "confirm RO-1");
    for (const verb of ["confirm-rotation", "attest-rotation"] as const) {
      const typed = { note: "I saw it sealed as well" };
      const click = { ...action({ verb, rotation: "RO-1" }), typed };
      expect(await day.press(inSlack(dave), stale, verb, click)).toContain("renewed already");
    }
  });

  test("pressed by somebody whom the file no longer names, or no longer as a keeper", async () => {
    const card = day.card("RO-1");
    const without = people.filter(({ id }) => id !== ada.id);
    day.become({ ...small, people: without });
    expect(await day.press(inSlack(ada), card, "confirm-rotation")).toContain(nothing);
    day.become({ ...small, people: [...without, { ...ada, roles: ["auditor"] }] });
    expect(await day.press(inSlack(ada), card, "confirm-rotation")).toContain("custodian");
    expect(await day.store.live("RO-")).toEqual(["RO-1"]);
  });
});

describe("of a drill", () => {
  const seen = new Set(Object.values(stepOfMilestone));

  test("for a step that Breakglass must see itself, on the card or made up", async () => {
    await day.started(true);
    for (const step of drillSteps.filter((one) => seen.has(one))) {
      const click = { verb: "tick", drill: "DR-1", step };
      await day.press(inSlack(ada), day.card("DR-1"), "tick", action(click));
      await forged(inTeams(ada), click);
      await day.hear(inSlack(ada), `drill tick DR-1 ${step}`);
    }
    expect(await day.record("DR-1")).not.toContain("step-ticked");
  });

  test.each(["toString", "__proto__", "", "sign-in-seen,task-done"])(
    "for a step that is none: %j",
    async (step) => {
      await day.started(true);
      await forged(inTeams(ada), { verb: "tick", drill: "DR-1", step });
      await day.hear(inSlack(ada), `drill tick DR-1 ${step}`);
      expect(await day.record("DR-1")).not.toContain("step-ticked");
    },
  );

  test("with another drill's number, on a copy, or on another card", async () => {
    await day.started(true);
    const card = day.card("DR-1");
    const tick = { verb: "tick", drill: "DR-1", step: "people-trained" };
    expect(await day.press(inSlack(ada), card, "tick", action({ ...tick, drill: "DR-2" }))).toContain(
      nothing,
    );
    expect(await day.press(inSlack(ada), card, "tick", { ...action(tick), ...elsewhere })).toContain(nothing);
    await day.rehearse(inSlack(alice));
    await day.settled();
    const request = day.card("BG-1", "requests");
    const onRequest = action({ ...tick, request: undefined });
    expect(await day.press(inSlack(ada), request, "tick", onRequest)).toContain(nothing);
    expect(await day.record("DR-1")).not.toContain("step-ticked");
  });

  test("that is over: nothing is ticked, signed off, failed, witnessed, started or rehearsed any more", async () => {
    await day.started(true);
    const stale = day.card("DR-1");
    await day.hear(inSlack(ada), "drill fail DR-1 the safe would not open");
    const before = await day.store.read("DR-1");
    await day.press(
      inSlack(ada),
      stale,
      "tick",
      action({ verb: "tick", drill: "DR-1", step: "people-trained" }),
    );
    await day.press(inSlack(audrey), stale, "sign-off", action({ verb: "sign-off", drill: "DR-1" }));
    await day.press(inSlack(audrey), stale, "fail", { typed: { reason: "and once more because" } });
    await day.press(inTeams(bob), stale, "witness", action({ verb: "witness", drill: "DR-1" }));
    await day.press(inSlack(ada), stale, "start", {
      ...action({ verb: "start", drill: "DR-1" }),
      typed: { announced: "announced" },
    });
    expect(await day.rehearse(inSlack(alice))).toMatchObject({ view: { title: nothing } });
    expect(await day.store.read("DR-1")).toEqual(before);
    expect(await day.record("BG-1")).toEqual([]);
  });

  test("after its time, before the clock has said so", async () => {
    await day.rehearsed(true);
    day.at(3 * 24 * 60);
    for (const words of ["drill tick DR-1 people-trained", "drill sign-off DR-1 it went well"])
      expect(await day.hear(inSlack(audrey), words)).toContain("over");
    expect(await day.record("DR-1")).not.toContain("drill-finished");
  });

  test("pressed by those who have no part in it", async () => {
    await day.started(true);
    for (const who of [alice, bob, dave, sam])
      expect(await day.hear(inSlack(who), "drill tick DR-1 people-trained")).toContain(nothing);
    for (const who of [alice, dave, erin, sam])
      expect(await day.hear(inSlack(who), "drill sign-off DR-1 it went well")).toContain(nothing);
    for (const who of [alice, bob, dave, sam, audrey])
      expect(await day.hear(inSlack(who), "drill start DR-1")).toContain("Only an admin");
    expect(await day.record("DR-1")).not.toContain("step-ticked");
  });

  test("an approval of its request, drawn before the SOC was told of the drill, counts for the question it was drawn for", async () => {
    await day.rehearsed(false);
    const stale = day.card("BG-1", "requests");
    await day.tells(13, signIn(12));
    await day.hear(inSlack(sam), "ack AL-1");
    await day.settled();
    expect(await day.record("BG-1")).toContain("drill-revealed");
    day.at(20);
    await day.hear(inSlack(alice), "extend BG-1 30m The safe took its time");
    const approve = action({ verb: "approve", request: "BG-1", about: 0 });
    expect(await day.press(inTeams(bob), stale, "approve", approve)).toContain(nothing);
    await day.hear(inSlack(alice), "end BG-1");
    expect(await day.press(inTeams(bob), stale, "approve", approve)).toContain(nothing);
    expect((await day.record("BG-1")).filter((one) => one === "granted")).toHaveLength(1);
  });
});

describe("of a review", () => {
  test("for an item that only Breakglass ticks, or that is none", async () => {
    await day.used();
    const card = day.card("BG-1", "requests");
    for (const item of ["credential-rotated", "toString", "policies-restored,roles-removed"]) {
      await day.press(inSlack(audrey), card, "clean-up", action({ verb: "clean-up", request: "BG-1", item }));
      await forged(inTeams(audrey), { verb: "clean-up", request: "BG-1", item });
    }
    expect(await day.record("BG-1")).not.toContain("cleaned-up");
  });
});
