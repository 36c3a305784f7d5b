// The one reader of Entra's log that the settings name. Azure's clients are loaded by their adapters, at the first look.
import type { ServiceSettings } from "../adapters/config/settings.ts";
import { createGraph } from "../adapters/graph/graph.ts";
import { createCredential } from "../adapters/identity/credential.ts";
import { createLogAnalytics } from "../adapters/log-analytics/log-analytics.ts";
import type { Organisation } from "../core/organisation.ts";
import type { EntraLog } from "../core/ports/entra.ts";
import type { Log } from "./log.ts";

type Parts = { organisation: () => Organisation; log: Log };

export function createEntraLog(
  settings: NonNullable<ServiceSettings["watch"]>,
  { organisation, log }: Parts,
): EntraLog {
  const { identity, tenant, authorityHost, url } = settings;
  const common = {
    url,
    credential: createCredential({ ...identity, tenant, authorityHost }),
    accounts: () => organisation().accounts.map(({ id, upn }) => ({ id, upn })),
    exclusionGroups: () => organisation().watch?.exclusionGroups ?? [],
    log,
  };
  return settings.source === "graph"
    ? createGraph(common)
    : createLogAnalytics({ ...common, workspace: settings.workspace });
}
