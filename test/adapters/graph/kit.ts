// Graph as a function: answers what the test says, and keeps every request.
import { pino } from "pino";
import { vi } from "vitest";
import { createDirectory, type DirectorySettings } from "../../../src/adapters/graph/directory.ts";
import { createGraph, type GraphSettings } from "../../../src/adapters/graph/graph.ts";
import type { AccountId } from "../../../src/core/ids.ts";
import type { CredentialLook, EntraLog, Look } from "../../../src/core/ports/entra.ts";
import { first, nine, second } from "../../kit/cast.ts";

export const graphUrl = "https://graph.microsoft.com";
export const group = "00000000-0000-4000-8000-000000000801";
export const watched = { accounts: [first, second], exclusionGroups: [group] };

type Asked = { url: URL; authorization: string | null; redirect: string | undefined };
export type FakeGraph = {
  requests: Asked[];
  /** What was logged, as text. */
  logged: () => string;
  graph: EntraLog;
  look(since?: Temporal.Instant): Promise<Look>;
};

type Answer = (url: URL, signal: AbortSignal | undefined) => Response | Promise<Response>;

export const rows = (value: readonly unknown[], next?: string): Response =>
  Response.json({ value, ...(next && { "@odata.nextLink": next }) });

/** In place of the network, until `vi.unstubAllGlobals()`. */
function fakeNetwork(answer: Answer) {
  const requests: Asked[] = [];
  vi.stubGlobal("fetch", async (input: string, init: RequestInit) => {
    const url = new URL(input);
    const authorization = new Headers(init.headers).get("authorization");
    requests.push({ url, authorization, redirect: init.redirect });
    return answer(url, init.signal ?? undefined);
  });
  const lines: string[] = [];
  const settings = {
    url: graphUrl,
    credential: { getToken: async () => ({ token: "a-token", expiresOnTimestamp: 0 }) },
    log: pino({ level: "trace" }, { write: (line: string) => lines.push(line) }),
    now: () => nine,
  };
  return { requests, settings, logged: () => lines.join("") };
}

export function fakeGraph(answer: Answer, more: Partial<GraphSettings> = {}): FakeGraph {
  const { requests, settings, logged } = fakeNetwork(answer);
  const graph = createGraph({
    ...settings,
    accounts: () => watched.accounts,
    exclusionGroups: () => watched.exclusionGroups,
    ...more,
  });
  return {
    requests,
    logged,
    graph,
    look: (since = nine) => graph.look(since, AbortSignal.timeout(5_000)),
  };
}

export type FakeDirectory = Pick<FakeGraph, "requests" | "logged"> & {
  ask(account?: AccountId, signal?: AbortSignal): Promise<CredentialLook>;
};

export function fakeDirectory(answer: Answer, more: Partial<DirectorySettings> = {}): FakeDirectory {
  const { requests, settings, logged } = fakeNetwork(answer);
  const directory = createDirectory({ ...settings, ...more });
  return {
    requests,
    logged,
    ask: (account = first.id, signal = AbortSignal.timeout(5_000)) => directory.credential(account, signal),
  };
}

export const isHeartbeat = (url: URL): boolean => url.searchParams.get("$top") === "1";
export const filterOf = (url: URL): string => url.searchParams.get("$filter") ?? "";
export const isSignIns = (url: URL): boolean => url.pathname.endsWith("/signIns") && !isHeartbeat(url);
export const isAudits = (url: URL): boolean => url.pathname.endsWith("/directoryAudits");

/** A row with every column that a reader could want, in the shape of v1.0. */
export const aSignIn = {
  id: "66ea54eb-6301-4ee5-be62-ff5a759b0100",
  createdDateTime: "2026-11-21T08:42:10.6195833Z",
  userDisplayName: "Emergency 1",
  userPrincipalName: first.upn,
  userId: first.id,
  appDisplayName: "Azure Portal",
  ipAddress: "198.51.100.7",
  clientAppUsed: "Browser",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0",
  isInteractive: true,
  status: { errorCode: 0, failureReason: "Other.", additionalDetails: null },
  deviceDetail: { deviceId: "", browser: "Firefox 150.0", operatingSystem: "Linux" },
  location: { city: "Berlin", state: "Berlin", countryOrRegion: "DE", geoCoordinates: null },
};

export const aChange = {
  id: "Directory_1",
  category: "UserManagement",
  result: "success",
  activityDisplayName: "Reset user password",
  activityDateTime: "2026-11-21T08:50:00.72Z",
  loggedByService: "Core Directory",
  operationType: "Update",
  initiatedBy: {
    app: null,
    user: {
      id: "00000000-0000-4000-8000-000000000009",
      displayName: null,
      userPrincipalName: "ada@contoso.com",
      ipAddress: "198.51.100.9",
    },
  },
  targetResources: [
    {
      id: first.id,
      displayName: null,
      type: "User",
      userPrincipalName: first.upn,
      modifiedProperties: [
        { displayName: "PasswordPolicies", oldValue: null, newValue: null },
        { displayName: "Included Updated Properties", oldValue: null, newValue: '"PasswordPolicies"' },
      ],
    },
  ],
  additionalDetails: [],
};
