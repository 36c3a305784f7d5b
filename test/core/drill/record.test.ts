// What one batch of a drill's events puts on record besides the events: deadline, name, time, who is told.
import { describe, expect, test } from "vitest";
import type { DrillEvent } from "../../../src/core/drill/events.ts";
import { drillsFrom, recordDrill } from "../../../src/core/drill/record.ts";
import { first } from "../../kit/cast.ts";
import {
  asDone,
  asFinished,
  asHidden,
  asRunning,
  asScheduled,
  asStarted,
  day,
  drillFrom,
  failed,
  finished,
  local,
  noted,
  office,
  on,
  witnessed,
} from "./kit.ts";

function recorded(events: readonly DrillEvent[], before: readonly DrillEvent[] = []) {
  const [one, ...others] = events;
  if (!one) throw new Error("nothing happened");
  return recordDrill([one, ...others], drillFrom(...before, ...events), before.length, "key", office);
}

test("the key, the version that was read and the stream go with the events", () => {
  expect(recorded([finished(day)], asDone)).toMatchObject({
    stream: "DR-4",
    expected: asDone.length,
    key: "key",
    redraw: true,
  });
});

test("each announcement names the version of its event", () => {
  const { announcements } = recorded([witnessed(day), noted(day, "soc-told")], asStarted);
  expect(new Set(announcements.map(({ version }) => version))).toEqual(new Set([3]));
});

test("the deadline is that of the drill as the events leave it", () => {
  expect(local(recorded(asScheduled).due)).toBe("2026-11-24T10:00");
  expect(local(recorded([witnessed(day)], asStarted).due)).toBe("2026-11-26T10:00");
  expect(recorded([finished(day)], asDone).due).toBeUndefined();
});

describe("one is open for each account, until it is over", () => {
  test.each<[string, DrillEvent[], string | undefined]>([
    ["scheduled", asScheduled, `drill/${first.id}`],
    ["begun", asStarted, `drill/${first.id}`],
    ["running", asRunning, `drill/${first.id}`],
    ["hidden", asHidden, `drill/${first.id}`],
    ["finished", asFinished, undefined],
    ["failed", [...asRunning, failed(day)], undefined],
  ])("%s", (_, events, holds) => {
    expect(recorded(events).holds).toBe(holds);
  });
});

describe("it is found by its time", () => {
  test("from the moment it was scheduled until it was over", () => {
    expect(recorded(asFinished).span).toEqual({
      name: "drill",
      from: on("2026-11-24T10:00"),
      until: on("2026-11-24T14:00"),
    });
  });

  test("one that is not over is found at whatever moment", () => {
    const { span } = recorded(asScheduled);
    expect(Temporal.Instant.compare(span?.until ?? on(day), on("2200-01-01T00:00"))).toBe(1);
  });

  test("and asked for by the same name", () => {
    expect(drillsFrom(on(day))).toEqual({ ...recorded(asScheduled).span, from: on(day) });
  });
});
