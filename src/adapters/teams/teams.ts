// The Teams side of the bot: hears people through /api/messages, speaks through the Bot Connector.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Activity } from "botbuilder";
import type { Logger } from "pino";
import type { Organisation } from "../../core/organisation.ts";
import type { Desk } from "../../core/ports/desk.ts";
import type { Messenger } from "../../core/ports/messenger.ts";
import type { Store } from "../../core/ports/store.ts";
import { parseActivity } from "./activity.ts";
import { createAddresses } from "./addresses.ts";
import { createTellPrivately } from "./answer.ts";
import { authenticate, Refused } from "./authenticate.ts";
import { createBackground } from "./background.ts";
import { readBody } from "./body.ts";
import { Adapter } from "./bot-framework.ts";
import { checkTeams } from "./check.ts";
import { createConnector } from "./connector.ts";
import { createKeys } from "./keys.ts";
import { logRarely } from "./log.ts";
import { createMessenger } from "./messenger.ts";
import { createOnce } from "./once.ts";
import { createRoster } from "./roster.ts";
import { createSeal } from "./seal.ts";
import { checkSettings, type TeamsSettings } from "./settings.ts";
import { createOwnToken } from "./token.ts";
import { createTurn } from "./turn.ts";

export type TeamsOptions = {
  settings: TeamsSettings;
  desk: Desk;
  organisation: () => Organisation;
  addresses: Pick<Store, "remember" | "recall">;
  log: Logger;
  now: () => Temporal.Instant;
};

export interface TeamsAdapter {
  messenger: Messenger;
  /** `POST /api/messages`. Never rejects; a stranger learns a status and nothing else. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Begins to fetch the keys that Teams signs with; does not wait for them. */
  start(): void;
  /** Resolves when what was answered is also done. */
  stop(): Promise<void>;
  /** Rejects with what is wrong, and what to do. */
  check(): Promise<void>;
}

/** The keys are a day old at most; they are looked at more often, for a fetch may fail. */
const lookAtKeysEvery = 60 * 60 * 1_000;

/** Throws when a setting is missing or unsafe: this never starts without authentication. */
export function createTeams({
  desk,
  organisation,
  addresses: store,
  log,
  now,
  ...options
}: TeamsOptions): TeamsAdapter {
  const settings = checkSettings(options.settings);
  const { appId, tenant } = settings;
  const shelf = {
    put: (text: string) => store.remember("teams:keys", text),
    get: () => store.recall("teams:keys"),
  };
  const keys = createKeys({ openIdMetadata: settings.openIdMetadata, now, log, shelf });
  const token = createOwnToken(settings, now);
  const connector = createConnector(token, settings.serviceUrls);
  const addresses = createAddresses(store, tenant, log);
  const reach = { appId, tenant, addresses, connector };
  const roster = createRoster(connector, tenant, now);
  const seal = createSeal(
    { put: (text) => store.remember("teams:seal", text, "if-absent"), get: () => store.recall("teams:seal") },
    now,
    log,
  );
  const stopping = new AbortController();
  const background = createBackground(log);
  const turn = createTurn({
    tenant,
    desk,
    organisation,
    addresses,
    roster,
    seal,
    tell: createTellPrivately(reach, log, stopping.signal),
    inBackground: background.run,
  });
  const adapter = new Adapter(
    (activity, header) => authenticate(activity, header, { settings, keys, now }),
    appId,
  );
  const once = createOnce(now);
  const refused = logRarely(log, now);
  let timer: NodeJS.Timeout | undefined;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if ("status" in body) return end(response, body.status);
    try {
      const answer = await adapter.receive(
        request.headers.authorization ?? "",
        body.json as unknown as Activity,
        async (context) => {
          const said = parseActivity(body.json, tenant);
          if (!said) throw new Unreadable();
          if (said.type === "action" && said.way === "invoke") {
            await context.sendActivity({
              type: "invokeResponse",
              value: { status: 200, body: await turn(said) },
            });
            return;
          }
          const { conversation, activity } = said.scene;
          if (activity) await once(`${conversation}/${activity}`, async () => void (await turn(said)));
          else await turn(said);
        },
      );
      end(response, answer?.status ?? 200, answer?.body);
    } catch (error) {
      if (error instanceof Refused) {
        refused({ status: error.status, why: error.message }, "a Teams request was refused");
        end(response, error.status);
      } else if (error instanceof Unreadable) {
        end(response, 400);
      } else {
        log.error({ error: String(error) }, "a Teams activity could not be handled");
        end(response, 500);
      }
    }
  }

  return {
    messenger: createMessenger({ ...reach, organisation, roster, seal, log }),
    handle,
    start() {
      background.run("keys", () => keys.refresh());
      timer ??= setInterval(() => background.run("keys", () => keys.refresh()), lookAtKeysEvery).unref();
    },
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await background.settled();
    },
    check: () => checkTeams({ keys, token, addresses, connector, organisation }),
  };
}

/** Verified, and still not understood: Teams changed, or a stranger holds a good token. */
class Unreadable extends Error {}

function end(response: ServerResponse, status: number, body?: unknown): void {
  const refusedEarly = status === 413 || status === 415 || status === 405;
  response.writeHead(status, {
    ...(status === 405 && { allow: "POST" }),
    ...(refusedEarly && { connection: "close" }),
    ...(body !== undefined && { "content-type": "application/json; charset=utf-8" }),
  });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
