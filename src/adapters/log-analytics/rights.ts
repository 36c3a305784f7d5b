// What the identity may do on the workspace, as Azure itself says. Log Analytics' own token does not tell: the rights
// are Azure roles, and lie where the workspace lies.
import { z } from "zod";
import { audienceOf, getToken, type TokenCredential } from "./token.ts";
import { Blind } from "./why-blind.ts";

type Where = {
  workspace: string;
  /** `https://api.loganalytics.io/v1`. */
  url: string;
  credential: TokenCredential;
};

/** Each cloud's Azure Resource Manager, by the host of its query API. */
const managers: Readonly<Record<string, string>> = {
  "api.loganalytics.io": "https://management.azure.com",
  "api.loganalytics.azure.com": "https://management.azure.com",
  "api.loganalytics.us": "https://management.usgovcloudapi.net",
  "api.loganalytics.azure.cn": "https://management.chinacloudapi.cn",
};

/** What reading the log takes: the role Log Analytics Data Reader, word for word. */
export const actions = [
  "microsoft.operationalinsights/workspaces/query/read",
  "microsoft.operationalinsights/workspaces/read",
  "microsoft.operationalinsights/workspaces/tables/data/read",
] as const;

/** Undefined: another cloud, or a stand-in, of which nobody knows where it could be asked. */
export function createRights({
  workspace,
  url,
  credential,
}: Where): ((signal: AbortSignal) => Promise<readonly string[]>) | undefined {
  const manager = managers[new URL(url).hostname];
  if (manager === undefined) return undefined;
  let resource: string | undefined;

  return async (signal) => {
    resource ??= await findResource(url, workspace, credential, signal);
    const path = `${resource}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`;
    const { token } = await getToken(credential, manager, signal);
    const { status, body } = await ask(`${manager}${path}`, token, signal);
    // Who may not even ask holds none of the broad roles (Owner, Contributor, Reader …): each of them may.
    if (status === 403) return [];
    const { data } = permissionsSchema.safeParse(body);
    if (status !== 200 || !data || data.nextLink)
      throw new Blind(`Azure did not say what the identity may do on the workspace (${status})`);
    // What a role leaves out again is not looked at: too much is told rather than too little.
    const given = data.value.flatMap(({ actions, dataActions }) => [...actions, ...dataActions]);
    return given.map((action) => (/^[\w./*-]{1,200}$/.test(action) ? action.toLowerCase() : "(unreadable)"));
  };
}

const list = z.array(z.string()).optional().default([]);
const permissionsSchema = z.object({
  value: z.array(z.object({ actions: list, dataActions: list })),
  nextLink: z.string().nullish(),
});

/** Of one workspace, in its group and subscription, and nothing after it. */
const resourceId =
  /^\/subscriptions\/[\w-]+\/resourcegroups\/[\w.()-]+\/providers\/microsoft\.operationalinsights\/workspaces\/[\w-]+$/i;
const metadataSchema = z.object({
  workspaces: z.array(z.object({ id: z.string(), resourceId: z.string().regex(resourceId) })),
});

/** Only the query API knows a workspace by its id. */
async function findResource(
  url: string,
  workspace: string,
  credential: TokenCredential,
  signal: AbortSignal,
): Promise<string> {
  const { token } = await getToken(credential, audienceOf(url), signal);
  const { status, body } = await ask(`${url}/workspaces/${workspace}/metadata`, token, signal);
  const known = metadataSchema.safeParse(body).data?.workspaces ?? [];
  const found = known.find(({ id }) => id.toLowerCase() === workspace);
  if (found) return found.resourceId;
  throw new Blind(`Log Analytics did not say where the workspace lies (${status})`);
}

async function ask(
  url: string,
  token: string,
  signal: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${token}` };
  try {
    const response = await fetch(url, { headers, signal, redirect: "error" }); // the token goes nowhere else
    const body: unknown = await response.json().catch(() => undefined); // a gateway's page
    return { status: response.status, body };
  } catch {
    throw new Blind(`${new URL(url).hostname} does not answer, or leads elsewhere`);
  }
}
