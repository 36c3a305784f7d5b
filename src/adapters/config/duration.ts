// Lengths of time as people write them in the file: `30m`, `4h`, `1h30m`, `90d`, `PT90M`; and, where seconds count, `30s`, `1m`.

const hoursAndMinutes = "(?:[0-9]{1,4}[hH](?:[0-9]{1,4}[mM])?|[0-9]{1,4}[mM])";

/** For JSON Schema and zod alike: days, hours, minutes, or more than one of them; the ISO prefix may stand before it. */
export const durationPattern = new RegExp(
  `^(?:[Pp]?[0-9]{1,4}[dD](?:[Tt]?${hoursAndMinutes})?|(?:[Pp][Tt])?${hoursAndMinutes})$`,
);

const minutesOfDay = 24 * 60;

/** Minutes of a text that matches `durationPattern`; undefined for any other. A day is 24 hours. */
export function parseDuration(text: string): number | undefined {
  if (!durationPattern.test(text)) return undefined;
  const [, days = "0", hours = "0", minutes = "0"] =
    /^P?(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?$/i.exec(text) ?? [];
  return Number(days) * minutesOfDay + Number(hours) * 60 + Number(minutes);
}

/** 90 → `1h30m`, 1440 → `24h`, 2880 → `2d`. */
export function durationText(minutes: number): string {
  const days = minutes < 2 * minutesOfDay ? 0 : Math.floor(minutes / minutesOfDay);
  const left = minutes - days * minutesOfDay;
  return [
    days > 0 ? `${days}d` : "",
    left >= 60 ? `${Math.floor(left / 60)}h` : "",
    left % 60 || minutes < 60 ? `${left % 60}m` : "",
  ].join("");
}

/** For what happens every few seconds: seconds, minutes, or both. */
export const secondsPattern = /^(?:[Pp][Tt])?(?:[0-9]{1,4}[mM](?:[0-9]{1,4}[sS])?|[0-9]{1,4}[sS])$/;

/** Seconds of a text that matches `secondsPattern`; undefined for any other. */
export function parseSeconds(text: string): number | undefined {
  if (!secondsPattern.test(text)) return undefined;
  const [, minutes = "0", seconds = "0"] = /^(?:PT)?(?:(\d+)M)?(?:(\d+)S)?$/i.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

/** Where both are usual: in either way. */
export const anyLengthPattern = new RegExp(`${durationPattern.source}|${secondsPattern.source}`);

/** Seconds of a text that matches `anyLengthPattern`; undefined for any other. */
export function parseAnyLength(text: string): number | undefined {
  const minutes = parseDuration(text);
  return minutes === undefined ? parseSeconds(text) : minutes * 60;
}

/** 90 → `1m30s`, 7200 → `2h`. */
export const secondsText = (seconds: number): string =>
  [
    seconds >= 60 ? durationText(Math.floor(seconds / 60)) : "",
    seconds % 60 || seconds < 60 ? `${seconds % 60}s` : "",
  ].join("");
