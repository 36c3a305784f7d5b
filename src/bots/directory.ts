// The one reader of Entra's directory that the settings name, if they name one.
import type { ServiceSettings } from "../adapters/config/settings.ts";
import { createDirectory } from "../adapters/graph/directory.ts";
import { createCredential } from "../adapters/identity/credential.ts";
import type { Directory } from "../core/ports/entra.ts";
import type { Log } from "./log.ts";

export function createDirectoryReader(
  settings: ServiceSettings["directory"],
  { log, now }: { log: Log; now: () => Temporal.Instant },
): Directory | undefined {
  if (!settings) return undefined;
  const { identity, tenant, authorityHost, url } = settings;
  return createDirectory({
    url,
    credential: createCredential({ ...identity, tenant, authorityHost }),
    log,
    now,
  });
}
