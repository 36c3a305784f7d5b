// Moments in the zone of the person whose screen it is.

export function clockTime(milliseconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }).format(
    milliseconds,
  );
}

/** The short name of a zone at this moment: "CET". */
export const zoneName = (timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeZoneName: "short", timeZone })
    .formatToParts()
    .find(({ type }) => type === "timeZoneName")?.value ?? timeZone;

/** As `clockTime`, to the second. */
export const secondsTime = (milliseconds: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone }).format(milliseconds);
