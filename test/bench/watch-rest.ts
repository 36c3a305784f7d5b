// One sign-in at a time: how long until the SOC has it, found by the next look and pushed by Azure Monitor.
import { address, alone } from "./watch-rows.ts";
import { openSite, pause, type Site, type SiteOptions, waits } from "./watch-site.ts";

/** Milliseconds from a row that can be read to its card in a chat: two for each row. */
export type Rest = { polled: readonly number[]; pushed: readonly number[] };

/** Between two rows, as a part of the time between two looks: no number of looks makes it whole. */
const part = 0.2618;
/** Milliseconds. */
const patience = 60_000;

/** `count`: of each kind. */
export async function atRest(options: SiteOptions, count: number): Promise<Rest> {
  const site = await openSite(options);
  try {
    await pause(2_000);
    const step = options.every * 1_000 * part;
    const polled = await oneByOne(site, 0, count, (began, n) => pause(began + n * step - performance.now()));
    const pushed = await oneByOne(site, count, count, () => pause(150), true);
    return { polled, pushed };
  } finally {
    await site.stop();
  }
}

async function oneByOne(
  site: Site,
  from: number,
  count: number,
  rest: (began: number, n: number) => Promise<void>,
  push = false,
): Promise<readonly number[]> {
  const { messages } = await site.last();
  const began = performance.now();
  const readable: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const [at = Number.NaN] = await site.put([alone(from + n)], push);
    readable.push(at);
    if (push) await posted(site, messages + 2 * (n + 1));
    await rest(began, n + 1);
  }
  await posted(site, messages + 2 * count);
  const told = await site.told(readable.map((_, n) => address(from + n)));
  return told.flatMap((one, n) => waits(one, readable[n]));
}

async function posted(site: Site, wanted: number): Promise<void> {
  for (const began = performance.now(); (await site.last()).messages < wanted; ) {
    if (performance.now() > began + patience) throw new Error(`fewer than ${wanted} messages were posted`);
    await pause(25);
  }
}
