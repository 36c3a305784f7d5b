// Which identities the bot goes by, and how each is asked what it may do.
import type { Logger } from "pino";
import type { ServiceSettings } from "../adapters/config/settings.ts";
import { permissions as ofDirectory } from "../adapters/graph/directory.ts";
import { permissions as ofGraph } from "../adapters/graph/graph.ts";
import { type Claims, readClaims } from "../adapters/identity/claims.ts";
import { createCredential } from "../adapters/identity/credential.ts";
import { actions, createRights } from "../adapters/log-analytics/rights.ts";
import { readScopes, scopes } from "../adapters/slack/scopes.ts";
import { createOwnToken } from "../adapters/teams/token.ts";
import { type Finding, type Holder, judgeRights, judgeSharing } from "../core/rights.ts";
import { uncheckedWords } from "../core/words/findings.ts";

export type RightsLook = {
  part: Holder | "workspace";
  /** Rejects with why it could not be checked: for an admin, without secrets. */
  look(signal: AbortSignal): Promise<readonly Finding[]>;
};

type Parts = { now: () => Temporal.Instant; log: Logger };

type Settings = Pick<ServiceSettings, "slack" | "teams" | "watch" | "directory">;

/** Of each identity that the settings name. */
export function rightsLooks(settings: Settings, parts: Parts): RightsLook[] {
  const { slack, teams, watch, directory } = settings;
  const graph = new URL((watch?.source === "graph" ? watch : directory)?.url ?? publicGraph).origin;
  const looks: (RightsLook | undefined)[] = [
    ...(watch ? watchLooks(watch, directory, teams, graph) : []),
    teams && { part: "teams", look: teamsLook(teams, graph, parts) },
    slack && { part: "slack", look: slackLook(slack, parts) },
  ];
  return looks.filter((look) => look !== undefined);
}

const publicGraph = "https://graph.microsoft.com";

/** In Graph also where it reads Log Analytics alone: what its thief could do there is the same. */
function watchLooks(
  watch: NonNullable<ServiceSettings["watch"]>,
  directory: ServiceSettings["directory"],
  teams: ServiceSettings["teams"],
  graph: string,
): RightsLook[] {
  const { identity, tenant, authorityHost, source } = watch;
  const credential = createCredential({ ...identity, tenant, authorityHost });
  const needed = [...(source === "graph" ? ofGraph : []), ...(directory ? ofDirectory : [])];
  const bots = [teams?.appId, teams?.identity.type === "federated" ? teams.identity.clientId : undefined];
  const look: RightsLook["look"] = async (signal) => {
    const given = await credential.getToken(`${graph}/.default`, { abortSignal: signal });
    const claims = readable(given?.token, graph);
    return [...judgeClaims("watch", claims, needed), ...judgeSharing(claims.appId, bots)];
  };
  const onWorkspace = watch.source === "log-analytics" ? createRights({ ...watch, credential }) : undefined;
  if (!onWorkspace) return [{ part: "watch", look }];
  const lookThere: RightsLook["look"] = async (signal) =>
    judgeRights("watch", "azure", await onWorkspace(signal), actions).filter(({ kind }) => kind === "more");
  return [
    { part: "watch", look },
    { part: "workspace", look: lookThere },
  ];
}

/** It speaks by the Bot Framework, which asks for no permission: everything that it has in Graph is too much. */
function teamsLook(
  settings: NonNullable<ServiceSettings["teams"]>,
  graph: string,
  { now }: Parts,
): RightsLook["look"] {
  const token = createOwnToken({ ...settings, oauthScope: graph }, now);
  return async () => judgeClaims("teams", readable(await token.get(), graph), []);
}

function slackLook(settings: NonNullable<ServiceSettings["slack"]>, { log }: Parts): RightsLook["look"] {
  return async () => {
    const given = await readScopes(settings, log);
    if (!given) throw new Error("Slack did not say which scopes the token has");
    return judgeRights("slack", "slack", given, scopes);
  };
}

function readable(token: string | undefined, graph: string): Claims {
  const claims = token === undefined ? undefined : readClaims(token, graph);
  if (!claims) throw new Error(uncheckedWords.unreadable);
  return claims;
}

const judgeClaims = (holder: Holder, claims: Claims, needed: readonly string[]): Finding[] => [
  ...judgeRights(holder, "graph", claims.permissions, needed),
  ...judgeRights(holder, "roles", claims.directoryRoles, []),
];
