// What lets a bot under test see sign-ins and call for help: an Entra and a pager on HTTPS, and how it is told of them.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import tls from "node:tls";
import { stringify } from "yaml";
import { startEntra } from "../../src/sandbox/entra/start-entra.ts";
import type { EntraOptions, EntraStandIn } from "../../src/sandbox/entra/types.ts";
import { startPager } from "../../src/sandbox/pager/start-pager.ts";
import type { PagerStandIn } from "../../src/sandbox/pager/types.ts";
import { tenant } from "../../src/sandbox/world.ts";

/** What a test may say about it; durations as the file has them. */
export type WatchOptions = {
  /** 5s is the least that the file takes. */
  every?: string;
  heartbeat?: string;
  fallback?: "silent" | "always";
  policy?: Readonly<Record<string, string>>;
  entra?: Partial<EntraOptions>;
};

export type Sight = { entra: EntraStandIn; pager: PagerStandIn; pathSecret: string };

/** `file`: more of the configuration. `env`: more of the environment. `folder`: where the certificate may lie. */
export async function openSight(
  folder: string,
  { every = "5s", heartbeat = "5m", fallback = "silent", entra: more }: WatchOptions,
): Promise<Sight & { file: string; env: Record<string, string> }> {
  const entra = await startEntra({ tenant, rates: "off", granted: { permissions: [] }, ...more });
  const pager = await startPager();
  const { workspace, clientId, webhookApp, ca } = entra.settings;
  const pathSecret = "a-path-secret-of-the-tests-0123456789";
  const caFile = join(folder, "stand-ins.pem");
  await writeFile(caFile, `${ca}\n${pager.settings.ca}`);
  trustHere(ca, pager.settings.ca);
  const file = {
    watch: {
      source: "log-analytics",
      workspace,
      identity: { type: "secret", clientId },
      every,
      heartbeat,
    },
    azureMonitor: { audience: webhookApp },
    fallback: { type: "webhook", url: pager.settings.webhookUrl, when: fallback },
  };
  return {
    entra,
    pager,
    pathSecret,
    file: stringify(file),
    env: {
      AZURE_AUTHORITY_HOST: entra.settings.authorityHost,
      LOG_ANALYTICS_BASE_URL: entra.settings.logAnalyticsUrl,
      GRAPH_BASE_URL: entra.settings.graphUrl,
      WATCH_CLIENT_SECRET: entra.settings.clientSecret,
      AZURE_MONITOR_PATH_SECRET: pathSecret,
      FALLBACK_WEBHOOK_SECRET: pager.settings.webhookSecret,
      NODE_EXTRA_CA_CERTS: caFile, // read by a process of its own, at its start
    },
  };
}

/** For bots in this process. */
function trustHere(...certificates: readonly string[]): void {
  const trusted = new Set(tls.getCACertificates("default"));
  if (certificates.every((one) => trusted.has(one))) return;
  tls.setDefaultCACertificates([...trusted, ...certificates]);
}
