// What a click in Teams is about is read from the card's data: a request or an alert, never both, and nothing guessed.
import { describe, expect, it } from "vitest";
import { parseActivity } from "../../../src/adapters/teams/activity.ts";
import { alertId, requestId } from "../../../src/core/ids.ts";
import { alertVerbs, type ButtonAction, requestVerbs } from "../../../src/core/view.ts";
import { contoso, sam } from "../../kit/cast.ts";

const request = requestId(12);
const alert = alertId(7);

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
});
