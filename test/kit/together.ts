// Stories that mostly wait: all of them are told at the same time, and each test hears how its own ended.
import { beforeAll } from "vitest";

/** They begin before the first test of this file or `describe`. */
export function together<Told>(stories: Readonly<Record<string, () => Promise<Told>>>) {
  const telling = new Map<string, Promise<Told>>();
  beforeAll(() => {
    for (const [name, story] of Object.entries(stories)) {
      const told = story();
      told.catch(() => undefined); // its own test hears of it
      telling.set(name, told);
    }
  });
  return (name: string): Promise<Told> =>
    telling.get(name) ?? Promise.reject(new Error(`there is no story "${name}"`));
}
