// What one batch of an alert's events puts on record besides the events: deadline, name, time, rows, who is told.
import { describe, expect, test } from "vitest";
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import { recordAlert } from "../../../src/core/alert/record.ts";
import {
  acknowledged,
  alertFrom,
  alertOf,
  asApproved,
  asDrill,
  classified,
  closed,
  failed,
  failedRow,
  ofBlindness,
  ofChange,
  raised,
  regained,
  rejudged,
  repeated,
  seen,
  signIn,
  unmatched,
} from "../../kit/alert-events.ts";
import { after, contoso } from "../../kit/cast.ts";

function recorded(events: readonly AlertEvent[], before: readonly AlertEvent[] = [], takes?: string[]) {
  const [first, ...others] = events;
  if (!first) throw new Error("nothing happened");
  const alert = alertFrom(...before, ...events);
  return recordAlert([first, ...others], alert, before.length, "key", contoso, takes);
}

const sev0 = alertOf(unmatched);
const row = signIn();

test("the key, the version that was read, the stream and the rows taken in go with the events", () => {
  expect(recorded([seen([row], 6)], sev0, ["sign-in/a"])).toMatchObject({
    stream: "AL-7",
    expected: 2,
    key: "key",
    takes: ["sign-in/a"],
  });
  expect(recorded([acknowledged()], sev0)).not.toHaveProperty("takes");
});

test("each announcement names the version of its event", () => {
  const { announcements } = recorded([acknowledged(), classified()], sev0);
  expect(new Set(announcements.map(({ version }) => version))).toEqual(new Set([4]));
});

test("the deadline is that of the alert as the events leave it", () => {
  expect(recorded(sev0).due?.equals(after(10))).toBe(true);
  expect(recorded([repeated(1, 10)], sev0).due?.equals(after(20))).toBe(true);
  expect(recorded([acknowledged()], sev0).due).toBeUndefined();
});

test("it is found by the time of its rows; what has none keeps what stood", () => {
  expect(recorded([seen([signIn(4)], 6)], alertOf(unmatched, signIn(1))).span).toEqual({
    name: "alert",
    from: after(1),
    until: after(4),
  });
  expect(recorded([raised(ofBlindness())]).span).toBeUndefined();
});

describe("it is live while a person is wanted", () => {
  test.each<[string, AlertEvent[], string | undefined]>([
    ["Sev 0", sev0, "AL-7"],
    ["acknowledged", [...sev0, acknowledged()], "AL-7"],
    ["classified", [...sev0, acknowledged(), classified()], "AL-7"],
    ["closed", [...sev0, acknowledged(), classified(), closed()], undefined],
    ["a failed attempt", alertOf(failed, failedRow()), "AL-7"],
    ["an unexpected change", [raised(ofChange())], "AL-7"],
    ["an expected change", [raised(ofChange({ expected: true }))], undefined],
    ["an expected sign-in", alertOf(asApproved), undefined],
    ["a drill's, until the SOC has taken it", alertOf(asDrill), "AL-7"],
    ["a drill's, taken", [...alertOf(asDrill), acknowledged()], undefined],
    ["judged milder", [...alertOf(unmatched, row), rejudged(asApproved, [row])], undefined],
    ["F11: blindness of one source is one alert", [raised(ofBlindness())], "blind/log-analytics"],
    [
      "blindness that somebody closed, and that lasts",
      [raised(ofBlindness()), closed()],
      "blind/log-analytics",
    ],
    ["sight regained", [raised(ofBlindness()), regained()], undefined],
  ])("%s", (_, events, holds) => {
    expect(recorded(events).holds).toBe(holds);
  });
});
