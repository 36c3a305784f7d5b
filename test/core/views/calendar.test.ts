// The list of what is owed: what, of which account, when, and whether somebody is late.
import { expect, test } from "vitest";
import { blocks } from "../../../src/adapters/slack/blocks.ts";
import { adaptiveCard } from "../../../src/adapters/teams/card.ts";
import { owings } from "../../../src/core/calendar.ts";
import type { AccountRecord } from "../../../src/core/readiness.ts";
import { calendarView } from "../../../src/core/views/calendar.ts";
import { day, drillOf, recordOf, rotationOf } from "../../kit/account-record.ts";
import { contoso, first, nine } from "../../kit/cast.ts";
import { readView } from "../../kit/office.ts";

const draw = (...records: Partial<AccountRecord>[]) =>
  calendarView(owings(records.map(recordOf), nine, contoso), contoso);

test("nothing owed is said", () => {
  expect(readView(draw())).toBe(
    "Contoso: what is owed in the next 90 days\nNothing is owed in the next 90 days.",
  );
});

test("what is open has its number, what is to come says that it will be opened", () => {
  const view = draw({ drills: [drillOf({ due: 60 })] });
  expect(readView({ ...view, title: "" })).toBe(
    "\nDrill DR-4: Emergency 1, 10:00.\nRotation: Emergency 1, 09:00. I open it in time, and remind.",
  );
  expect(view.tone).toBe("neutral");
});

test("what is overdue comes first, in words", () => {
  const view = draw({ drills: [drillOf({ due: 60 })], rotations: [rotationOf({ due: -60 })] });
  expect(view.facts[0]).toMatchObject({
    label: "Rotation RO-3",
    value: [{ strong: "Overdue. " }, "Emergency 1, ", {}, "."],
  });
  expect(view.tone).toBe("waiting");
});

test("a large organisation's fits both platforms, and says how much is left", () => {
  const view = draw(
    ...Array.from({ length: 40 }, (_, index) => ({
      account: { ...first, label: `Emergency account number ${index} of us` },
      drills: [drillOf({ id: index + 1, due: index * day })],
    })),
  );
  expect(view.facts).toHaveLength(25);
  expect(view.lines).toEqual([["These come first; 55 more are owed later."]]);
  for (const drawn of [blocks(view), adaptiveCard(view)])
    expect(JSON.stringify(drawn)).toContain("number 24 of us");
});
