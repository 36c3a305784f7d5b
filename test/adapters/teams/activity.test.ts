// What a click in Teams is about is read from the card's data: one thing, never two, and nothing guessed.
import { describe, expect, it } from "vitest";
import { parseActivity } from "../../../src/adapters/teams/activity.ts";
import { drillSteps } from "../../../src/core/drill/events.ts";
import { alertId, drillId, requestId, rotationId } from "../../../src/core/ids.ts";
import { cleanUps } from "../../../src/core/request/events.ts";
import {
  alertVerbs,
  type ButtonAction,
  drillVerbs,
  requestVerbs,
  rotationVerbs,
} from "../../../src/core/view.ts";
import { contoso, sam } from "../../kit/cast.ts";

const request = requestId(12);
const alert = alertId(7);
const rotation = rotationId(3);
const drill = drillId(4);

function deedOf(verb: string, data: Record<string, unknown>) {
  const said = parseActivity(
    {
      type: "invoke",
      id: "1",
      name: "adaptiveCard/action",
      serviceUrl: "https://smba.trafficmanager.net/teams/",
      from: { id: "29:sam", aadObjectId: sam.id },
      conversation: { id: "19:soc@thread.tacv2", tenantId: contoso.tenant },
      recipient: { id: "28:bot" },
      value: { action: { verb, data } },
    },
    contoso.tenant,
  );
  return said?.type === "action" ? said.deed : undefined;
}

const actions: readonly ButtonAction[] = [
  ...requestVerbs.map((verb) => ({ verb, request })),
  ...alertVerbs.map((verb) => ({ verb, alert })),
  ...rotationVerbs.map((verb) => ({ verb, rotation })),
  ...drillVerbs.map((verb) => ({ verb, drill })),
  ...cleanUps.map((item) => ({ verb: "clean-up" as const, request, item })),
  ...drillSteps.map((step) => ({ verb: "tick" as const, drill, step })),
  { verb: "approve", request, about: 0 },
];

it.each(actions)("$verb is read as it was drawn", (action) => {
  expect(deedOf("bg.click", { action, card: "card/AL-7/x", stream: "AL-7" })).toMatchObject({
    verb: "bg.click",
    action,
    card: "card/AL-7/x",
  });
});

it("a class and its note come with the click, and with the form alone", () => {
  const fields = { form: "classify", "classify.class": "misuse", "classify.note": "nobody knows" };
  const typed = { class: "misuse", note: "nobody knows" };
  const action = { verb: "classify", alert };
  expect(deedOf("bg.click", { action, ...fields })).toMatchObject({ action, typed });
  expect(deedOf("bg.submit", { action, ...fields })).toMatchObject({
    form: "classify",
    about: action,
    typed,
  });
  expect(deedOf("bg.submit", fields)).toMatchObject({ form: "classify", about: undefined, typed });
});

describe("B8: what was edited is read as nothing", () => {
  it.each<[string, unknown]>([
    ["a request and an alert at once", { verb: "approve", request, alert }],
    ["an alert and a request at once", { verb: "close", alert, request }],
    ["a verb of requests on an alert", { verb: "approve", alert }],
    ["a verb of alerts on a request", { verb: "acknowledge", request }],
    ["a request's number as an alert", { verb: "acknowledge", alert: "BG-12" }],
    ["an alert's number as a request", { verb: "approve", request: "AL-7" }],
    ["a bare number as an alert", { verb: "acknowledge", alert: "7" }],
    ["an alert that is no text", { verb: "acknowledge", alert: 7 }],
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
    expect(deedOf("bg.click", { action })).toBeUndefined();
    expect(deedOf("bg.submit", { form: "classify", action })).toBeUndefined();
  });

  it("only what an alert's action has is read of it", () => {
    const forged = { verb: "acknowledge", alert, about: 0, part: "key", by: "sam" };
    expect(deedOf("bg.click", { action: forged })).toMatchObject({ action: { verb: "acknowledge", alert } });
    expect(JSON.stringify(deedOf("bg.click", { action: forged }))).not.toContain("sam");
  });

  it("only what a rotation's and a drill's action have is read of them", () => {
    const confirm = { verb: "confirm-rotation", rotation, step: "two-paths", by: "sam" };
    expect(deedOf("bg.click", { action: confirm })).toHaveProperty("action", {
      verb: "confirm-rotation",
      rotation,
    });
    const tick = { verb: "tick", drill, step: "two-paths", item: "roles-removed" };
    expect(deedOf("bg.click", { action: tick })).toHaveProperty("action", {
      verb: "tick",
      drill,
      step: "two-paths",
    });
  });
});
