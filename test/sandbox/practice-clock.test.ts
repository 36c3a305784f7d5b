// The practice clock by itself: how far it leaps, in which steps, and that it never goes back.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startPracticeClock } from "../../src/sandbox/practice-clock.ts";

const hour = 3_600_000;
let left: [from: string, to: string][];
let arrived: number[];
let moving: boolean[];

const text = (ms: number) =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO("Europe/Berlin").toString().slice(0, 16);

function start(more: Partial<Parameters<typeof startPracticeClock>[0]> = {}) {
  const clock = startPracticeClock({
    timeZone: "Europe/Berlin",
    calm: async () => {},
    leaves: (from, to) => left.push([text(from), text(to)]),
    arrives: async (ahead) => void arrived.push(ahead),
    changed: () => moving.push(clock.state().isMoving),
    ...more,
  });
  return clock;
}

beforeEach(() => {
  [left, arrived, moving] = [[], [], []];
  vi.useFakeTimers({ now: Date.parse("2026-11-21T09:00:00Z"), toFake: ["Date"] });
});
afterEach(() => vi.useRealTimers());

describe("the practice clock", () => {
  it("is the machine's until it leaps, and runs on with it afterwards", async () => {
    const clock = start();
    expect(clock.now()).toBe(Date.now());
    await clock.leap("hour");
    expect(clock.state()).toEqual({ ahead: hour, isMoving: false });
    vi.setSystemTime(Date.now() + 5_000);
    expect(clock.now()).toBe(Date.now() + hour);
  });

  it("a week passes day by day, each followed by everybody before the next", async () => {
    const clock = start();
    await clock.leap("week");
    expect(left.map(([, to]) => to)).toEqual(
      [22, 23, 24, 25, 26, 27, 28].map((day) => `2026-11-${day}T10:00`),
    );
    expect(arrived).toEqual([1, 2, 3, 4, 5, 6, 7].map((days) => days * 24 * hour));
  });

  it.each([
    ["2026-03-28T09:00:00Z", "2026-03-29T10:00", 23],
    ["2026-10-24T08:00:00Z", "2026-10-25T10:00", 25],
  ])("the day after %s begins at the same time of the company's clocks", async (now, next, hours) => {
    vi.setSystemTime(Date.parse(now));
    const clock = start();
    await clock.leap("day");
    expect(left).toEqual([[expect.stringContaining("T10:00"), next]]);
    expect(clock.state().ahead).toBe(hours * hour);
  });

  it("leaps from the moment at which all was calm", async () => {
    const clock = start({ calm: async () => void vi.setSystemTime(Date.now() + 2_000) });
    await clock.leap("hour");
    expect(clock.state().ahead).toBe(hour);
  });

  it("one leap at a time: a second one is refused with a sentence", async () => {
    const clock = start();
    const first = clock.leap("day");
    expect(clock.state().isMoving).toBe(true);
    await expect(clock.leap("hour")).rejects.toThrow("The clock is moving already.");
    await first;
    expect(clock.state()).toEqual({ ahead: 24 * hour, isMoving: false });
    expect(moving).toEqual([true, true, false]);
  });

  it("where somebody does not follow, it stands again, and says why", async () => {
    const clock = start({ arrives: () => Promise.reject(new Error("The bot is not running any more.")) });
    await expect(clock.leap("week")).rejects.toThrow("not running");
    expect(left).toHaveLength(1);
    expect(clock.state().isMoving).toBe(false);
  });
});
