// Trap 8: what waits behind an answer is bounded, whatever the connector does.
import { expect, test } from "vitest";
import { createBackground } from "../../../src/adapters/teams/background.ts";

test("a connector that never answers holds 200 answers in memory, and the rest is said to be dropped", async () => {
  const said: object[] = [];
  const { run, settled } = createBackground({
    warn: (fields: object) => said.push(fields),
    error: () => undefined,
    info: () => undefined,
    debug: () => undefined,
  } as never);
  const { promise, resolve } = Promise.withResolvers<void>();
  let begun = 0;
  for (let n = 0; n < 1_000; n++) {
    run("answer", () => {
      begun += 1;
      return promise;
    });
  }
  expect(begun).toBe(200);
  expect(said).toEqual([1, 10, 100].map((dropped) => ({ what: "answer", dropped })));
  resolve();
  await settled();
  run("answer", async () => void (begun += 1));
  expect(begun).toBe(201);
  await settled();
});
