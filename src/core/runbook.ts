// What to do about one kind of failure: the organisation's own text if it has one, else ours.
import { parseMarkdown } from "./markdown.ts";
import type { Organisation } from "./organisation.ts";
import type { TextBlock } from "./paper.ts";
import type { Failure } from "./wish.ts";
import { shippedRunbook } from "./words/runbook/shipped.ts";

export type Runbook = { own: boolean; blocks: readonly TextBlock[] };

export function runbookOf({ runbooks }: Organisation, failure: Failure): Runbook {
  const own = runbooks[failure];
  return own === undefined
    ? { own: false, blocks: shippedRunbook(failure) }
    : { own: true, blocks: parseMarkdown(own) };
}
