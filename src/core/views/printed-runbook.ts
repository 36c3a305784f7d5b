// The runbooks as they lie in the safe: where to begin, who keeps what, "if chat is down", and each kind of failure.
import { bold } from "../markdown.ts";
import type { Account, Organisation, Person, Role } from "../organisation.ts";
import type { Block, Page, Paper, TextBlock, Words } from "../paper.ts";
import { personOf } from "../people.ts";
import { runbookOf } from "../runbook.ts";
import type { Failure } from "../wish.ts";
import { custodyWords, entraDown, failureWords } from "../words/failures.ts";
import { length } from "../words/request.ts";
import { paperWords, runbookWords } from "../words/runbooks.ts";

/** Never a secret: what the configuration knows, and empty lines for what it does not. */
export function printedRunbook(
  organisation: Organisation,
  kinds: readonly Failure[],
  today: Temporal.PlainDate,
): Paper {
  const title = paperWords.title(organisation.name);
  return {
    title,
    footer: `${title}. ${paperWords.printed(today.toString())}`,
    pages: [
      { title, blocks: [...cover(organisation, kinds), ...reach(organisation)] },
      { title: paperWords.accounts, blocks: accounts(organisation) },
      { title: paperWords.telephones, blocks: [telephones(organisation)] },
      { title: paperWords.chatDown, blocks: chatDown(organisation) },
      ...kinds.map((kind) => kindPage(organisation, kind)),
    ],
  };
}

const heading = (text: string): TextBlock => ({ type: "heading", words: [text] });
const paragraph = (words: Words): TextBlock => ({ type: "paragraph", words });
const steps = (sentences: readonly string[]): TextBlock[] =>
  sentences.map((sentence, i) => ({
    type: "item",
    marker: `${i + 1}.`,
    nested: false,
    words: bold(sentence),
  }));
const point = (words: Words): TextBlock => ({ type: "item", marker: "•", nested: false, words });

const cover = (organisation: Organisation, kinds: readonly Failure[]): Block[] => [
  heading(paperWords.cover),
  ...steps(paperWords.begin),
  heading(paperWords.helpsNot),
  paragraph([entraDown]),
  heading(paperWords.pages),
  ...[paperWords.accounts, paperWords.telephones, paperWords.chatDown].map((title) => point([title])),
  ...kinds.map((kind) => point([failureWords[kind].label])),
  heading(paperWords.keep),
  paragraph([paperWords.about(organisation.name)]),
];

const reach = ({ slack, teams }: Organisation): Block[] => [
  heading(paperWords.reach),
  ...(slack ? [point(bold(paperWords.slack))] : []),
  ...(teams ? [point(bold(paperWords.teams))] : []),
  paragraph(bold(paperWords.commands)),
];

const accounts = (organisation: Organisation): Block[] => [
  paragraph(bold(paperWords.tenant(organisation.tenant))),
  ...organisation.accounts.flatMap((account) => accountBlocks(account, organisation)),
];

/** What the file calls things is put beside our own words, never parsed with them: a name may hold two stars. */
const accountBlocks = ({ label, upn, custody, quorum }: Account, organisation: Organisation): Block[] => [
  heading(label),
  paragraph([
    paperWords.signsInAs,
    { strong: upn },
    `. ${custodyWords[custody.kind]}. ${paperWords.approvals(quorum.approvals, quorum.mix)}`,
  ]),
  ...custody.parts.map(({ name, place, custodians }) => {
    const keepers = custodians.map((id) => personOf(organisation, id).name).join(", ");
    return point([{ strong: name }, paperWords.part(place, keepers)]);
  }),
];

const called: readonly Role[] = ["approver", "custodian", "soc", "admin"];

function telephones({ people }: Organisation): Block {
  const rank = ({ roles }: Person) => called.findIndex((role) => roles.includes(role));
  const rows = people
    .filter((person) => rank(person) >= 0)
    .toSorted((a, b) => rank(a) - rank(b) || a.tier - b.tier)
    .map(({ name, roles }) => ({ label: name, about: called.filter((r) => roles.includes(r)).join(", ") }));
  return {
    type: "fill-in",
    rows: [...rows, ...paperWords.extraLines.map((label) => ({ label, about: "" }))],
  };
}

const chatDown = ({ policy }: Organisation): Block[] => [
  ...steps(paperWords.whileDown(length(policy.declareAfterwards), length(policy.attestWithin))),
  heading(paperWords.notes),
  { type: "fill-in", rows: Array.from({ length: paperWords.noteLines }, () => ({ label: "", about: "" })) },
];

function kindPage(organisation: Organisation, kind: Failure): Page {
  const { own, blocks } = runbookOf(organisation, kind);
  return {
    title: failureWords[kind].label,
    blocks: [...(own ? [paragraph([runbookWords.own(organisation.name)])] : []), ...blocks],
  };
}
