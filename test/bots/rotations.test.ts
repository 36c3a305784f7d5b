// Which rotations are read, and how often.
import { expect, test } from "vitest";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { oweRotation, rememberedRotations } from "../../src/bots/rotations.ts";
import { rotationId } from "../../src/core/ids.ts";
import type { Store } from "../../src/core/ports/store.ts";
import type { RotationEvent } from "../../src/core/rotation/events.ts";
import { recordRotation } from "../../src/core/rotation/record.ts";
import { foldRotation, type Rotation } from "../../src/core/rotation/state.ts";
import { confirmed, day, proved, reasons, rotationOf } from "../kit/account-record.ts";
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

async function put(store: Store, version: number, before: Rotation | undefined, events: Some<RotationEvent>) {
  const then = foldRotation(events, before);
  if (!then) throw new Error("no rotation");
  await store.append(recordRotation(events, then, version, `${then.id}/${version}`, contoso));
}

test("a closed rotation is read once, an open one whenever it is asked for", async () => {
  const store = await openStore({ url: "sqlite::memory:" });
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
  await put(store, 0, undefined, [opened(1), proved(-10), confirmed(-2)]);
  await put(store, 0, undefined, [opened(2)]);

  await rememberedRotations(parts);
  expect(reads.splice(0)).toEqual(["RO-1", "RO-2"]);
  const again = await rememberedRotations(parts);
  expect(reads.splice(0)).toEqual(["RO-2"]);
  expect(again.map(({ id, closed }) => [id, closed?.how])).toEqual([
    ["RO-1", "proved"],
    ["RO-2", undefined],
  ]);

  await put(store, 1, rotationOf({ id: 2 }), [proved(-5)]);
  expect((await rememberedRotations(parts)).at(-1)?.proof).toBeDefined();
  await store.close();
});

test("one that the restored database calls open again is read anew, and joined", async () => {
  const store = await openStore({ url: "sqlite::memory:" });
  const restored = await openStore({ url: "sqlite::memory:" });
  await put(store, 0, undefined, [opened(1), proved(-10), confirmed(-2)]);
  await put(restored, 0, undefined, [opened(1), proved(-10)]);
  let current: Store = store;
  const parts = {
    store: {
      ...store,
      append: (append) => current.append(append),
      read: (stream) => current.read(stream),
      live: (prefix) => current.live(prefix),
      nextNumber: (prefix) => current.nextNumber(prefix),
      spanning: (span) => current.spanning(span),
    } satisfies Store,
    organisation: () => contoso,
    now: () => nine,
  };
  expect((await rememberedRotations(parts)).map(({ closed }) => closed?.how)).toEqual(["proved"]);
  current = restored;
  expect((await rememberedRotations(parts)).map(({ closed }) => closed?.how)).toEqual([undefined]);
  await oweRotation(parts, reasons.suspected, first.id);
  const then = (await restored.read("RO-1")).map(({ event }) => event.type);
  expect(then).toEqual(["rotation-opened", "rotation-proved", "rotation-joined"]);
  await Promise.all([store.close(), restored.close()]);
});
