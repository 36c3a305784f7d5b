// Tables as sign-ins.kql answers them, and windows for their rows: always the same ones.

import { signInColumns } from "../../src/adapters/log-analytics/parse-sign-in.ts";
import type { Table } from "../../src/adapters/log-analytics/table.ts";
import type { RequestId } from "../../src/core/ids.ts";
import type { Window } from "../../src/core/sign-in/window.ts";
import { after, alice, first, second } from "../kit/cast.ts";

/** Minutes from one window to the next, and how long each is open. */
const every = 90;
const open = 60;

/** One after the other, of both accounts in turn; every fifth is a declaration. */
export const windows = (count: number): Window[] =>
  Array.from({ length: count }, (_, n) => ({
    request: `BG-${n + 1}` as RequestId,
    account: n % 2 === 0 ? first.id : second.id,
    requester: alice.id,
    kind: n % 5 === 4 ? "declared" : "approved",
    askedAt: after(n * every),
    allowed: { from: after(n * every + 5), until: after(n * every + open) },
    over: after(n * every + open),
  }));

/** Rows of one use, and minutes that it takes at most: what an hour of portal and tokens leaves in the log. */
const use = { rows: 50, minutes: 15 };

/**
 * Rows `from` to `until` of `count` as the text of an answer: uses spread evenly over the time of so many windows, in
 * order as EntraLog promises.
 */
export function answer(from: number, until: number, count: number, windowCount: number): string {
  const uses = Math.ceil(count / use.rows);
  const between = (windowCount * every) / uses;
  const long = Math.min(use.minutes, between);
  const minuteOf = (n: number): number =>
    Math.floor(n / use.rows) * between + ((n % use.rows) / use.rows) * long;
  const rows = Array.from({ length: until - from }, (_, n) => row(from + n, minuteOf(from + n)));
  return JSON.stringify({ tables: [{ name: "PrimaryResult", columns: signInColumns, rows }] });
}

/** What Microsoft's client makes of it: JSON read, and moments as dates. */
export function tableOf(text: string): Table {
  const { columns, rows } = (JSON.parse(text) as { tables: [{ columns: string[]; rows: unknown[][] }] })
    .tables[0];
  for (const cells of rows)
    for (let place = 0; place < dates; place++) cells[place] = new Date(cells[place] as string);
  return { columns, rows };
}

/** Ingested, TimeGenerated, CreatedDateTime. */
const dates = 3;

const codes = ["0", "0", "0", "0", "0", "50140", "50126", "50126", "50074", "0"];
const places = [
  ["203.0.113.7", "DE", "Berlin"],
  ["203.0.113.8", "DE", "Munich"],
  ["198.51.100.66", "FR", "Paris"],
] as const;

/** In the order of `signInColumns`. */
function row(n: number, minute: number): unknown[] {
  const noise = (n * 2_654_435_761) % 1_000;
  const at = after(minute);
  const account = noise % 3 === 0 ? second : first;
  const code = codes[noise % codes.length];
  const [ip, country, city] = places[noise % 97 === 0 ? 2 : noise % 2] ?? places[0];
  return [
    new Date(at.epochMilliseconds + 180_000),
    new Date(at.epochMilliseconds),
    new Date(at.epochMilliseconds),
    `${n.toString(16).padStart(8, "0")}-0000-4000-8000-00000000beef`,
    noise % 4 > 0,
    account.id,
    account.upn,
    "",
    account.upn,
    code,
    code === "0" ? "" : "Invalid username or password or Invalid on-premise username or password.",
    ip,
    country,
    `{"city":"${city}","state":"","countryOrRegion":"${country}","geoCoordinates":{"latitude":52.5,"longitude":13.4}}`,
    '{"deviceId":"","operatingSystem":"Windows 10","browser":"Edge 140.0.0","isCompliant":false,"isManaged":false}',
    "Browser",
    "Azure Portal",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
  ];
}
