// The facts on a rotation's card: the causes, the proof, and whose word there is.
import { said } from "../mask.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf } from "../people.ts";
import type { Proof } from "../rotation/events.ts";
import { attestersNeeded, type Rotation } from "../rotation/state.ts";
import type { Fact, Inline, Line } from "../view.ts";
import { custodyWords } from "../words/failures.ts";
import { accountWords, list } from "../words/request.ts";
import {
  causeWords,
  provedWords,
  remindedWords,
  rotationFactWords,
  rotationLabels,
} from "../words/rotation.ts";
import type { RotationTold } from "../words/rotation-steps.ts";
import { outside } from "./alert-facts.ts";

export function rotationFacts(told: RotationTold, organisation: Organisation): Fact[] {
  const { rotation, account } = told;
  return [
    ...fact(rotationLabels.account, [account ? accountWords(account) : rotation.account]),
    ...causes(told).map((value) => ({ label: rotationLabels.why, value })),
    ...fact(rotationLabels.due, [moment(rotation.due)]),
    ...fact(rotationLabels.lastUse, [rotation.lastUse ? moment(rotation.lastUse) : rotationFactWords.noUse]),
    ...fact(rotationLabels.custody, account && [custodyWords[account.custody.kind]]),
    ...fact(rotationLabels.proof, proof(told, organisation)),
    ...fact(rotationLabels.attested, attested(told)),
    ...fact(rotationLabels.confirmed, confirmed(told)),
    ...fact(rotationLabels.reminded, reminded(rotation)),
  ];
}

const fact = (label: string, value: Line | undefined): Fact[] =>
  value && value.length > 0 ? [{ label, value }] : [];

const moment = (at: Temporal.Instant): Inline => ({ moment: at, show: "date-time" });

/** An hour's work may be a dozen causes: the newest few; the record has all. */
const mostCauses = 5;

function causes({ rotation: { reasons }, person }: RotationTold): Line[] {
  const newest = reasons.toSorted((a, b) => Temporal.Instant.compare(b.at, a.at)).slice(0, mostCauses);
  const more = reasons.length - newest.length;
  return [
    ...newest.map((reason) => causeWords(reason, person)),
    ...(more > 0 ? [[rotationFactWords.more(more)]] : []),
  ];
}

function proof({ rotation: { proof, closed }, account }: RotationTold, organisation: Organisation): Line {
  if (!proof) {
    if (closed) return [rotationFactWords.attestedOnly];
    const isNeverTold = account?.custody.kind === "certificate";
    return [isNeverTold ? rotationFactWords.noProofEver : rotationFactWords.noProof];
  }
  const by = doer(proof.by, organisation);
  return [
    provedWords[proof.what],
    moment(proof.changedAt),
    ...(by.length > 0 ? [rotationFactWords.by, ...by] : []),
    rotationFactWords.seen[proof.source],
  ];
}

/** A person of the roster by name, one of the accounts by its label, anybody else in the log's words. */
export function doer(by: Proof["by"], organisation: Organisation): Line {
  const id = by?.id?.toLowerCase() ?? "";
  const person = organisation.people.find(({ objectIds }) => objectIds.includes(id));
  if (person) return [{ person }];
  const account = accountOf(organisation, id);
  if (account) return [{ strong: accountWords(account) }];
  const words = by?.name ?? by?.id;
  return words ? [outside(words)] : [];
}

function attested({ rotation, person }: RotationTold): Line {
  const { attestations, closed } = rotation;
  if (attestations.length === 0) return [];
  return [
    ...(closed ? [] : [rotationFactWords.left(attestations.length, attestersNeeded), " "]),
    ...attestations.flatMap(({ by, at, note }, index): Inline[] => [
      index === 0 ? "" : "; ",
      { person: person(by) },
      ", ",
      moment(at),
      ": ",
      said(note),
    ]),
  ];
}

function confirmed({ rotation: { closed }, person }: RotationTold): Line {
  if (closed?.how !== "proved") return [];
  return [...list(closed.by.map(person)), ", ", moment(closed.at)];
}

function reminded({ closed, reminded }: Rotation): Line {
  if (!reminded || closed) return [];
  const { stage, number, at } = reminded;
  return [stage === "overdue" ? remindedWords.overdue(number) : remindedWords[stage], moment(at)];
}
