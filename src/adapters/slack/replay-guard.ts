// Remembers the signatures of the last minutes: the same signed bytes are let in once.

export type ReplayGuard = {
  /** True once for each signature; `seconds` is the moment, since 1970. */
  first(signature: string, seconds: number): boolean;
  forget(signature: string): void;
};

/** A signature can be valid for 300 s before and after its own timestamp: it is kept at least this long. */
const keptSeconds = 600;
/** Two halves of this many, about 10 MB; a fuller half is let go early, and the keys of the commands stand guard. */
const mostInHalf = 50_000;

export function createReplayGuard(): ReplayGuard {
  let young = new Set<string>();
  let old = new Set<string>();
  let since = Number.NEGATIVE_INFINITY;
  return {
    first(signature, seconds) {
      if (seconds - since >= keptSeconds || young.size >= mostInHalf) {
        old = seconds - since >= 2 * keptSeconds ? new Set() : young;
        young = new Set();
        since = seconds;
      }
      if (young.has(signature) || old.has(signature)) return false;
      young.add(signature);
      return true;
    },
    forget(signature) {
      young.delete(signature);
      old.delete(signature);
    },
  };
}
