// Starts a Teams for practice and tests on 127.0.0.1: joins the login, the connector, the people and their screens.
import { openBotLine } from "./bot-line.ts";
import { openConnector } from "./connector.ts";
import { openDirectory } from "./directory.ts";
import { planFaults } from "./faults.ts";
import { makeKeys } from "./keys.ts";
import { openLogin } from "./login.ts";
import { openMessages } from "./messages.ts";
import { openPeople } from "./people.ts";
import { keepRates, teamsRates } from "./rates.ts";
import { openScreens } from "./screens.ts";
import { listen } from "./server.ts";
import type { TeamsOptions, TeamsSettings, TeamsStandIn } from "./types.ts";
import type { Call } from "./wire.ts";

const region = "amer";
const issuer = "https://api.botframework.com";

export async function startTeams(options: TeamsOptions): Promise<TeamsStandIn> {
  const { tenant, appId, botName } = options;
  const clock = options.clock ?? Date.now;
  const listeners = new Set<() => void>();
  const calls: Call[] = [];
  const faults = planFaults();
  const directory = openDirectory(options);
  const changed = () => {
    for (const heard of listeners) heard();
  };
  const messages = openMessages(directory, clock, changed);
  const rates = options.rates === "off" ? [] : (options.rates ?? teamsRates);
  const connector = openConnector({ tenant, directory, messages, tooOften: keepRates(rates, clock) });

  // The service URL is part of every token, and known only once the server listens: filled in below.
  const sender = { tenant, appId, botName, serviceUrl: "", issuer, clock };
  const keys = await makeKeys(sender);
  const login = openLogin({ tenant, appId, issuer, keys, permissions: options.permissions, clock });
  const { server, port } = await listen(
    { login, connector, faults, calls, clock, region },
    options.port ?? 0,
  );
  const origin = `http://127.0.0.1:${port}`;
  sender.serviceUrl = `${origin}/${region}/`;

  const line = openBotLine({ url: options.botUrl, keys, limitMs: options.answerLimitMs ?? 10_000, clock });
  const retryInvokes = options.retryInvokes ?? false;
  const people = openPeople({ sender, directory, messages, line, retryInvokes, changed });
  const screens = openScreens({ directory, messages, people, delayMs: options.refreshDelayMs ?? 50 });
  listeners.add(screens.look);

  const settings: TeamsSettings = {
    openIdMetadata: `${origin}/v1/.well-known/openidconfiguration`,
    issuer,
    serviceUrl: sender.serviceUrl,
    loginUrl: `${origin}/${tenant}`,
    identityEndpoint: `${origin}/msi/token`,
    identityHeader: login.identityHeader,
    entraMetadata: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
  };
  return {
    ...people,
    settings,
    people: directory.people,
    setBotUrl: line.setUrl,
    seenBy: (objectId) => messages.seenBy(directory.mustKnow(objectId)),
    all: messages.all,
    until: (look, ms = 5000) => waitFor(look, ms, listeners),
    watch: (objectId, watching) => screens.watch(directory.mustKnow(objectId), watching),
    settled: screens.settled,
    token: (overrides = {}) => keys.sign(overrides),
    raw: line.raw,
    replay: line.replay,
    sent: line.sent,
    rotateKeys: keys.rotate,
    keysDown: login.setDown,
    faults: { set: faults.set, clear: faults.clear },
    calls,
    on: (_what, heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    stop: async () => {
      screens.stop();
      listeners.clear();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function waitFor<T>(
  look: () => T | undefined | false | null,
  ms: number,
  listeners: Set<() => void>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = () => {
      try {
        const found = look();
        if (found === undefined || found === false || found === null) return;
        finish();
        resolve(found);
      } catch (error) {
        finish();
        reject(error);
      }
    };
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`What was waited for in the practice Teams did not happen within ${ms} ms.`));
    }, ms);
    const finish = () => {
      clearTimeout(timer);
      listeners.delete(check);
    };
    listeners.add(check);
    check();
  });
}
