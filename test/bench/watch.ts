// From "the row can be read" to "the SOC's channel has it", in both chats, as Markdown.
import { median, quantile } from "./stats.ts";
import { type Crowd, measureCrowd } from "./watch-crowd.ts";
import { atRest, type Rest } from "./watch-rest.ts";
import type { SiteOptions } from "./watch-site.ts";

type WatchOptions = Omit<SiteOptions, "name" | "every"> & { quick: boolean; say: (line: string) => void };

/** Seconds between two looks: the least that the configuration takes. */
const every = 5;
/** What a siege takes longer to read than that. */
const usual = 30;

/** Rejects when a row is not told, or a click is not answered as it should be. */
export async function watchTables({ quick, say, ...where }: WatchOptions): Promise<string> {
  say("the watch at rest");
  const rest = await atRest({ ...where, name: "watch-rest", every }, quick ? 16 : 64);
  say("the watch while a thousand rows come at once");
  const flood = await measureCrowd({ ...where, name: "watch-flood", every }, "flood", quick ? 2 : 5);
  const day = await measureCrowd({ ...where, name: "watch-day", every }, "a day's rows", 1);
  const siege = await measureCrowd({ ...where, name: "watch-siege", every: usual }, "siege", quick ? 3 : 10);
  return `${restTable(rest)}\n\n${crowdTable([flood, day, siege])}`;
}

function restTable({ polled, pushed }: Rest): string {
  const line = (what: string, all: readonly number[]) =>
    `| ${what} | ${all.length / 2} | ${ms(all, 0.5)} | ${ms(all, 0.99)} |`;
  return [
    "| one sign-in, readable until shown | rows | p50 ms | p99 ms |",
    "| --- | --- | --- | --- |",
    line(`found by the next look, every ${every} s`, polled),
    line("Azure Monitor's webhook at that moment", pushed),
  ].join("\n");
}

function crowdTable(crowds: readonly Crowd[]): string {
  const head = [
    "1,000 rows at once",
    "times",
    "alerts: first, p50, p99 ms",
    "last message ms",
    "CPU ms",
    "clicks before: p50, p99 ms",
    "clicks meanwhile: p50, p99, worst ms",
    "clicks",
    "MB before, most, after",
  ];
  const lines = crowds.map(({ name, alerts, rounds, clicks, memory }) => {
    const waited = (all: Crowd["clicks"]["during"], ...quantiles: readonly number[]) =>
      quantiles
        .map((q) =>
          ms(
            all.map(({ wait }) => wait),
            q,
          ),
        )
        .join(", ");
    return [
      name,
      rounds.length,
      alerts.length === 0 ? "–" : [0, 0.5, 0.99].map((q) => ms(alerts, q)).join(", "),
      median(rounds.map(({ last }) => last)).toFixed(0),
      median(rounds.map(({ cpu }) => cpu)).toFixed(0),
      waited(clicks.before, 0.5, 0.99),
      waited(clicks.during, 0.5, 0.99, 1),
      clicks.during.length,
      [memory.before, memory.most, memory.after].map((mb) => mb.toFixed(0)).join(", "),
    ];
  });
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const ms = (values: readonly number[], q: number): string => quantile(values, q).toFixed(0);
