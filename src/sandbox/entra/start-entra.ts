// Starts the Entra of the practice tenant on https://localhost: joins the login, the logs, and the two services that
// tell them.
import { randomBytes, randomUUID } from "node:crypto";
import { tenant as practiceTenant } from "../world.ts";
import { type Background, startBackground } from "./background.ts";
import { certificate } from "./certificate.ts";
import { newChange } from "./changes.ts";
import { parts, planFaults } from "./faults.ts";
import { openGraph } from "./graph.ts";
import { openLog } from "./log.ts";
import { openLogAnalytics, serviceLimits } from "./log-analytics.ts";
import { openLogin } from "./login.ts";
import { graphRate, keepRate, logAnalyticsRate, type Rate } from "./rates.ts";
import { listen, type ServerOptions } from "./server.ts";
import { factorAsked, type SignInFacts, signInFacts } from "./sign-in-facts.ts";
import { graphSignIn, signInCells } from "./sign-in-shapes.ts";
import { allTables } from "./tables.ts";
import type {
  EntraOptions,
  EntraPart,
  EntraSettings,
  EntraStandIn,
  Granted,
  NewChange,
  NewSignIn,
} from "./types.ts";
import { openUsers } from "./users.ts";
import { openSigning } from "./webhook-token.ts";

export async function startEntra(options: EntraOptions = {}): Promise<EntraStandIn> {
  const {
    tenant = practiceTenant,
    secret = randomBytes(20).toString("base64url"),
    clock = Date.now,
  } = options;
  const ids = { tenant, workspace: randomUUID(), clientId: randomUUID(), webhookApp: randomUUID() };
  const users = openUsers(clock(), options.accounts);
  const faults = planFaults();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const heard of listeners) heard();
  };
  const log = openLog(clock, changed);
  const asked: Record<EntraPart, number> = { "log-analytics": 0, graph: 0, login: 0 };
  let delay = 0;
  // The ports are known only once the servers listen.
  const origins: Record<EntraPart, string> = { "log-analytics": "", graph: "", login: "" };
  const authority = () => `${origins.login}/login`;

  const signing = await openSigning({
    tenant,
    audience: ids.webhookApp,
    issuer: () => `${authority()}/${tenant}/v2.0`,
    clock,
  });
  // Real clients name the service, or take the origin of its address, as in a sovereign cloud.
  const forLogs = () => ["https://api.loganalytics.io", origins["log-analytics"]];
  const forGraph = () => ["https://graph.microsoft.com", origins.graph];
  const resources = () => [...forLogs(), ...forGraph()];
  let granted: Granted = {
    permissions: ["AuditLog.Read.All", "User.Read.All"],
    directoryRoles: [],
    ...options.granted,
  };
  const login = openLogin({
    ...ids,
    secret,
    resources,
    authority,
    keys: signing.published,
    sign: signing.sign,
    granted: () => granted,
    isGraph: (resource) => forGraph().includes(resource),
    clock,
  });
  const rate = (one: Rate) => (options.rates === "off" ? () => undefined : keepRate(one, clock));
  const server: ServerOptions = {
    login,
    logAnalytics: openLogAnalytics({
      log,
      login,
      workspace: ids.workspace,
      resources: forLogs,
      tables: options.tables ?? allTables,
      limits: options.limits ?? serviceLimits,
      wait: rate(logAnalyticsRate),
      clock,
    }),
    graph: openGraph({
      log,
      login,
      users,
      resources: forGraph,
      wait: rate(graphRate),
      origin: () => origins.graph,
      clock,
    }),
    faults,
    delay: () => delay,
    asked: (part) => {
      asked[part] += 1;
    },
  };
  const own = await certificate();
  const closing = await Promise.all(
    parts.map(async (part) => {
      const listening = await listen(part, server, own);
      origins[part] = listening.origin;
      return listening.close;
    }),
  );

  const addSignIn = (row: NewSignIn, said: boolean): string => {
    const rows = signInFacts(row, users.find(row.account), clock());
    for (const facts of rows) {
      const graph = facts.interactive && { list: "signIns" as const, body: graphSignIn(facts) };
      log.add(
        {
          id: facts.id,
          at: facts.at,
          table: facts.interactive ? "SigninLogs" : "AADNonInteractiveUserSignInLogs",
          cells: signInCells(facts, ids),
          ...(graph && { graph }),
          ...(said && { text: signInText(facts) }),
        },
        row.late,
      );
    }
    return rows.at(-1)?.id ?? "";
  };
  const addChange = (row: NewChange, said: boolean): string => {
    const { id, at, cells, graph } = newChange(row, users, ids, clock());
    const whose = row.targets.filter(users.knows).map((target) => users.find(target).label);
    const text = `${row.operation}${whose.length > 0 ? ` (${whose.join(", ")})` : ""}, by ${row.by.name}`;
    const body = { list: "directoryAudits" as const, body: graph };
    users.apply(row, at);
    log.add({ id, at, table: "AuditLogs", cells, graph: body, ...(said && { text }) }, row.late);
    return id;
  };
  const background: Background | undefined =
    options.background === "off"
      ? undefined
      : startBackground(
          users,
          { signIn: (row) => addSignIn(row, false), change: (row) => addChange(row, false) },
          options.background ?? 1500,
        );

  const settings: EntraSettings = {
    ...ids,
    logAnalyticsUrl: `${origins["log-analytics"]}/v1`,
    graphUrl: `${origins.graph}/graph/`,
    authorityHost: authority(),
    clientSecret: secret,
    ca: own.ca,
  };
  return {
    settings,
    signIn: (row) => addSignIn(row, true),
    change: (row) => addChange(row, true),
    connected: (on, table) => {
      log.connect(on, table);
      changed();
    },
    fault: (part, fault) => {
      faults.set(part, fault);
      changed();
    },
    delay: (ms) => {
      delay = ms;
      changed();
    },
    grant: (given) => {
      granted = { ...granted, ...given };
    },
    webhookToken: signing.token,
    log: log.logged,
    state: () => ({ connected: log.isConnected(), faults: faults.all(), delay }),
    asked: () => ({ ...asked }),
    leapt: () => {
      background?.once();
      changed();
    },
    on: (_event, heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    stop: async () => {
      background?.stop();
      log.stop();
      listeners.clear();
      await Promise.all(closing.map((close) => close()));
    },
  };
}

function signInText({ user, code, why, from, application, interactive }: SignInFacts): string {
  const refused = code === factorAsked ? "was asked for a second factor" : `did not get in (${code}: ${why})`;
  const what = code === 0 ? "signed in" : refused;
  const how = interactive ? application.name : `${application.name}, non-interactive`;
  return `${user.label} ${what} from ${from.ip} (${from.city}, ${from.country}), ${how}`;
}
