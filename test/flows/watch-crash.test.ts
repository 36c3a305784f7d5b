// The watch is killed between reading a row and telling it, a hundred times; every row is told exactly once.
import { spawn } from "node:child_process";
import { appendFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { verifyChain } from "../../src/adapters/store/chain.ts";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { alertEvents, requestEvents } from "../../src/bots/event-kinds.ts";
import { foldAlert } from "../../src/core/alert/state.ts";
import { record } from "../../src/core/record.ts";
import { fold } from "../../src/core/request/act.ts";
import type { RequestEvent } from "../../src/core/request/events.ts";
import { signIn } from "../core/sign-in/kit.ts";
import { alice, bob, contoso, first, second } from "../kit/cast.ts";
import { id, reason } from "../kit/events.ts";
import { seeded } from "../kit/stubborn.ts";

const kills = 100;
const seed = Number(process.env["CRASH_SEED"] ?? 20_261_121);
const program = fileURLToPath(new URL("../kit/watch-child.ts", import.meta.url));

function launch(url: string, file: string) {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, url, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  const heard = Promise.withResolvers<void>();
  let awaited = "looked";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said.includes(awaited)) heard.resolve();
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    ended,
    says(word: string) {
      awaited = word;
      if (said.includes(word)) heard.resolve();
      return Promise.race([heard.promise, ended.then(() => Promise.reject(new Error(`it ended: ${said}`)))]);
    },
    kill: (signal: NodeJS.Signals) => void child.kill(signal),
  };
}

/** An open window of the first account: rows of it are approved, those of the second are the wrong account. */
async function openWindow(url: string): Promise<void> {
  const store = await openStore({ url });
  const at = Temporal.Now.instant();
  const until = at.add({ hours: 4 });
  const events: [RequestEvent, ...RequestEvent[]] = [
    {
      type: "requested",
      at,
      request: id,
      by: alice.id,
      account: first.id,
      failure: "other",
      reason,
      ticket: undefined,
      minutes: 240,
      quorum: first.quorum,
      enough: true,
      answerBy: until,
      drill: undefined,
    },
    { type: "approved", at, by: bob.id, groups: [] },
    { type: "granted", at, until },
  ];
  const request = fold(events);
  if (!request) throw new Error("no request");
  await store.append(record(events, request, 0, "asked", contoso));
  await store.close();
}

async function told(url: string) {
  const store = await openStore({ url });
  try {
    const log = await store.log(0, 100_000);
    const streams = Map.groupBy(log, ({ stream }) => stream);
    const alerts = [...streams.values()].flatMap((stored) => foldAlert(alertEvents(stored)) ?? []);
    const request = fold(requestEvents(streams.get(id) ?? []));
    return {
      rows: alerts.flatMap((alert) => alert.signIns),
      alerts,
      request,
      chain: await verifyChain(store),
    };
  } finally {
    await store.close();
  }
}

test("F2, D4: every row stands in one alert once, and each approved one's alert is said once on its request", {
  timeout: 300_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "breakglass-watch-"));
  const url = `sqlite:${join(folder, "breakglass.db")}`;
  const file = join(folder, "rows.jsonl");
  const random = seeded(seed);
  const written: string[] = [];
  await writeFile(file, "");
  await openWindow(url);
  let lostInBetween = 0;
  for (let kill = 0; kill < kills; kill++) {
    const rows = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
      const now = Temporal.Now.instant();
      const account = random() < 0.7 ? first.id : second.id;
      return signIn(0, { id: crypto.randomUUID(), account, at: now.add({ seconds: 1 }), readable: now });
    });
    written.push(...rows.map((row) => row.id));
    await appendFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
    const child = launch(url, file);
    await child.says("looked");
    await wait(random() * 30);
    child.kill("SIGKILL");
    await child.ended;
    if (kill % 10 === 9 && (await told(url)).rows.length < written.length) lostInBetween += 1;
  }
  const last = launch(url, file);
  await last.says("idle");
  last.kill("SIGTERM");
  await last.ended;

  const { rows, alerts, request, chain } = await told(url);
  expect(chain).toMatchObject({ ok: true });
  expect(rows.map((row) => row.id).toSorted()).toEqual(written.toSorted());
  expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(["approved", "wrong-account"]));
  const approved = alerts.filter(
    ({ subject }) => subject.kind === "sign-in" && subject.verdict === "approved",
  );
  expect(request?.signIns.map(({ alert }) => alert).toSorted()).toEqual(
    approved.map((one) => one.id).toSorted(),
  );
  expect(lostInBetween, "no kill came between reading and telling").toBeGreaterThan(0);
  await rm(folder, { recursive: true });
});
