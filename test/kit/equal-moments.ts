// For every test: two moments are equal when they are the same moment. `toMatchObject` takes any two for equal without it.
import { expect } from "vitest";

expect.addEqualityTesters([
  (a, b) => (a instanceof Temporal.Instant && b instanceof Temporal.Instant ? a.equals(b) : undefined),
]);
