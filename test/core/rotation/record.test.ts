// What one batch of a rotation's events puts on record besides the events: deadline, name, time, who is told.
import { describe, expect, test } from "vitest";
import type { Span } from "../../../src/core/ports/store.ts";
import type { RotationEvent } from "../../../src/core/rotation/events.ts";
import { recordRotation } from "../../../src/core/rotation/record.ts";
import { rotationsAround } from "../../../src/core/rotation/span.ts";
import { ada, after, contoso, dave, first } from "../../kit/cast.ts";
import { attested, confirmed, day, joined, opened, proved, reminded, rotationFrom, use } from "./kit.ts";

function recorded(events: readonly RotationEvent[], before: readonly RotationEvent[] = [], takes?: string[]) {
  const [head, ...others] = events;
  if (!head) throw new Error("nothing happened");
  const rotation = rotationFrom(...before, ...events);
  return recordRotation([head, ...others], rotation, before.length, "key", contoso, takes);
}

const done = [opened(), proved(), confirmed()];

test("the key, the version that was read, the stream and the facts go with the events", () => {
  expect(recorded([proved()], [opened()], ["use/BG-1"])).toMatchObject({
    stream: "RO-3",
    expected: 1,
    key: "key",
    takes: ["use/BG-1"],
    redraw: true,
  });
  expect(recorded([opened()])).not.toHaveProperty("takes");
});

test("each announcement names the version of its event", () => {
  const { announcements } = recorded([proved(), confirmed()], [opened()]);
  expect(new Set(announcements.map(({ version }) => version))).toEqual(new Set([2, 3]));
});

test("the deadline is that of the rotation as the events leave it", () => {
  expect(recorded([opened()]).due).toEqual(after(720.5));
  expect(recorded([reminded("half-time", 720.5)], [opened()]).due).toEqual(after(day));
  expect(recorded(done).due).toBeUndefined();
});

test("one open rotation for each account", () => {
  expect(recorded([opened()]).holds).toBe(`rotation/${first.id}`);
  expect(recorded([proved()], [opened()]).holds).toBe(`rotation/${first.id}`);
  expect(recorded([attested()], [opened()]).holds).toBe(`rotation/${first.id}`);
  expect(recorded([confirmed()], [opened(), proved()]).holds).toBeUndefined();
  expect(recorded([attested(ada)], [opened(), attested(dave)]).holds).toBeUndefined();
});

describe("it is found by the time in which it is open", () => {
  const finds = ({ span }: { span?: Span | undefined }, from: number, until: number): boolean => {
    const asked = rotationsAround(after(from), after(until));
    return (
      span?.name === asked.name &&
      Temporal.Instant.compare(span.from, asked.until) <= 0 &&
      Temporal.Instant.compare(asked.from, span.until) <= 0
    );
  };

  test("from its opening, without an end", () => {
    const open = recorded([joined(use(10), 11)], [opened()]);
    expect(finds(open, -10, 0)).toBe(false);
    expect(finds(open, -10, 1)).toBe(true);
    expect(finds(open, 100 * 365 * day, 100 * 365 * day)).toBe(true);
  });

  test("to its end", () => {
    expect(finds(recorded(done), 130, 200)).toBe(true);
    expect(finds(recorded(done), 131, 200)).toBe(false);
  });
});
