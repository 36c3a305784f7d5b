// "Did you mean …?": the known word that a mistyped one is nearest to.

/** The nearest of `known`, if no more than a third of its letters differ; undefined otherwise. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  if (typed.length > 40) return undefined;
  const [best] = known
    .map((word) => ({ word, steps: editSteps(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, steps }) => steps <= Math.ceil(word.length / 3))
    .sort((a, b) => a.steps - b.steps);
  return best?.word;
}

/** Letters to add, take away or change (Levenshtein). */
function editSteps(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, letter] of from.split("").entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const change = (row[j] ?? 0) + (letter === to[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
