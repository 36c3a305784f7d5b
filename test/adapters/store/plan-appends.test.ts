// What a batch comes to is decided before anything is written.
import { expect, test } from "vitest";
import { prepare } from "../../../src/adapters/store/append.ts";
import { noHash } from "../../../src/adapters/store/chain.ts";
import { planAppends } from "../../../src/adapters/store/plan-appends.ts";
import { anAppend } from "../../kit/appends.ts";

const empty = { head: { seq: 0, hash: noHash }, streams: [], commands: [], taken: [] };

test("F2: within one batch the first append takes a fact in, and what is refused writes nothing", () => {
  const batch = [
    anAppend("AL-1", { takes: ["a", "b"] }),
    anAppend("AL-2", { takes: ["b", "c"] }),
    anAppend("AL-3", { takes: ["c", "c"] }),
    anAppend("AL-4", { takes: ["old"] }),
  ];
  const { outcomes, plan } = planAppends(batch.map(prepare), { ...empty, taken: ["old"] });
  expect(outcomes.map(({ type }) => type)).toEqual(["appended", "conflict", "appended", "conflict"]);
  expect(plan.taken).toEqual([
    { fact: "a", seq: 1 },
    { fact: "b", seq: 1 },
    { fact: "c", seq: 2 },
  ]);
  expect(plan.entries.map(({ stream }) => stream)).toEqual(["AL-1", "AL-3"]);
});
