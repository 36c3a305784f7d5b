// What is owed, as iCalendar (RFC 5545): an event for a whole day each, which blocks nobody's time. Pure.
import { createHash } from "node:crypto";
import ical, { escape, ICalCalendarMethod, ICalEventTransparency } from "ical-generator";
import type { Owing } from "../../core/calendar.ts";
import type { Organisation } from "../../core/organisation.ts";
import { feedWords } from "../../core/words/calendar.ts";

/** Seconds after which a calendar may ask again; most ask less often whatever we say. */
const askAgainAfter = 3_600;

/**
 * Days are the organisation's own. What is overdue stands on today, for nobody looks at yesterday. The same text all
 * day long while the same is owed.
 */
export function feed(owings: readonly Owing[], organisation: Organisation, now: Temporal.Instant): string {
  const today = now.toZonedDateTimeISO(organisation.timeZone).startOfDay();
  const calendar = ical({
    prodId: { company: "Breakglass", product: "What is owed", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
    name: escape(clean(feedWords.name(organisation.name)), false), // the one text that the library does not escape
    ttl: askAgainAfter,
  });
  for (const owing of owings) {
    const due = owing.at.toZonedDateTimeISO(organisation.timeZone);
    calendar.createEvent({
      id: uid(owing, organisation),
      stamp: today,
      start: owing.overdue ? today.toPlainDate() : due.toPlainDate(),
      allDay: true,
      transparency: ICalEventTransparency.TRANSPARENT,
      summary: clean(feedWords.summary(owing)),
      description: feedWords.description(owing, inWords(due)),
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** The same for as long as it is owed, wherever it moves, and unlike any other tenant's. */
const uid = ({ what, account, stream }: Owing, { tenant }: Organisation): string =>
  `${createHash("sha256")
    .update(JSON.stringify([tenant, what, stream ?? account.id]))
    .digest("hex")
    .slice(0, 32)}@breakglass`;

/** `2026-12-05 10:00 Europe/Berlin` */
const inWords = (due: Temporal.ZonedDateTime): string =>
  `${due.toPlainDate().toString()} ${due.toPlainTime().toString({ smallestUnit: "minute" })} ${due.timeZoneId}`;

/** One line without hidden characters: some are forbidden in a calendar, others turn the reading order around. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff]+/gu, " ")
    .trim();
