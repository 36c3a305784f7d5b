// What buttons and forms carry comes back as it went, and nothing else is read: about one thing, never about two.
import { describe, expect, test } from "vitest";
import { buttonValue, formMetadata, parseButton, parseForm } from "../../../src/adapters/slack/carried.ts";
import { drillSteps } from "../../../src/core/drill/events.ts";
import { alertId, drillId, requestId, rotationId } from "../../../src/core/ids.ts";
import { cleanUps } from "../../../src/core/request/events.ts";
import {
  alertVerbs,
  type ButtonAction,
  drillVerbs,
  formNames,
  requestVerbs,
  rotationVerbs,
} from "../../../src/core/view.ts";

const request = requestId(12);
const alert = alertId(7);
const rotation = rotationId(3);
const drill = drillId(4);
const actions: readonly ButtonAction[] = [
  ...requestVerbs.map((verb) => ({ verb, request })),
  ...alertVerbs.map((verb) => ({ verb, alert })),
  ...rotationVerbs.map((verb) => ({ verb, rotation })),
  ...drillVerbs.map((verb) => ({ verb, drill })),
  ...cleanUps.map((item) => ({ verb: "clean-up" as const, request, item })),
  ...drillSteps.map((step) => ({ verb: "tick" as const, drill, step })),
  { verb: "approve", request, about: 0 },
  { verb: "acknowledge", alert, about: 2 },
  { verb: "release", request, part: "envelope A" },
];

test.each(actions)("$verb comes back as it went", (action) => {
  const carried = { action, card: "card/AL-7/slack:channel:C0SOC" };
  expect(parseButton(buttonValue(carried))).toEqual(carried);
  const ofForm = { name: "classify" as const, action, on: { conversation: "C0SOC", message: "1.2" } };
  expect(parseForm(formMetadata(ofForm))).toEqual(ofForm);
});

test.each(formNames)("the form %s is known", (form) => {
  expect(parseButton(buttonValue({ action: { verb: "close", alert }, form }))?.form).toBe(form);
});

describe("B8: what was edited is read as nothing", () => {
  test.each<[string, unknown]>([
    ["a request and an alert at once", { verb: "approve", request, alert }],
    ["an alert and a request at once", { verb: "close", alert, request }],
    ["a verb of requests on an alert", { verb: "approve", alert }],
    ["a verb of alerts on a request", { verb: "acknowledge", request }],
    ["a request's number as an alert", { verb: "acknowledge", alert: "BG-12" }],
    ["an alert's number as a request", { verb: "approve", request: "AL-7" }],
    ["a bare number as an alert", { verb: "acknowledge", alert: "7" }],
    ["a part of an alert", { verb: "acknowledge", alert, part: "envelope A" }],
    ["a step of a rotation", { verb: "confirm-rotation", rotation, step: "two-paths" }],
    ["an item of a drill", { verb: "tick", drill, item: "roles-removed" }],
    ["who clicks", { verb: "acknowledge", alert, by: "U0SAM" }],
    ["a request and a rotation at once", { verb: "confirm-rotation", rotation, request }],
    ["a rotation and a drill at once", { verb: "confirm-rotation", rotation, drill }],
    ["a drill and an alert at once", { verb: "start", drill, alert }],
    ["a verb of rotations on a drill", { verb: "confirm-rotation", drill }],
    ["a verb of drills on a request", { verb: "sign-off", request }],
    ["a rotation's number as a drill", { verb: "start", drill: "RO-3" }],
    ["a drill's number as a rotation", { verb: "attest-rotation", rotation: "DR-4" }],
    ["an unknown step", { verb: "tick", drill, step: "coffee" }],
    ["a step that is no text", { verb: "tick", drill, step: 1 }],
    ["a milestone in place of a step", { verb: "tick", drill, step: "rotated" }],
    ["an unknown item of the clean-up", { verb: "clean-up", request, item: "coffee" }],
    ["an item that is a list", { verb: "clean-up", request, item: ["roles-removed"] }],
    ["nothing", { verb: "acknowledge" }],
    ["an unknown verb", { verb: "reopen", alert }],
  ])("%s", (_, action) => {
    expect(parseButton(JSON.stringify({ action }))).toBeUndefined();
    expect(parseForm(JSON.stringify({ name: "classify", action }))).toBeUndefined();
  });
});
