// How one account is kept and what it is called when signing in: a fact of several answers.
import type { Account, Organisation } from "../organisation.ts";
import { personOf } from "../people.ts";
import type { Fact, Line } from "../view.ts";
import { listWords } from "../words/answers.ts";
import { custodyWords } from "../words/failures.ts";
import { list } from "../words/request.ts";

/** `before`: what else is said of it, at the beginning. */
export const accountFact = (account: Account, organisation: Organisation, ...before: Line): Fact => ({
  label: account.label,
  value: [...before, ...custody(account, organisation), listWords.signsInAs(account.upn)],
});

const custody = ({ custody }: Account, organisation: Organisation): Line => [
  `${custodyWords[custody.kind]}: `,
  ...custody.parts.flatMap(({ name, place, custodians }, index) => [
    `${index === 0 ? "" : "; "}${name} (${place})`,
    listWords.keptBy,
    ...list(custodians.map((id) => personOf(organisation, id))),
  ]),
  ".",
];
