// For the browser: Slack's date templates, such as "{date_short_pretty} {time}", in the reader's time zone.

/** `seconds` since 1970. `now` is for tests. */
export function showDate(seconds: number, template: string, timeZone: string, now = Date.now()): string {
  const at = seconds * 1000;
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-US", { timeZone, ...options }).format(at);
  const day = (moment: number) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(moment);
  const pretty = (otherwise: string) => {
    const near = [-1, 0, 1].find((days) => day(now + days * 86_400_000) === day(at));
    return near === undefined ? otherwise : (["yesterday", "today", "tomorrow"][near + 1] ?? otherwise);
  };
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const short = date({ year: "numeric", month: "short", day: "numeric" });
  const full = date({ year: "numeric", month: "long", day: "numeric" });
  const long = date({ weekday: "long", year: "numeric", month: "long", day: "numeric" });
  const withoutYear = date({ month: "long", day: "numeric" });
  const tokens: Record<string, string> = {
    date: withoutYear,
    date_pretty: pretty(withoutYear),
    date_num: day(at),
    date_slash: date({ year: "numeric", month: "2-digit", day: "2-digit" }),
    date_short: short,
    date_short_pretty: pretty(short),
    date_long: long,
    date_long_pretty: pretty(long),
    date_long_full: full,
    day_divider_pretty: pretty(long),
    time: date(time),
    time_secs: date({ ...time, second: "2-digit" }),
    ago: ago(seconds - now / 1000),
  };
  return template.replaceAll(/\{([a-z_]+)\}/g, (whole, name: string) => tokens[name] ?? whole);
}

function ago(seconds: number): string {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (Math.abs(seconds) < 3600) return words.format(Math.round(seconds / 60), "minute");
  if (Math.abs(seconds) < 86_400) return words.format(Math.round(seconds / 3600), "hour");
  return words.format(Math.round(seconds / 86_400), "day");
}
