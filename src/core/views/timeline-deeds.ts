// The moments of a timeline that people made: on the request itself, and on the rotations that it opened.
import { said } from "../mask.ts";
import type { Organisation } from "../organisation.ts";
import { personOf } from "../people.ts";
import { cleanUps } from "../request/events.ts";
import type { Request } from "../request/state.ts";
import type { Rotation } from "../rotation/state.ts";
import type { Inline, Line } from "../view.ts";
import { classWords } from "../words/alert.ts";
import { list } from "../words/request.ts";
import { cleanUpWords } from "../words/review.ts";
import { rotationDeedWords, deedWords as words } from "../words/timeline.ts";
import { doer } from "./rotation-facts.ts";

export type Moment = { at: Temporal.Instant; line: Line };

/** Of what a person or a log said: enough to know what it is about; the card and the record have all. */
const longestBrief = 60;

/** In one line, masked. */
export function brief(text: string): Inline {
  const line = text.replace(/\s+/g, " ").trim();
  return said(line.length > longestBrief ? `${line.slice(0, longestBrief).toWellFormed()}…` : line);
}

export function deedsOf(request: Request, organisation: Organisation): Moment[] {
  const { requester, askedAt, minutes, declaration, approvals, releases, extension, reviewed } = request;
  const deed = (at: Temporal.Instant, by: Request["requester"], ...did: Inline[]): Moment => ({
    at,
    line: [{ person: personOf(organisation, by) }, ...did],
  });
  const attested = declaration?.attested;
  return [
    deed(askedAt, requester, words.asked(minutes)),
    ...approvals.map(({ by, at }) => deed(at, by, words.approved)),
    ...(declaration ? [deed(declaration.at, requester, words.declared)] : []),
    ...(attested ? [deed(attested.at, attested.by, words.attested, brief(attested.note))] : []),
    ...releases.map(({ by, at, part }) => deed(at, by, words.released(part))),
    ...(extension
      ? [
          deed(extension.askedAt, requester, words.moreTime(extension)),
          ...extension.approvals.map(({ by, at }) => deed(at, by, words.approvedMore)),
        ]
      : []),
    ...ending(request, organisation),
    ...cleaned(request, organisation),
    ...(reviewed ? [deed(reviewed.at, reviewed.by, words.reviewed(classWords[reviewed.class]))] : []),
  ];
}

function ending({ status, outcome }: Request, organisation: Organisation): Moment[] {
  if (!outcome) return [];
  const { at, by, reason } = outcome;
  if (!by) {
    const alone = { expired: words.expired, lapsed: words.lapsed } as const;
    return [{ at, line: [status in alone ? alone[status as keyof typeof alone] : words.windowOver] }];
  }
  const did: Inline[] =
    status === "denied"
      ? [words.denied, brief(reason ?? "")]
      : [status === "withdrawn" ? words.withdrawn : words.ended];
  return [{ at, line: [{ person: personOf(organisation, by) }, ...did] }];
}

const cleaned = ({ cleanUp }: Request, organisation: Organisation): Moment[] =>
  cleanUps.flatMap((item) => {
    const done = cleanUp[item];
    if (!done) return [];
    const what = cleanUpWords[item];
    return [
      {
        at: done.at,
        line: done.by
          ? [{ person: personOf(organisation, done.by) }, `${words.cleanedUp}${what}`]
          : [`${words.seen}${what}`],
      },
    ];
  });

export function rotationDeeds(
  { id, openedAt, due, proof, closed }: Rotation,
  organisation: Organisation,
): Moment[] {
  const words = rotationDeedWords;
  const people = (closed?.by ?? []).map((by) => personOf(organisation, by));
  const closing = closed?.how === "proved" ? words.confirmed(id) : words.attested(id);
  return [
    { at: openedAt, line: [words.opened(id), { moment: due, show: "date-time" }] },
    ...(proof
      ? [
          {
            at: proof.changedAt,
            line: [words.proved(id, proof), ...(proof.by ? [words.by, ...doer(proof.by, organisation)] : [])],
          },
        ]
      : []),
    ...(closed ? [{ at: closed.at, line: [closing, ...list(people)] }] : []),
  ];
}
