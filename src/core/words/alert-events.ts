// One sentence per event of an alert, said below its card, in direct messages and on the second road.
import type { AlertEvent } from "../alert/events.ts";
import { type News, newsOf } from "../alert/news.ts";
import { said } from "../mask.ts";
import type { Chat } from "../place.ts";
import { takenWithin } from "../policy.ts";
import type { Inline, Line } from "../view.ts";
import { classWords, judged, titleOf } from "./alert.ts";
import { type AlertTold, afterClass, alertSituation, meaning, regainedLine } from "./alert-steps.ts";

type Words = { title: string; lines: readonly Line[] };

/** Of countries, operations, people that are new. */
const mostNamed = 5;

const time = (moment: Temporal.Instant): Inline => ({ moment, show: "time" });
const named = ({ by }: AlertTold): Inline => (by ? { person: by } : "Somebody");

/** Undefined: not worth a notification. `alert` of `told`: as the event left it. */
export const alertEventWords: {
  [Type in AlertEvent["type"]]:
    | ((event: Extract<AlertEvent, { type: Type }>, told: AlertTold) => Words)
    | undefined;
} = {
  "alert-raised": (_, told) => raised(told),
  "sign-ins-seen": (event, told) => seen(event, told),
  "changes-seen": (event, told) => seen(event, told),
  "alert-rejudged": ({ verdict, request }, told) => {
    const { id, rejudged } = told.alert;
    const before = rejudged.at(-1)?.before;
    return {
      title: `${id}: now ${judged({ verdict, request })}`,
      lines: [...(before ? [[`What was said before: ${judged(before)}.`]] : []), ...alertSituation(told)],
    };
  },
  "alert-flagged": ({ flag }, told) => ({
    title: `${told.alert.id}: ${flag.type === "after-failures" ? "a success after failed attempts" : "a second country"}`,
    lines: alertSituation(told),
  }),
  "request-changed": undefined,
  "sight-regained": ({ at, rows }, { alert }) => ({
    title: `${alert.id}: sign-ins are seen again`,
    lines: [regainedLine({ at, rows })],
  }),
  "alert-acknowledged": (_, told) => ({
    title: `${told.alert.id} is acknowledged`,
    lines: [[named(told), " has it. It is not repeated any more."]],
  }),
  "alert-classified": ({ class: of, note }, told) => ({
    title: `${told.alert.id}: ${classWords[of]}`,
    lines: [
      [named(told), " says: ", said(note)],
      ["Left to do: ", ...afterClass(of, told)],
    ],
  }),
  "alert-closed": (_, told) => ({
    title: `${told.alert.id} is closed`,
    lines: [[named(told), " closed it."]],
  }),
  "alert-repeated": ({ number }, told) => {
    const { id, graveSince } = told.alert;
    return {
      title: `${id}: nobody has acknowledged it`,
      lines: [
        [`${titleOf(told.alert)}. Open since `, time(graveSince), `; this is reminder ${number}.`],
        meaning(told),
        [{ strong: `Take it: /breakglass ack ${id}` }],
      ],
    };
  },
  "alert-taken": undefined,
  "fallback-called": ({ silent }, told) => ({
    title: raised(told).title,
    lines: [[silentWords(silent)], ...alertSituation(told)],
  }),
};

export const silentWords = (silent: readonly Chat[]): string =>
  `${silent.map((chat) => (chat === "slack" ? "Slack" : "Teams")).join(" and ")} did not take it within ${takenWithin} s; the fallback webhook was called.`;

const raised = (told: AlertTold): Words => ({
  title: `${told.alert.id}: ${titleOf(told.alert)}`,
  lines: alertSituation(told),
});

type Seen = Extract<AlertEvent, { type: "sign-ins-seen" | "changes-seen" }>;

function seen(event: Seen, told: AlertTold): Words {
  if (told.alert.raisedAt.equals(event.at)) return raised(told);
  const news = newsOf(event, told.alert);
  return news ? goesOn(news, told) : graver(told);
}

/** Whoever has it, or judged it, does not know this yet. */
function goesOn({ letIn, countries, operations, doers }: News, told: AlertTold): Words {
  const also = (words: string, names: readonly string[]): Line =>
    names.length > 0 ? [words, said(names.slice(0, mostNamed).join(", ")), ". "] : [];
  return {
    title: `${told.alert.id} goes on: ${titleOf(told.alert)}`,
    lines: [
      [
        { strong: "New: " },
        ...(letIn ? ["somebody was let in. "] : []),
        ...also("now also from ", countries),
        ...also("now also ", operations),
        ...also("now also by ", doers),
      ],
      ...alertSituation(told),
    ],
  };
}

/** More rows of the same kind made it so. */
const graver = (told: AlertTold): Words => ({
  title: `${told.alert.id} is now Sev ${told.alert.severity}`,
  lines: alertSituation(told),
});
