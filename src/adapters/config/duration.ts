// Lengths of time as people write them in the file: `30m`, `4h`, `1h30m`, `PT90M`; and, where seconds count, `30s`, `1m`.

/** For JSON Schema and zod alike: hours, minutes, or both; the ISO prefix may stand before it. */
export const durationPattern = /^(?:[Pp][Tt])?(?:[0-9]{1,4}[hH](?:[0-9]{1,4}[mM])?|[0-9]{1,4}[mM])$/;

/** Minutes of a text that matches `durationPattern`; undefined for any other. */
export function parseDuration(text: string): number | undefined {
  if (!durationPattern.test(text)) return undefined;
  const [, hours = "0", minutes = "0"] = /^(?:PT)?(?:(\d+)H)?(?:(\d+)M)?$/i.exec(text) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

/** 90 → `1h30m`. */
export const durationText = (minutes: number): string =>
  [
    minutes >= 60 ? `${Math.floor(minutes / 60)}h` : "",
    minutes % 60 || minutes < 60 ? `${minutes % 60}m` : "",
  ].join("");

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
