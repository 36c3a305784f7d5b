// The whole bot in one place: settings in, parts joined, doors opened; and closed again in order.
import { once } from "node:events";
import type { Logger } from "pino";
import { createAzureMonitor } from "../adapters/azure-monitor/azure-monitor.ts";
import { createCalendar } from "../adapters/calendar/calendar.ts";
import type { Config } from "../adapters/config/config.ts";
import { createFallback } from "../adapters/fallback/fallback.ts";
import { createSlack } from "../adapters/slack/slack.ts";
import { openStore } from "../adapters/store/open-store.ts";
import { createTeams } from "../adapters/teams/teams.ts";
import { owings } from "../core/calendar.ts";
import type { Messenger } from "../core/ports/messenger.ts";
import { asKnown } from "../core/readiness.ts";
import { privacy, terms } from "../core/words/legal.ts";
import { watchConfig } from "./config-watch.ts";
import { startDeliver } from "./deliver.ts";
import { createDesk } from "./desk.ts";
import { createDirectoryReader } from "./directory.ts";
import { startFindings } from "./findings.ts";
import { startKeep } from "./keep.ts";
import { createLog } from "./log.ts";
import { counted, createMetrics } from "./metrics.ts";
import { outline, startReadiness } from "./readiness.ts";
import { readRecords } from "./records.ts";
import { rightsLooks } from "./rights.ts";
import { createHttpServer, type Handler, isNear, type Routes, sendText } from "./server.ts";
import { startTick } from "./tick.ts";
import { partState } from "./watch.ts";
import { createWatch } from "./watching.ts";

/** What both chat adapters look like from here. */
type Chat = {
  messenger: Messenger;
  handle: Handler;
  start(): Promise<void> | void;
  stop(): Promise<void>;
  check(): Promise<void>;
};

type Chats = { slack?: Chat; teams?: Chat };

type Start = { configPath: string; env: NodeJS.ProcessEnv; log?: Logger };

export type Running = { url: string; stop(): Promise<void> };

/** Runs until SIGTERM or SIGINT, then drains and resolves. */
export async function serve({
  configPath,
  env,
}: {
  configPath: string;
  env: NodeJS.ProcessEnv;
}): Promise<void> {
  const running = await startBot({ configPath, env });
  const stopped = new AbortController();
  await Promise.race(
    ["SIGTERM", "SIGINT"].map((signal) => once(process, signal, { signal: stopped.signal })),
  );
  stopped.abort();
  await running.stop();
}

export async function startBot({ configPath, env, log: given }: Start): Promise<Running> {
  const watched = await watchConfig(configPath, env);
  const { service } = watched.first;
  const log = given ?? createLog(service.logLevel);
  watched.useLog(log);
  const store = await openStore({ url: service.store, log });
  const now = () => Temporal.Now.instant();
  const { organisation } = watched;

  const messengers: Messenger[] = [];
  const parts = { store, organisation, now, log };
  const metrics = createMetrics(() => ready.read());
  const watch = createWatch(watched.first, parts, metrics);
  const desk = counted(
    createDesk({ ...parts, messengers, sight: watch.read, asksAtOnce: service.asksAtOnce }),
    metrics,
  );
  const chats = createChats(watched.first, { ...parts, desk, addresses: store });
  messengers.push(...Object.values(chats).map(({ messenger }) => messenger));
  if (service.fallback) messengers.push(createFallback({ settings: service.fallback, now, log }));

  const tick = startTick(parts);
  const keep = startKeep({ ...parts, directory: createDirectoryReader(service.directory, parts) });
  const deliveries = messengers.map((messenger) =>
    startDeliver({
      ...parts,
      messenger,
      onSent: ({ place, what }, { type }) =>
        metrics.sent.inc({ platform: place.platform, what, result: type }),
    }),
  );
  store.onAppend(() => {
    tick.wake();
    watch.follow();
    for (const delivery of deliveries) delivery.wake();
  });
  const findings = startFindings({ looks: rightsLooks(service, parts), now, log });
  const ready = startReadiness({
    store,
    platforms: Object.fromEntries(Object.entries(chats).map(([name, { check }]) => [name, check])),
    advisory: () => (service.watch ? { watch: partState(watch.read(), now()) } : {}),
    rights: findings.read,
    now,
    log,
  });

  const { server, drained } = createHttpServer(
    {
      ...edges(chats),
      ...hooks(watched.first, {
        now,
        log,
        onAlert: () => {
          watch.look();
          keep.wake(); // perhaps it tells of a credential that was renewed
        },
      }),
      ...feeds(watched.first, {
        organisation,
        now,
        log,
        // whoever has the address sees no more than the SOC may
        owings: async () => owings((await readRecords(parts)).map(asKnown), now(), organisation()),
      }),
      "GET /healthz": async (_, response) => sendText(response, 200, "text/plain", "ok\n"),
      "GET /readyz": async (request, response) => {
        const readiness = isNear(request) ? ready.read() : outline(ready.read());
        const body = `${JSON.stringify(readiness, null, 2)}\n`;
        sendText(response, readiness.ready ? 200 : 503, "application/json", body);
      },
      "GET /privacy": async (_, response) => sendText(response, 200, "text/plain; charset=utf-8", privacy),
      "GET /terms": async (_, response) => sendText(response, 200, "text/plain; charset=utf-8", terms),
      "GET /metrics": async (_, response) => {
        sendText(response, 200, metrics.registry.contentType, await metrics.registry.metrics());
      },
    },
    log,
  );
  async function stop(): Promise<void> {
    log.info("stopping: no new clicks, then what is under way");
    watched.stop();
    server.close();
    server.closeIdleConnections();
    await drained();
    await Promise.all(Object.values(chats).map((chat) => chat.stop()));
    await Promise.all(
      [tick, keep, ready, findings, ...deliveries, ...watch.loops].map((loop) => loop.stop()),
    );
    server.closeAllConnections();
    await store.close();
    log.info("stopped");
  }

  try {
    for (const chat of Object.values(chats)) await chat.start();
    server.listen(service.port, service.host);
    await once(server, "listening");
  } catch (error) {
    await stop(); // or it would go on speaking, deaf
    throw error;
  }
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : service.port;
  log.info({ host: service.host, port }, "listening");
  return { url: `http://${service.host}:${port}`, stop };
}

type ChatParts = Omit<Parameters<typeof createSlack>[0], "settings"> &
  Pick<Parameters<typeof createTeams>[0], "addresses">;

function createChats({ service }: Config, parts: ChatParts): Chats {
  return {
    ...(service.slack ? { slack: createSlack({ ...parts, settings: service.slack }) } : {}),
    ...(service.teams ? { teams: createTeams({ ...parts, settings: service.teams }) } : {}),
  };
}

const edges = ({ slack, teams }: Chats): Routes => ({
  ...(slack ? { "POST /slack/events": slack.handle } : {}),
  ...(teams ? { "POST /api/messages": teams.handle } : {}),
});

function hooks(
  { service }: Config,
  parts: Omit<Parameters<typeof createAzureMonitor>[0], "settings">,
): Routes {
  if (!service.azureMonitor) return {};
  const { handle } = createAzureMonitor({ ...parts, settings: service.azureMonitor });
  return { "POST /webhooks/azure-monitor": handle, "POST /webhooks/azure-monitor/*": handle };
}

function feeds({ service }: Config, parts: Omit<Parameters<typeof createCalendar>[0], "settings">): Routes {
  if (!service.calendar) return {};
  const { handle } = createCalendar({ ...parts, settings: service.calendar });
  return { "GET /calendar/*": handle, "HEAD /calendar/*": handle };
}
