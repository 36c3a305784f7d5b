// Lengths of time as people write them in the file: `30m`, `4h`, `1h30m`, `PT90M`.

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
