// Moments in the zone of the person whose screen it is. Now is what the practice clock says.

let ahead = 0;
/** Milliseconds that the practice clock is ahead of this machine's. */
export const setAhead = (milliseconds: number): void => {
  ahead = milliseconds;
};
/** Milliseconds since 1970. */
export const practiceNow = (): number => Date.now() + ahead;

const format = (milliseconds: number, timeZone: string, how: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat("en-GB", { ...how, timeZone }).format(milliseconds);
const hours = { hour: "2-digit", minute: "2-digit" } as const;

/** The practice day: what says "today" must be drawn anew on the next one. */
export const today = (timeZone: string): string => dayOf(practiceNow(), timeZone);

/** "Sat 21 Nov 2026". */
const dayOf = (milliseconds: number, timeZone: string): string =>
  format(milliseconds, timeZone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).replaceAll(",", "");

/** Of today only the time, else with its day. */
const withDay = (milliseconds: number, timeZone: string, how: Intl.DateTimeFormatOptions): string => {
  const isToday = dayOf(milliseconds, timeZone) === today(timeZone);
  return format(milliseconds, timeZone, isToday ? how : { day: "numeric", month: "short", ...how });
};

export const clockTime = (milliseconds: number, timeZone: string): string =>
  withDay(milliseconds, timeZone, hours);

/** As `clockTime`, to the second. */
export const secondsTime = (milliseconds: number, timeZone: string): string =>
  withDay(milliseconds, timeZone, { ...hours, second: "2-digit" });

/** "Sat 21 Nov 2026, 15:04". */
export const dateAndTime = (milliseconds: number, timeZone: string): string =>
  `${dayOf(milliseconds, timeZone)}, ${format(milliseconds, timeZone, hours)}`;

/** The short name of a zone at this moment: "CET". */
export const zoneName = (timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZoneName: "short", timeZone })
    .formatToParts(practiceNow())
    .find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
