// What came twice is done once.
import { describe, expect, it, vi } from "vitest";
import { createOnce } from "../../../src/adapters/teams/once.ts";
import { nine } from "../../kit/cast.ts";

describe("the same message", () => {
  it("is handled once, and whoever repeats it waits for the first", async () => {
    const once = createOnce(() => nine);
    const { promise, resolve } = Promise.withResolvers<void>();
    const work = vi.fn(() => promise);
    let repeated = false;
    const first = once("a", work);
    const second = once("a", work).then(() => {
      repeated = true;
    });
    await Promise.resolve();
    expect(repeated).toBe(false);
    resolve();
    await Promise.all([first, second]);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("may be handled again when the first attempt failed", async () => {
    const once = createOnce(() => nine);
    await expect(once("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    const work = vi.fn(async () => undefined);
    await once("a", work);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("is remembered longer than a token lives, and not for ever", async () => {
    let now = nine;
    const once = createOnce(() => now);
    const work = vi.fn(async () => undefined);
    await once("a", work);
    now = nine.add({ minutes: 65 });
    await once("a", work);
    expect(work).toHaveBeenCalledTimes(1);
    now = nine.add({ minutes: 91 });
    await once("b", work);
    await once("a", work);
    expect(work).toHaveBeenCalledTimes(3);
  });
});
