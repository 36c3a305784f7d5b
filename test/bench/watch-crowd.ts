// A thousand sign-ins at once: how long until the SOC has them, and how long people wait for their clicks meanwhile.
import { cpuMs, memory } from "./process.ts";
import { type Click, startClicking } from "./watch-clicks.ts";
import { crowds, type Rows } from "./watch-rows.ts";
import { openSite, pause, type Site, type SiteOptions, waits } from "./watch-site.ts";

export type Crowd = {
  name: keyof typeof crowds;
  /** Milliseconds from a row that can be read to its alert's card in a chat. */
  alerts: readonly number[];
  /** Of each round: milliseconds until the last message, and of the processor, clicks included. */
  rounds: readonly { last: number; cpu: number }[];
  /** Before the rows came, and from then on until the last message. */
  clicks: { before: readonly Click[]; during: readonly Click[] };
  /** Megabytes, before, at the most, and when all is quiet. */
  memory: { before: number; most: number; after: number };
};

const clicksPerSecond = 50;
/** Milliseconds without a message after which the last one was the last. */
const silence = 2_000;
const patience = 60_000;

export async function measureCrowd(
  options: SiteOptions,
  name: keyof typeof crowds,
  rounds: number,
): Promise<Crowd> {
  const site = await openSite(options);
  try {
    await pause(5_000);
    const before = memory(site.pid);
    let most = before;
    const looking = setInterval(() => {
      most = Math.max(most, memory(site.pid));
    }, 20);
    const done: Round[] = [];
    for (let round = 0; round < rounds; round += 1) done.push(await once(site, crowds[name](round)));
    clearInterval(looking);
    await pause(5_000);
    return {
      name,
      alerts: done.flatMap(({ alerts }) => alerts),
      rounds: done,
      clicks: { before: done.flatMap((one) => one.before), during: done.flatMap((one) => one.during) },
      memory: { before, most, after: memory(site.pid) },
    };
  } finally {
    await site.stop();
  }
}

type Round = Crowd["clicks"] & { alerts: readonly number[]; last: number; cpu: number };

async function once(site: Site, { rows, alerts }: Rows): Promise<Round> {
  const clicking = startClicking(site.port, site.secret, clicksPerSecond);
  await pause(2_000);
  const used = cpuMs(site.pid);
  const readable = await site.put(rows, true);
  const [begun = Number.NaN] = readable;
  const end = await untilQuiet(site, begun);
  const cpu = cpuMs(site.pid) - used;
  const clicks = await clicking.stop();
  if (clicks.some(({ wrong }) => wrong)) throw new Error("a click was not answered as it should be");
  const told = await site.told(alerts);
  return {
    alerts: told.flatMap((one, n) =>
      waits(one, readable[rows.findIndex(({ from }) => from.ip === alerts[n])]),
    ),
    last: end - begun,
    cpu,
    before: clicks.filter(({ due }) => due < begun),
    during: clicks.filter(({ due }) => due >= begun && due <= end),
  };
}

/** When the last message was accepted. */
async function untilQuiet(site: Site, begun: number): Promise<number> {
  for (;;) {
    const { at } = await site.last();
    if (at > begun && Date.now() > at + silence) return at;
    if (Date.now() > begun + patience) throw new Error("the messages did not come to an end");
    await pause(100);
  }
}
