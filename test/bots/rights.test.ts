// How each identity is asked what it may do: who it is, and what is said when it cannot be read.
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ServiceSettings } from "../../src/adapters/config/settings.ts";
import { rightsLooks } from "../../src/bots/rights.ts";
import { startEntra } from "../../src/sandbox/entra/start-entra.ts";
import type { EntraStandIn } from "../../src/sandbox/entra/types.ts";
import { type Sts, startSts } from "../adapters/identity/sts.ts";
import { contoso, nine } from "../kit/cast.ts";
import { trust } from "../sandbox/entra/kit.ts";

type Watch = NonNullable<ServiceSettings["watch"]>;
type Teams = NonNullable<ServiceSettings["teams"]>;

let entra: EntraStandIn;
let sts: Sts;
beforeEach(async () => {
  entra = await startEntra({ tenant: contoso.tenant, background: "off" });
  trust(entra.settings.ca);
  sts = await startSts();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await Promise.all([entra.stop(), sts.stop()]);
});

const nothing = { slack: undefined, teams: undefined, watch: undefined, directory: undefined };
const graphWatch = (more: Partial<Watch> = {}): Watch => ({
  source: "graph",
  identity: { type: "secret", clientId: entra.settings.clientId, secret: entra.settings.clientSecret },
  tenant: contoso.tenant,
  authorityHost: entra.settings.authorityHost,
  url: entra.settings.graphUrl,
  ...(more as object),
});
const teams = (more: Partial<Teams>): Teams => ({
  appId: "00000000-0000-4000-8000-000000009001",
  tenant: contoso.tenant,
  identity: { type: "managed-identity" },
  openIdMetadata: "",
  issuer: "",
  loginUrl: "",
  oauthScope: "",
  serviceUrls: [],
  ...more,
});

const look = (settings: Partial<ServiceSettings>) => {
  const parts = { now: () => nine, log: pino({ level: "silent" }) };
  const [watch] = rightsLooks({ ...nothing, ...settings }, parts);
  return watch ? watch.look(AbortSignal.timeout(8_000)) : Promise.resolve([]);
};

test("nobody is asked for what the settings do not name", () => {
  expect(rightsLooks(nothing, { now: () => nine, log: pino({ level: "silent" }) })).toEqual([]);
});

test("what is needed follows from what is configured: the log in Graph, and the directory", async () => {
  expect(await look({ watch: graphWatch() })).toMatchObject([{ kind: "more", rights: ["User.Read.All"] }]);
  const { source: _, ...directory } = graphWatch() as Extract<Watch, { source: "graph" }>;
  expect(await look({ watch: graphWatch(), directory })).toEqual([]);
  entra.grant({ permissions: [] });
  expect(await look({ watch: graphWatch(), directory })).toMatchObject([
    { kind: "less", rights: ["AuditLog.Read.All", "User.Read.All"] },
  ]);
});

test.each<[string, (clientId: string) => Partial<Teams>]>([
  ["the bot's own app", (appId) => ({ appId })],
  [
    "the identity that stands in for its secret",
    (clientId) => ({ identity: { type: "federated", clientId } }),
  ],
])("a watch that signs in as %s shares it, whatever the file says", async (_, of) => {
  entra.grant({ permissions: ["AuditLog.Read.All"] });
  const shared = await look({ watch: graphWatch(), teams: teams(of(entra.settings.clientId)) });
  expect(shared).toMatchObject([{ kind: "shared", rights: [entra.settings.clientId] }]);
  expect(await look({ watch: graphWatch(), teams: teams({}) })).toEqual([]);
});

test("a token that cannot be read is not checked, and not repeated", async () => {
  const opaque = look({ watch: graphWatch({ authorityHost: sts.authorityHost }) });
  await expect(opaque).rejects.toThrow(/^Entra's token cannot be read here, so what it allows is not known$/);
});

test("an Entra that refuses a token is not checked, with the reason, and nothing of the secret", async () => {
  sts.answer = { error: "AADSTS7000222: The provided client secret keys for app my-secret are expired." };
  const refused = look({ watch: graphWatch({ authorityHost: sts.authorityHost }) });
  await expect(refused).rejects.toThrow(/its client secret has expired/);
  await expect(refused).rejects.not.toThrow(/my-secret/);
});

const workspace = "b438b4f6-912a-46d5-9cb1-b44069212abc";
const resourceId =
  "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/law";
const permissionsUrl = `https://management.azure.com${resourceId}/providers/Microsoft.Authorization/permissions?`;

/** What is found where Log Analytics and Azure of the public cloud say that the identity has these roles. */
async function onWorkspace(...roles: readonly object[]) {
  const toEntra = fetch;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    if (url.startsWith(sts.authorityHost)) return toEntra(url, init);
    if (url === `https://api.loganalytics.io/v1/workspaces/${workspace}/metadata`)
      return Response.json({ workspaces: [{ id: workspace, resourceId }] });
    if (url.startsWith(permissionsUrl)) return Response.json({ value: roles });
    throw new Error(`nobody is to be asked at ${url}`);
  });
  const { tenant, identity } = graphWatch();
  const watch: Watch = {
    source: "log-analytics",
    url: "https://api.loganalytics.io/v1",
    workspace,
    identity,
    tenant,
    authorityHost: sts.authorityHost,
  };
  const parts = { now: () => nine, log: pino({ level: "silent" }) };
  const found = rightsLooks({ ...nothing, watch }, parts).find(({ part }) => part === "workspace");
  return found?.look(AbortSignal.timeout(8_000));
}

/** Microsoft's own definitions, of February 2026. */
const dataReader = {
  actions: [
    "Microsoft.OperationalInsights/workspaces/query/read",
    "Microsoft.OperationalInsights/workspaces/read",
  ],
  notActions: [],
  dataActions: ["Microsoft.OperationalInsights/workspaces/tables/data/read"],
  notDataActions: [],
};
const contributor = { actions: ["*"], notActions: ["Microsoft.Authorization/*/Write"], dataActions: [] };

test("on the workspace Contributor is too much, whatever else the identity has", async () => {
  const tooMuch = [{ kind: "more", holder: "watch", realm: "azure", rights: ["*"] }];
  expect(await onWorkspace(contributor)).toEqual(tooMuch);
  expect(await onWorkspace(dataReader, contributor)).toEqual(tooMuch);
});

test("on the workspace Log Analytics Data Reader is nothing to tell, and no right is neither: the watch is blind", async () => {
  expect(await onWorkspace(dataReader)).toEqual([]);
  expect(await onWorkspace()).toEqual([]);
});
