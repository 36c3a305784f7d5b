// What a card and a form say about the review of a use: the clean-up list, who ticked what, and who signed it off.
import { said } from "../mask.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf, personOf } from "../people.ts";
import { type CleanUp, cleanUps } from "../request/events.ts";
import { isUnreviewed, type Request } from "../request/state.ts";
import type { Fact, Inline, Line } from "../view.ts";
import { classWords } from "../words/alert.ts";
import { list } from "../words/request.ts";
import { cleanUpState, cleanUpWords, reviewLabels, reviewFormWords as words } from "../words/review.ts";

/** None before the end, and none of a drill: it has its own list. */
export function reviewFacts(request: Request, organisation: Organisation): Fact[] {
  const { reviewed } = request;
  if (!reviewed && !isUnreviewed(request)) return [];
  return [
    ...cleanUps.map((item) => ({ label: cleanUpWords[item], value: ticked(item, request, organisation) })),
    ...(reviewed
      ? [
          {
            label: reviewLabels.review,
            value: [
              { person: personOf(organisation, reviewed.by) },
              ", ",
              at(reviewed.at),
              `: ${classWords[reviewed.class]}. `,
              said(reviewed.note),
            ],
          },
        ]
      : []),
  ];
}

function ticked(item: CleanUp, { cleanUp }: Request, organisation: Organisation): Line {
  const done = cleanUp[item];
  if (!done) return [item === "credential-rotated" ? cleanUpState.leftToBot : cleanUpState.left];
  if (!done.by) return [cleanUpState.seen, at(done.at)];
  return [{ person: personOf(organisation, done.by) }, ", ", at(done.at)];
}

/** The use in three lines, for whoever signs it off in the form. */
export function reviewLines(request: Request, organisation: Organisation): Line[] {
  const { requester, account, reason, approvals, declaration, window, outcome, releases, signIns } = request;
  const label = accountOf(organisation, account)?.label ?? account;
  const attester = declaration?.attested && personOf(organisation, declaration.attested.by);
  return [
    [{ person: personOf(organisation, requester) }, `${words.asked}${label}${words.for}`, said(reason)],
    declaration
      ? [words.declared, ...(attester ? [words.attested, { person: attester }] : [words.notAttested]), "."]
      : [words.approved, ...list(approvals.map(({ by }) => personOf(organisation, by))), "."],
    ...(window
      ? [
          [
            words.used,
            at(window.from),
            words.to,
            at(outcome?.at ?? window.until),
            words.handedOver(releases.length),
            words.signedIn(signIns.length),
          ],
        ]
      : []),
  ];
}

const at = (moment: Temporal.Instant): Inline => ({ moment, show: "date-time" });
