// Appends that are waiting together go to the disk together: one flush for all of them.
import type { Appended } from "../../core/ports/store.ts";
import type { Prepared } from "./plan-appends.ts";

/** More would make the first of them wait too long. */
const mostAtOnce = 200;
/** Slack gives up on us after 3 s. */
const patienceMs = 1_000;

type Waiting = { prepared: Prepared; done: (appended: Appended) => void; failed: (error: unknown) => void };
type AppendAll = (batch: readonly Prepared[]) => Promise<readonly Appended[]>;

/**
 * `add` answers when its batch is durable; `idle` when nothing is left to write.
 * When a batch as a whole fails and the database still answers, each of it is tried once more alone, so that one bad
 * append fails alone and a broken connection is mended. What that connection had committed answers to its key:
 * nothing is written twice.
 */
export function groupCommit(
  appendAll: AppendAll,
  ping: () => Promise<void>,
): {
  add(prepared: Prepared): Promise<Appended>;
  idle(): Promise<void>;
} {
  let queue: Waiting[] = [];
  let working: Promise<void> | undefined;

  /** Waits for the rest of this event-loop turn, then writes until nothing waits. */
  async function work(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const batch = queue.slice(0, mostAtOnce);
      queue = queue.slice(mostAtOnce);
      await writeBatch(batch, appendAll).catch((error: unknown) => again(batch, error));
    }
    working = undefined;
  }

  async function again(batch: readonly Waiting[], error: unknown): Promise<void> {
    const there = await answersSoon(ping);
    for (const one of batch) {
      if (there) await writeBatch([one], appendAll).catch(one.failed);
      else one.failed(error);
    }
  }

  return {
    add: (prepared) =>
      new Promise((done, failed) => {
        queue.push({ prepared, done, failed });
        working ??= work();
      }),
    idle: () => working ?? Promise.resolve(),
  };
}

async function writeBatch(batch: readonly Waiting[], appendAll: AppendAll): Promise<void> {
  const answers = await appendAll(batch.map(({ prepared }) => prepared));
  for (const [index, answer] of answers.entries()) batch[index]?.done(answer);
}

/** After connections were cut the next ones may still be the cut ones: tries again, but not longer than people wait. */
async function answersSoon(ping: () => Promise<void>): Promise<boolean> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const there = await ping().then(
      () => true,
      () => false,
    );
    if (there || performance.now() > until) return there;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
