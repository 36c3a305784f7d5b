// What buttons and forms carry comes back as it went, and nothing else is read: about a request or an alert, never both.
import { describe, expect, test } from "vitest";
import { buttonValue, formMetadata, parseButton, parseForm } from "../../../src/adapters/slack/carried.ts";
import { alertId, requestId } from "../../../src/core/ids.ts";
import { alertVerbs, type ButtonAction, formNames, requestVerbs } from "../../../src/core/view.ts";

const request = requestId(12);
const alert = alertId(7);
const actions: readonly ButtonAction[] = [
  ...requestVerbs.map((verb) => ({ verb, request })),
  ...alertVerbs.map((verb) => ({ verb, alert })),
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
    ["who clicks", { verb: "acknowledge", alert, by: "U0SAM" }],
    ["nothing", { verb: "acknowledge" }],
    ["an unknown verb", { verb: "reopen", alert }],
  ])("%s", (_, action) => {
    expect(parseButton(JSON.stringify({ action }))).toBeUndefined();
    expect(parseForm(JSON.stringify({ name: "classify", action }))).toBeUndefined();
  });
});
