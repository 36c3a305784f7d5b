// One Teams stand-in, one adapter in front of a desk that only takes notes, joined by real HTTP on loopback.
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pino, { type Logger } from "pino";
import type { TeamsSettings } from "../../../src/adapters/teams/settings.ts";
import { createTeams, type TeamsAdapter } from "../../../src/adapters/teams/teams.ts";
import type { RequestId } from "../../../src/core/ids.ts";
import type { Place } from "../../../src/core/place.ts";
import type { Answer, Desk, Heard } from "../../../src/core/ports/desk.ts";
import type { MessageRef } from "../../../src/core/ports/messenger.ts";
import type { Form, View } from "../../../src/core/view.ts";
import { startTeams } from "../../../src/sandbox/teams/start-teams.ts";
import type { TeamsOptions, TeamsStandIn } from "../../../src/sandbox/teams/types.ts";
import { alice, bob, contoso, people } from "../../kit/cast.ts";

const appId = "00000000-0000-4000-8000-000000009001";
export const requests = "19:requests@thread.tacv2";
export const general = "19:general@thread.tacv2";

export const bg7 = "BG-7" as RequestId;

export const viewOf = (title: string, more: Partial<View> = {}): View => ({
  title,
  tone: "neutral",
  severity: undefined,
  lines: [],
  facts: [],
  buttons: [],
  ...more,
});

export const denyForm: Form = {
  name: "deny",
  about: { verb: "deny", request: bg7, about: 0 },
  title: "Deny",
  lines: [],
  fields: [
    {
      id: "reason",
      label: "Why not?",
      type: "text",
      multiline: true,
      required: true,
      shortest: 10,
      longest: 2_000,
    },
  ],
  submit: "Deny",
};

export const requestForm: Form = {
  name: "request",
  title: "Ask for emergency access",
  lines: [["Not when Entra itself is down."]],
  fields: [
    {
      id: "account",
      label: "Account",
      type: "choice",
      required: true,
      options: [{ value: "a1", label: "Emergency 1" }],
      initial: "a1",
    },
    {
      id: "reason",
      label: "Why?",
      hint: "No passwords.",
      type: "text",
      multiline: true,
      required: true,
      shortest: 10,
      longest: 2_000,
    },
  ],
  submit: "Ask",
};

export const requestCard = viewOf("BG-7 · Waiting for an answer", {
  tone: "waiting",
  lines: [[{ person: alice }, " asks for Emergency 1."]],
  buttons: [
    {
      action: { verb: "approve", request: bg7, about: 0 },
      label: "Approve",
      style: "primary",
      confirm: {
        title: "Approve BG-7?",
        text: "The account may then be used for 1 h.",
        yes: "Yes, approve",
        no: "No",
      },
    },
    { action: { verb: "deny", request: bg7, about: 0 }, label: "Deny…", style: "danger", form: denyForm },
    { action: { verb: "withdraw", request: bg7 }, label: "Withdraw", style: "plain" },
  ],
});

/** Takes notes; answers what the test told it to. */
type Notes = {
  heard: Heard[];
  seen: { key: string; place: Place; ref: MessageRef }[];
  answer: Answer | (() => Promise<Answer>);
  card: View | undefined;
  tooMuch: Desk["tooMuch"];
};

const noteDesk = (notes: Notes): Desk => ({
  tooMuch: (asked) => notes.tooMuch(asked),
  async hear(heard) {
    notes.heard.push(heard);
    return typeof notes.answer === "function" ? notes.answer() : notes.answer;
  },
  understand: (text) =>
    text === "request"
      ? { type: "form", form: "request" }
      : text === "status"
        ? { type: "status" }
        : { type: "help", unknown: text },
  form: (name) => (name === "request" ? requestForm : denyForm),
  card: async () => notes.card,
  home: () => Promise.reject(new Error("Teams has no home tab of ours")),
  async seen(key, place, ref) {
    notes.seen.push({ key, place, ref });
  },
});

export type Practice = {
  teams: TeamsStandIn;
  adapter: TeamsAdapter;
  notes: Notes;
  store: Map<string, string>;
  log: Record<string, unknown>[];
  settings: TeamsSettings;
  url: string;
  stop(): Promise<void>;
};

export type PracticeOptions = {
  now?: () => Temporal.Instant;
  teams?: Partial<TeamsOptions>;
  settings?: Partial<TeamsSettings>;
  store?: Map<string, string>;
};

export async function openPractice(options: PracticeOptions = {}): Promise<Practice> {
  const teams = await startTeams({
    tenant: contoso.tenant,
    appId,
    botName: "breakglass",
    people: people.map((person) => ({ objectId: person.id, name: person.name, timeZone: "Europe/Berlin" })),
    teams: [
      { id: general, name: "Emergency", channels: [{ id: requests, name: "Requests", members: "all" }] },
    ],
    rates: "off",
    ...options.teams,
  });
  process.env["IDENTITY_ENDPOINT"] = teams.settings.identityEndpoint;
  process.env["IDENTITY_HEADER"] = teams.settings.identityHeader;
  const notes: Notes = {
    heard: [],
    seen: [],
    answer: { type: "view", view: viewOf("Noted") },
    card: requestCard,
    tooMuch: () => undefined,
  };
  const store = options.store ?? new Map<string, string>();
  const log: Record<string, unknown>[] = [];
  const settings: TeamsSettings = {
    appId,
    tenant: contoso.tenant,
    identity: { type: "managed-identity" },
    openIdMetadata: teams.settings.openIdMetadata,
    issuer: teams.settings.issuer,
    loginUrl: "https://login.microsoftonline.com",
    oauthScope: "https://api.botframework.com",
    serviceUrls: [teams.settings.serviceUrl],
    ...options.settings,
  };
  const adapter = createTeams({
    settings,
    desk: noteDesk(notes),
    organisation: () => contoso,
    addresses: {
      remember: async (place, record) => void store.set(place, record),
      recall: async (place) => store.get(place),
    },
    log: logger(log),
    now: options.now ?? Temporal.Now.instant,
  });
  const server = createServer((request, response) => void adapter.handle(request, response));
  const url = await listening(server);
  teams.setBotUrl(url);
  return {
    teams,
    adapter,
    notes,
    store,
    log,
    settings,
    url,
    async stop() {
      await adapter.stop();
      await teams.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What was logged, line by line, as it would be written. */
const logger = (lines: Record<string, unknown>[]): Logger =>
  pino(
    { level: "debug" },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );

export async function listening(server: Server): Promise<string> {
  await new Promise<void>((listen) => server.listen(0, "127.0.0.1", listen));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
}

/** An honest click of Bob's on a card of `requests`, to lie with. */
export const click = (practice: Practice, value: unknown): Record<string, unknown> => ({
  ...practice.teams.activity(bob.id, requests, ""),
  type: "invoke",
  name: "adaptiveCard/action",
  id: `f:${randomUUID()}`,
  replyToId: "1700000000001",
  text: undefined,
  value,
});

export const approveData = {
  verb: "bg.click",
  action: { verb: "approve", request: "BG-7", about: 0 },
  card: "card/BG-7/x",
  stream: "BG-7",
};
export const approve = {
  action: { type: "Action.Execute", verb: "bg.click", data: approveData },
  trigger: "manual",
};
