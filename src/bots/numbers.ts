// The number of what begins: those who begin at the same moment get different ones, and need not decide anew.
import type { Store } from "../core/ports/store.ts";

/** By store: numbers that somebody in this process is about to use, with their prefix. */
const aboutToBeUsed = new WeakMap<Store, Set<string>>();

/**
 * The next free number, this caller's until `use` is done. Another node may use it all the same: the append decides. A
 * number that comes to nothing is given again, or left out when a later one was used meanwhile.
 */
export async function withNumber<Result>(
  store: Store,
  prefix: string,
  use: (number: number) => Promise<Result>,
): Promise<Result> {
  let number = await store.nextNumber(prefix);
  const others = aboutToBeUsed.get(store) ?? new Set();
  aboutToBeUsed.set(store, others);
  while (others.has(`${prefix}${number}`)) number += 1;
  const mine = `${prefix}${number}`;
  others.add(mine);
  try {
    return await use(number);
  } finally {
    others.delete(mine);
  }
}
