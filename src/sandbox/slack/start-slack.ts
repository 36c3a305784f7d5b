// Starts a Slack on 127.0.0.1: the Web API for the bot, and people who type, click and hand forms in.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { active, newActs } from "./acts.ts";
import { newBotLine } from "./bot-line.ts";
import { homeOpened, metadataEvent, newEvents, urlVerified } from "./events.ts";
import { newFaults } from "./faults.ts";
import { rateLimits } from "./rate-limits.ts";
import type { Message, SlackOptions, SlackStandIn } from "./types.ts";
import { webApi } from "./web-api.ts";
import type { Call } from "./wire.ts";
import { canSee, isIn, newWorkspace, type Workspace } from "./workspace.ts";

export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const workspace = newWorkspace(options);
  const calls: Call[] = [];
  const faults = newFaults();
  const rates = rateLimits(options.rates, workspace.now);
  const server = createServer(webApi({ workspace, faults, rates, calls }));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const line = newBotLine(options, workspace.now);
  const events = newEvents(workspace, line);
  workspace.announce = (type, message, previous) => {
    if (line.url !== undefined)
      void events.deliver(metadataEvent(workspace, type, message, previous)).done.catch(() => {});
  };

  return {
    apiUrl: `${origin}/api/`,
    team: options.team,
    people: options.people,
    setBotUrl: (url) => {
      line.url = url;
    },
    verifyBotUrl: () => urlVerified(line),

    seenBy: (userId) => seenBy(workspace, userId),
    messages: (channelId) => all(workspace).filter((message) => message.channel === channelId),
    all: () => all(workspace).filter((message) => !message.deleted),
    until: (look, ms = 5000) => until(look, ms),

    ...newActs(workspace, line, origin),
    openHome: (userId) => events.deliver(homeOpened(workspace, active(workspace, userId).id)).first,
    event: (event, forgery) => events.deliver(event, forgery).done,

    send: async (raw) => plain(await line.send(raw)),
    replay: async (sent = line.sent.at(-1)) => {
      if (!sent) throw new Error("Nothing was sent to the bot yet, so there is nothing to replay.");
      return plain(await line.resend(sent));
    },
    sent: line.sent,
    faults,
    calls,
    on: (_change, heard) => {
      workspace.listeners.add(heard);
      return () => workspace.listeners.delete(heard);
    },
    stop: () => {
      events.stop();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const all = (workspace: Workspace): Message[] => [...workspace.messages.values()];

const plain = ({ status, body, ms }: { status: number; body: string; ms: number }) => ({ status, body, ms });

function seenBy(workspace: Workspace, userId: string): ReturnType<SlackStandIn["seenBy"]> {
  const seen = (id: string) =>
    all(workspace).filter((message) => message.channel === id && canSee(workspace, userId, message));
  const home = workspace.homes.get(userId);
  return {
    channels: [...workspace.channels.values()]
      .filter((channel) => isIn(workspace, userId, channel.id))
      .map(({ id, name }) => ({ id, name, messages: seen(id) })),
    dms: [...workspace.dms]
      .filter(([, with_]) => with_ === userId)
      .map(([id]) => ({ id, name: workspace.options.bot.name, messages: seen(id) })),
    modals: workspace.modals.get(userId) ?? [],
    ...(home && { home }),
  };
}

/** Looks again and again, because what it waits for may be outside of this Slack. */
async function until<T>(look: () => T | undefined | false | null, ms: number): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (performance.now() > end) throw new Error(`Slack did not show it within ${ms} ms: ${String(look)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
