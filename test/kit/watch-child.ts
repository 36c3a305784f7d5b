// The watch in a process of its own, that can be killed: it reads rows from a file, one JSON object in each line.
// Arguments: the store's address, the file. Says "looked" when it has read, and "idle" when it has told all it read.
import { readFileSync } from "node:fs";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { followStreams, startFollow } from "../../src/bots/follow.ts";
import type { Log } from "../../src/bots/log.ts";
import { lookOnce } from "../../src/bots/watch.ts";
import type { EntraLog } from "../../src/core/ports/entra.ts";
import type { SignIn } from "../../src/core/sign-in/row.ts";
import { contoso } from "./cast.ts";

const [url = "", file = ""] = process.argv.slice(2);
const say = (word: string) => void process.stdout.write(`${word}\n`);
const log = Object.fromEntries(
  ["debug", "info", "warn", "error", "fatal"].map((level) => [
    level,
    (...said: unknown[]) => say(String(said)),
  ]),
) as unknown as Log;

const entraLog: EntraLog = {
  source: "log-analytics",
  async look() {
    const rows = readFileSync(file, "utf8").split("\n").filter(Boolean).map(revived);
    say("looked");
    const now = Temporal.Now.instant();
    return { type: "seen", rows, next: now, heartbeat: now, more: false };
  },
};

function revived(line: string): SignIn {
  const raw = JSON.parse(line);
  return { ...raw, at: Temporal.Instant.from(raw.at), readable: Temporal.Instant.from(raw.readable) };
}

const { watch } = contoso;
if (!watch) throw new Error("the cast watches nothing");
const store = await openStore({ url });
const parts = { store, organisation: () => contoso, now: () => Temporal.Now.instant(), log };
const follow = startFollow(parts);
store.onAppend(follow.wake);
const stopping = new AbortController();
process.once("SIGTERM", () => stopping.abort());
while (!stopping.signal.aborted) {
  await lookOnce({ ...parts, watch, entraLog }, stopping.signal);
  say("idle");
  await new Promise((resolve) => setTimeout(resolve, 20));
}
await follow.stop();
const { streams } = await store.tail(0, 100_000);
await followStreams(parts, streams); // what is followed twice changes nothing
await store.close();
