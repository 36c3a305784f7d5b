// What happened around one request, a line for each moment, in order: what a reviewer holds against the reason.
import type { Alert } from "../alert/state.ts";
import type { Organisation, Person } from "../organisation.ts";
import type { Request } from "../request/state.ts";
import type { Rotation } from "../rotation/state.ts";
import type { Inline, Line, View } from "../view.ts";
import { labels } from "../words/card.ts";
import { noLogLine, timelineTitle } from "../words/timeline.ts";
import { requestFacts } from "./facts.ts";
import { requestCard } from "./request-card.ts";
import { reviewFacts } from "./review.ts";
import { deedsOf, type Moment, rotationDeeds } from "./timeline-deeds.ts";
import { leftOut, runsOfRows, worthy } from "./timeline-rows.ts";

/** Lines of one view: Slack takes 12,500 characters of JSON in a message, of which a line with its moment needs 350. */
const mostLines = 28;
/** So many lines are for the logs, however much people did. */
const fewestRows = 6;

/** `alerts`: those around it. `rotations`: those that it opened or joined. */
export function timeline(
  request: Request,
  facts: { alerts: readonly Alert[]; rotations: readonly Rotation[] },
  organisation: Organisation,
  viewer: Person | undefined,
): View {
  const card = requestCard(request, organisation, viewer);
  const deeds = [
    ...deedsOf(request, organisation),
    ...facts.rotations.flatMap((rotation) => rotationDeeds(rotation, organisation)),
  ];
  const runs = runsOfRows(request, facts.alerts, organisation);
  const shown = worthy(runs, Math.max(mostLines - deeds.length, fewestRows));
  const moments = [...deeds, ...shown, ...leftOut(runs.filter((run) => !shown.includes(run)))];
  return {
    title: timelineTitle(request.id),
    tone: card.tone,
    severity: undefined,
    lines: [...(organisation.watch ? [] : [[noLogLine]]), ...inOrder(moments).map(lineOf)],
    facts: [
      ...requestFacts(request, organisation).filter(({ label }) => compared.has(label)),
      ...reviewFacts(request, organisation),
    ],
    buttons: card.buttons.filter(({ action }) => reviewing.has(action.verb)),
  };
}

const compared = new Set([labels.account, labels.failure, labels.reason, labels.ticket]);
const reviewing = new Set<string>(["clean-up", "review"]);

const inOrder = (moments: readonly Moment[]): Moment[] =>
  moments.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));

/** Sentences that follow each other are one: each piece costs room. */
const lineOf = ({ at, line }: Moment): Line =>
  ["  ", ...line].reduce<Inline[]>(
    (pieces, piece) => {
      const last = pieces.at(-1);
      const isOne = typeof piece === "string" && typeof last === "string";
      return isOne ? [...pieces.slice(0, -1), last + piece] : [...pieces, piece];
    },
    [{ moment: at, show: "date-time" }],
  );
