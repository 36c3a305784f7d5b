// Brings what SQLite has committed to the disk, without holding up everybody else meanwhile.
import { closeSync, fdatasync, openSync } from "node:fs";
import { promisify } from "node:util";

export type Flush = {
  /** Throws when nothing may be written any more. */
  check(): void;
  /** Resolves when all that is committed at this moment is on the disk. */
  now(): Promise<void>;
  /** The same for who only looks: at once when nobody waits for a flush. */
  settled(): Promise<void>;
  close(): void;
};

/** For what is nowhere but in memory, and for a server that flushes by itself. */
export const noFlush: Flush = {
  check: () => undefined,
  now: () => Promise.resolve(),
  settled: () => Promise.resolve(),
  close: () => undefined,
};

export const datasync: (file: number) => Promise<void> = promisify(fdatasync);

/**
 * `log`: the write-ahead log, which must be there at the first flush and stays the same file. One flush at a time: who
 * comes meanwhile needs the next one. After one has failed nobody can know what the disk holds, and a second try would
 * say that all is well: from then on all of them fail.
 */
export function flushing(log: string, sync: typeof datasync): Flush {
  let file: number | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let broken: Error | undefined;

  function check(): void {
    if (broken) throw broken;
  }

  async function run(): Promise<void> {
    check();
    try {
      file ??= openSync(log, "r+");
      await sync(file);
    } catch (error) {
      broken = new Error(
        "the disk did not take what was written: mend it, then start breakglass anew, which reads what is there",
        { cause: error },
      );
      throw broken;
    }
  }

  function start(): Promise<void> {
    const started = run().finally(() => {
      if (running === started) running = undefined;
    });
    running = started;
    return started;
  }

  function now(): Promise<void> {
    if (!running) return start();
    next ??= running.then(again, again);
    return next;
  }

  function again(): Promise<void> {
    next = undefined;
    return start();
  }

  return {
    check,
    now,
    settled: async () => {
      check();
      await (next ?? running);
    },
    close: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
