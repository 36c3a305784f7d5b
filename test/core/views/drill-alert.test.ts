// The alert of a drill: expected, and yet somebody is to take it, for how long that takes is what is tested.
import { describe, expect, test } from "vitest";
import type { AlertEvent, Judgement } from "../../../src/core/alert/events.ts";
import { alertCard } from "../../../src/core/views/alert-card.ts";
import { headingWords } from "../../../src/core/words/heading.ts";
import {
  acknowledged,
  alertFrom,
  alertOf,
  asApproved,
  classified,
  closed,
  rejudged,
  signIn,
  unmatched,
} from "../../kit/alert-events.ts";
import { alice, contoso, sam } from "../../kit/cast.ts";
import { stories } from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { readView } from "../../kit/office.ts";

const asDrill: Judgement = { verdict: "drill", request: asApproved.request };
const row = signIn();
const raised = alertOf(asDrill, row);

function draw(events: readonly AlertEvent[], viewer = sam) {
  const view = alertCard(alertFrom(...events), stateOf(...stories.approved), contoso, viewer);
  const buttons = view.buttons.map(({ action, style }) => `${action.verb} ${style}`);
  return { heading: headingWords(view), text: readView(view), buttons };
}

describe("of a drill that was announced", () => {
  test("it asks to be acknowledged all the same, says why, and offers it first", () => {
    const { heading, text, buttons } = draw(raised);
    expect(heading).toBe("⏳ Sev 3 · AL-7 · Sign-in in a drill");
    expect(text).toContain(
      "Acknowledge it all the same (/breakglass ack AL-7): the drill measures how long it takes.",
    );
    expect(text).not.toContain("Nothing to do");
    expect(buttons).toEqual(["acknowledge primary", "classify plain"]);
  });

  test.each<[string, AlertEvent[]]>([
    ["acknowledged", [acknowledged()]],
    ["classified", [acknowledged(), classified("drill")]],
    ["closed", [closed()]],
  ])("%s, it asks no more", (_, events) => {
    const { text, buttons } = draw([...raised, ...events]);
    expect(text).not.toContain("Acknowledge it all the same");
    expect(buttons).not.toContain("acknowledge primary");
  });

  test("whose rehearsal it is does not acknowledge it", () => {
    expect(draw(raised, { ...alice, roles: ["soc"] }).buttons).toEqual([]);
  });
});

test("of one that was not announced: found out and acknowledged, it stays acknowledged", () => {
  const found = [...alertOf(unmatched, row), acknowledged(), rejudged(asDrill, [row])];
  expect(draw(found).heading).toBe("✅ Sev 3 · AL-7 · Sign-in in a drill, acknowledged");
  expect(draw(found).buttons).toEqual(["classify plain"]);
});

test("what was expected without a drill still waits for nobody", () => {
  expect(draw(alertOf(asApproved, row)).buttons).toEqual(["classify plain"]);
});
