// What further rows of a burst say that those before them did not: then it is told again, whoever has it.
import type { Change, SignIn } from "../sign-in/row.ts";
import type { AlertEvent } from "./events.ts";
import type { Alert } from "./state.ts";

export type News = {
  /** Somebody was let in, and nobody had been. */
  letIn: boolean;
  countries: readonly string[];
  operations: readonly string[];
  /** Somebody else changes something. */
  doers: readonly string[];
};

type Seen = Extract<AlertEvent, { type: "sign-ins-seen" | "changes-seen" }>;

/** `alert`: with the rows. Undefined: only a count. What was expected, or refused, is never news. */
export function newsOf(event: Seen, alert: Alert): News | undefined {
  const news = event.type === "sign-ins-seen" ? ofSignIns(event.rows, alert) : ofChanges(event.rows, alert);
  return news && (news.letIn || [news.countries, news.operations, news.doers].some((list) => list.length > 0))
    ? news
    : undefined;
}

function ofSignIns(rows: readonly SignIn[], { severity, signIns }: Alert): News | undefined {
  const told = before(rows, signIns);
  if (severity > 0 || told.length === 0) return undefined;
  const isIn = ({ outcome }: SignIn) => outcome === "success";
  const grave = rows.filter(({ outcome }) => outcome !== "failed");
  return {
    letIn: grave.some(isIn) && !told.some(isIn),
    countries: added(grave, told, ({ country }) => country),
    operations: [],
    doers: [],
  };
}

function ofChanges(rows: readonly Change[], { severity, changes }: Alert): News | undefined {
  const told = before(rows, changes);
  if (severity > 1 || told.length === 0) return undefined;
  const isDone = ({ succeeded }: Change) => succeeded !== false;
  const [done, toldDone] = [rows.filter(isDone), told.filter(isDone)];
  return {
    letIn: false,
    countries: [],
    operations: added(done, toldDone, ({ operation }) => operation),
    doers: added(done, toldDone, ({ by }) => by.name ?? by.id),
  };
}

/** Rows stand in an alert in the order in which they were told. */
function before<R extends { id: string }>(rows: readonly { id: string }[], all: readonly R[]): readonly R[] {
  const place = all.findIndex(({ id }) => id === rows[0]?.id);
  return all.slice(0, Math.max(place, 0));
}

/** What is not known is nothing new. */
function added<R>(rows: readonly R[], told: readonly R[], what: (row: R) => string | undefined): string[] {
  const known = new Set(told.map(what));
  return [...new Set(rows.map(what))].filter((one) => one !== undefined && !known.has(one)) as string[];
}
