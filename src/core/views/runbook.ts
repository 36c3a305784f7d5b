// A runbook in chat: `/breakglass runbook mfa`; without a kind, the list of kinds.

import type { Organisation } from "../organisation.ts";
import type { TextBlock } from "../paper.ts";
import { runbookOf } from "../runbook.ts";
import type { Fact, Inline, Line, View } from "../view.ts";
import { type Failure, failures } from "../wish.ts";
import { entraDown, failureWords } from "../words/failures.ts";
import { runbookWords } from "../words/runbooks.ts";
import { accountFact } from "./account-fact.ts";

const plain = { tone: "neutral", severity: undefined, buttons: [] } as const;

/** `unknown`: words were typed that name no kind, or several. */
export const runbookList = (unknown: boolean): View => ({
  ...plain,
  title: runbookWords.listTitle,
  lines: [...(unknown ? [[runbookWords.unknown]] : []), [entraDown], [runbookWords.choose]],
  facts: failures.map((failure) => ({
    label: failureWords[failure].label,
    value: [runbookWords.say(failure)],
  })),
});

export function runbook(failure: Failure, organisation: Organisation): View {
  const { own, blocks } = runbookOf(organisation, failure);
  const text = blocks.map(line);
  return {
    ...plain,
    title: runbookWords.title(failureWords[failure].label),
    lines: [
      ...(own ? [[runbookWords.own(organisation.name)]] : []),
      ...fitting(text, roomForText, [runbookWords.shortened(failure)], weight),
    ],
    facts: [
      { label: runbookWords.tenant, value: [organisation.tenant] },
      ...fitting(
        organisation.accounts.map((account) => accountFact(account, organisation)),
        roomForAccounts,
        { label: runbookWords.moreAccounts, value: [runbookWords.seeAccounts] },
        ({ label, value }: Fact) => weight([label, ...value]),
      ),
    ],
  };
}

function line(block: TextBlock): Line {
  if (block.type === "heading") return [{ strong: block.words.map(plainWords).join("") }];
  if (block.type === "paragraph") return block.words;
  const marker = `${block.nested ? "– " : ""}${block.marker} `;
  const [first, ...rest] = block.words;
  return typeof first === "string" ? [`${marker}${first}`, ...rest] : [marker, ...block.words];
}

const plainWords = (piece: TextBlock["words"][number]): string =>
  typeof piece === "string" ? piece : piece.strong;

/**
 * What both chats take in one message, as they write it: Slack about 11,500 characters of JSON for all lines and
 * facts together, Teams 25,000 bytes of card.
 */
const roomForText = 9_500;
const roomForAccounts = 1_900;

/** As many as there is room for; `rest` stands for the others. */
function fitting<Item>(
  items: readonly Item[],
  room: number,
  rest: Item,
  weigh: (item: Item) => number,
): readonly Item[] {
  let left = room;
  const kept = items.findIndex((item) => {
    left -= weigh(item);
    return left < 0;
  });
  return kept === -1 ? items : [...items.slice(0, kept), rest];
}

/** With the JSON around a line and around each of its pieces; a character takes up to three bytes, or a backslash. */
const weight = (of: Line): number =>
  of.reduce((sum, piece) => {
    const written = characters(piece).replace(/[^\u0020-\u007e]|["\\]/g, "xxx").length;
    return sum + written + (typeof piece === "string" ? 30 : 55);
  }, 45);

function characters(piece: Inline): string {
  if (typeof piece === "string") return piece;
  if ("strong" in piece) return piece.strong;
  return "person" in piece ? piece.person.name : "";
}
