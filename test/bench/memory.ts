// Memory of the process before and after a hundred thousand clicks, and the same of a bare Bolt.
import { load } from "./load.ts";
import { table } from "./markdown.ts";
import { memory } from "./process.ts";
import { writeRequests } from "./record.ts";
import { withHome } from "./stores.ts";
import { type Platforms, startBase, startBreakglass, type Target } from "./targets.ts";
import { workOf } from "./work.ts";

type MemoryOptions = {
  folder: string;
  platforms: Platforms;
  clicks: number;
  say: (line: string) => void;
};

/** Megabytes after so many clicks, and at rest again. */
type Grown = { after: readonly (readonly [clicks: number, mb: number])[]; rested: number };

const connections = 16;
const onRecord = 1_000;
/** Milliseconds until a process is at rest: also for V8, which gives back what it does not need. */
const settled = 5_000;
const atOnce = 5_000;

/** Rejects when a click is not answered as it should be. */
export function memoryTable({ folder, platforms, clicks, say }: MemoryOptions): Promise<string> {
  say(`memory: ${clicks} clicks`);
  return withHome("sqlite", folder, "memory", async (home) => {
    await writeRequests(home, onRecord);
    const { senders } = platforms;
    const bots = {
      breakglass: () => startBreakglass(folder, senders, { store: home.url, first: "bolt" }),
      bolt: () => startBase(folder, senders, "bolt"),
    };
    const rows: string[][] = [];
    let head: string[] = [];
    for (const [name, start] of Object.entries(bots)) {
      const { after, rested } = await clicked(await start(), platforms, clicks);
      head = after.map(([count]) => (count === 0 ? "at rest" : `after ${count}`));
      const times = rested / (after[0]?.[1] ?? Number.NaN);
      rows.push([name, ...after.map(([, mb]) => mb.toFixed(0)), rested.toFixed(0), times.toFixed(2)]);
    }
    return table(["MB", ...head, "at rest again", "×"], rows);
  });
}

/** Then the process is stopped. */
async function clicked(target: Target, { senders }: Platforms, clicks: number): Promise<Grown> {
  try {
    const command = workOf("command");
    await rest();
    const after: [number, number][] = [[0, memory(target.pid)]];
    const marks = [clicks / 100, clicks / 10, clicks / 2, clicks];
    for (let done = 0; done < clicks; ) {
      const upTo = Math.min(done + atOnce, ...marks.filter((mark) => mark > done));
      const requests = Array.from({ length: upTo - done }, (_, n) =>
        command.request(((done + n) % onRecord) + 1, senders),
      );
      const { wrong, answered } = await load({
        port: target.port,
        connections,
        ms: Number.POSITIVE_INFINITY,
        requests,
        status: (status) => status === 200,
      });
      if (wrong > 0) throw new Error(`${wrong} of ${answered} clicks were not answered as they should be`);
      done += answered;
      if (marks.includes(done)) after.push([done, memory(target.pid)]);
    }
    await rest();
    return { after, rested: memory(target.pid) };
  } finally {
    await target.stop();
  }
}

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, settled));
