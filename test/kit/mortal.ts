// A process that dies with one of its writes: that one is on disk, whoever waited for it never hears, nothing follows.
import type { Store } from "../../src/core/ports/store.ts";

export type Mortal = Store & { readonly isDead: boolean; readonly writes: number };

/** `last`: the write with which it dies, from 1. */
export function mortal(store: Store, last = Number.POSITIVE_INFINITY): Mortal {
  let writes = 0;
  const dead = () => Promise.reject(new Error("killed"));
  const whileAlive = <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) => {
    return (...args: Args): Promise<Result> => (writes >= last ? dead() : call(...args));
  };
  async function written<Result>(result: Result): Promise<Result> {
    writes += 1;
    return writes >= last ? dead() : result;
  }
  return {
    ...store,
    get isDead() {
      return writes >= last;
    },
    get writes() {
      return writes;
    },
    append: whileAlive(async (append) => {
      const appended = await store.append(append);
      return appended.type === "appended" ? written(appended) : appended;
    }),
    remember: whileAlive(async (place, record) => {
      await store.remember(place, record);
      await written(undefined);
    }),
    read: whileAlive(store.read),
    tail: whileAlive(store.tail),
    live: whileAlive(store.live),
    nextNumber: whileAlive(store.nextNumber),
    taken: whileAlive(store.taken),
    spanning: whileAlive(store.spanning),
    due: whileAlive(store.due),
    recall: whileAlive(store.recall),
    close: () => Promise.resolve(),
  };
}
