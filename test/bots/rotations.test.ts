// Which rotations are read, and how often.
import { expect, test } from "vitest";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { rememberedRotations } from "../../src/bots/rotations.ts";
import { rotationId } from "../../src/core/ids.ts";
import type { RotationEvent } from "../../src/core/rotation/events.ts";
import { recordRotation } from "../../src/core/rotation/record.ts";
import { foldRotation, type Rotation } from "../../src/core/rotation/state.ts";
import { confirmed, day, proved, rotationOf } from "../kit/account-record.ts";
import { after, contoso, first, nine } from "../kit/cast.ts";

type Some<One> = readonly [One, ...One[]];

const opened = (number: number): RotationEvent => ({
  type: "rotation-opened",
  at: after(-40 + number),
  rotation: rotationId(number),
  account: first.id,
  reason: { kind: "calendar" },
  due: after(day),
});

test("a closed rotation is read once, an open one whenever it is asked for", async () => {
  const store = await openStore({ url: "sqlite::memory:" });
  const put = (version: number, before: Rotation | undefined, events: Some<RotationEvent>) => {
    const then = foldRotation(events, before);
    if (!then) throw new Error("no rotation");
    return store.append(recordRotation(events, then, version, `${then.id}/${version}`, contoso));
  };
  const reads: string[] = [];
  const parts = {
    store: {
      ...store,
      read: (stream: string) => {
        reads.push(stream);
        return store.read(stream);
      },
    },
    organisation: () => contoso,
    now: () => nine,
  };
  await put(0, undefined, [opened(1), proved(-10), confirmed(-2)]);
  await put(0, undefined, [opened(2)]);

  await rememberedRotations(parts);
  expect(reads.splice(0)).toEqual(["RO-1", "RO-2"]);
  const again = await rememberedRotations(parts);
  expect(reads.splice(0)).toEqual(["RO-2"]);
  expect(again.map(({ id, closed }) => [id, closed?.how])).toEqual([
    ["RO-1", "proved"],
    ["RO-2", undefined],
  ]);

  await put(1, rotationOf({ id: 2 }), [proved(-5)]);
  expect((await rememberedRotations(parts)).at(-1)?.proof).toBeDefined();
  await store.close();
});
