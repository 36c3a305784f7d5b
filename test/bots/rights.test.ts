// How each identity is asked what it may do: who it is, and what is said when it cannot be read.
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
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
afterEach(() => Promise.all([entra.stop(), sts.stop()]));

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
