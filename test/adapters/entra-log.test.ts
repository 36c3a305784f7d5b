// Both sources of Entra's rows keep the same contract: with their real clients and the real credential, over HTTPS.
import tls from "node:tls";
import type { TokenCredential } from "@azure/identity";
import { pino } from "pino";
import { beforeAll, describe } from "vitest";
import { createGraph } from "../../src/adapters/graph/graph.ts";
import { createCredential } from "../../src/adapters/identity/credential.ts";
import { createLogAnalytics } from "../../src/adapters/log-analytics/log-analytics.ts";
import { certificate } from "../../src/sandbox/entra/certificate.ts";
import { startEntra } from "../../src/sandbox/entra/start-entra.ts";
import { first, second } from "../kit/cast.ts";
import { entraLogContract, exclusionGroup, type Opened, type Source } from "../kit/entra-log-contract.ts";

beforeAll(async () => {
  const { ca } = await certificate();
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), ca]);
});

const accounts = [first, second];

/** The stand-in, and a reader of it whose clock goes with the stand-in's. */
async function open(part: Source["part"]): Promise<Opened> {
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  const now = () => Temporal.Instant.fromEpochMilliseconds(clock());
  const entra = await startEntra({
    accounts: accounts.map(({ id, upn, label }) => ({ objectId: id, upn, label })),
    background: "off",
    rates: "off",
    clock,
  });
  const { tenant, clientId, clientSecret: secret, authorityHost, ...settings } = entra.settings;
  const newCredential = () => createCredential({ type: "secret", tenant, clientId, secret, authorityHost });
  let credential = newCredential();
  const common = {
    credential: {
      // Azure's libraries go by the machine's clock, and would hold on to a token that ended in a leap of ours
      getToken: async (...asked: GetToken) => {
        const token = await credential.getToken(...asked);
        return token && { ...token, expiresOnTimestamp: Date.now() };
      },
    },
    accounts: () => accounts,
    exclusionGroups: () => [exclusionGroup],
    log: pino({ level: "silent" }),
    now,
  };
  const log =
    part === "graph"
      ? createGraph({ ...common, url: settings.graphUrl, perTenSeconds: 1_000 })
      : createLogAnalytics({ ...common, url: settings.logAnalyticsUrl, workspace: settings.workspace });
  let renewed = 0;
  return {
    entra,
    log,
    now,
    advance: (seconds) => {
      ahead += seconds * 1_000;
      if (ahead - renewed < halfAnHour) return;
      credential = newCredential();
      renewed = ahead;
    },
  };
}
type GetToken = Parameters<TokenCredential["getToken"]>;
const halfAnHour = 1_800_000;

describe("Log Analytics", () =>
  entraLogContract(
    {
      part: "log-analytics",
      nonInteractive: true,
      faults: {
        throttled: /429/,
        unavailable: /503/,
        cut: /cut off/,
        partial: /./,
        hanging: /in time/,
        refused: /401/,
      },
    },
    () => open("log-analytics"),
  ));

describe("Microsoft Graph", () =>
  entraLogContract(
    {
      part: "graph",
      nonInteractive: false,
      faults: { throttled: /429/, unavailable: /503/, cut: /cut off/, hanging: /in time/, refused: /401/ },
    },
    () => open("graph"),
  ));
