// What Azure says that the identity may do on the workspace; and a token that goes to nobody else.
import { afterEach, expect, test, vi } from "vitest";
import { actions, createRights } from "../../../src/adapters/log-analytics/rights.ts";

afterEach(() => vi.unstubAllGlobals());

const workspace = "b438b4f6-912a-46d5-9cb1-b44069212abc";
const resourceId =
  "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/law";
const metadata = {
  tables: [{ id: "t/SigninLogs", name: "SigninLogs" }],
  workspaces: [{ id: workspace, resourceId, name: "law", region: "westeurope" }],
};
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
const json = (body: object, status = 200) => Response.json(body, { status });
const permissions = (...value: object[]) => json({ value });

type Answers = { metadata?: () => Response; permissions?: () => Response };

function azure(answers: Answers = {}, url = "https://api.loganalytics.io/v1") {
  const asked: { url: string; token: string | null; redirect: unknown }[] = [];
  vi.stubGlobal("fetch", async (to: string, init: RequestInit) => {
    asked.push({
      url: to,
      token: new Headers(init.headers).get("authorization"),
      redirect: init.redirect,
    });
    return to.includes("/metadata")
      ? (answers.metadata ?? (() => json(metadata)))()
      : (answers.permissions ?? (() => permissions(dataReader)))();
  });
  const credential = {
    getToken: async (scope: string | string[]) => ({ token: `for ${String(scope)}`, expiresOnTimestamp: 0 }),
  };
  const read = createRights({ workspace, url, credential });
  return { asked, read: () => read?.(AbortSignal.timeout(5_000)) };
}

test("the workspace is found by its id, and Azure is asked about it, each with a token of its own", async () => {
  const { asked, read } = azure();
  expect((await read())?.toSorted()).toEqual(actions.toSorted());
  expect(asked).toEqual([
    {
      url: `https://api.loganalytics.io/v1/workspaces/${workspace}/metadata`,
      token: "Bearer for https://api.loganalytics.io/.default",
      redirect: "error",
    },
    {
      url: `https://management.azure.com${resourceId}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`,
      token: "Bearer for https://management.azure.com/.default",
      redirect: "error",
    },
  ]);
});

test("where it lies is asked for once", async () => {
  const { asked, read } = azure();
  await read();
  await read();
  expect(asked.filter(({ url }) => url.includes("/metadata"))).toHaveLength(1);
});

test("every role that reaches the workspace counts, and what a role leaves out again does not make it less", async () => {
  const { read } = azure({ permissions: () => permissions(dataReader, contributor) });
  expect(await read()).toEqual([...actions, "*"]);
});

test("who may not ask holds none of the broad roles", async () => {
  const { read } = azure({ permissions: () => json({ error: { code: "AuthorizationFailed" } }, 403) });
  expect(await read()).toEqual([]);
});

test.each([
  ["https://api.loganalytics.us/v1", "https://management.usgovcloudapi.net/"],
  ["https://api.loganalytics.azure.cn/v1", "https://management.chinacloudapi.cn/"],
])("the cloud of %s is asked at %s", async (url, manager) => {
  const { asked, read } = azure({}, url);
  await read();
  expect(asked[1]?.url).toContain(manager);
});

test("of a stand-in nobody knows where to ask: no token goes anywhere", () => {
  expect(azure({}, "https://localhost:4443/v1").read()).toBeUndefined();
});

const page = () => new Response("<html>secret</html>", { status: 502 });
const lying = (id: string) => () => json({ workspaces: [{ id: workspace, resourceId: id }] });

test.each<[string, Answers, string]>([
  ["a gateway's page", { metadata: page }, "Log Analytics did not say where the workspace lies (502)"],
  [
    "no workspace",
    { metadata: () => json({ workspaces: [] }) },
    "did not say where the workspace lies (200)",
  ],
  ["an address for a resource", { metadata: lying("@evil.example/x") }, "did not say where"],
  ["a path that climbs out", { metadata: lying(`${resourceId}/../../x`) }, "did not say where"],
  [
    "a gateway's page from Azure",
    { permissions: page },
    "Azure did not say what the identity may do on the workspace (502)",
  ],
  ["a list that is none", { permissions: () => json({ value: "*" }) }, "Azure did not say"],
  [
    "half a list",
    { permissions: () => json({ value: [], nextLink: "https://evil.example" }) },
    "Azure did not say",
  ],
  [
    "a socket that breaks",
    {
      permissions: () => {
        throw new TypeError("secret");
      },
    },
    "management.azure.com does not answer",
  ],
])("%s is not checked, and is not repeated", async (_, answers, why) => {
  const { read } = azure(answers);
  await expect(read()).rejects.toThrow(why);
  await expect(read()).rejects.not.toThrow("secret");
});

test("an action that is none is one too many, and is not printed", async () => {
  const odd = { actions: ["<!channel>", "x".repeat(300)] };
  expect(await azure({ permissions: () => permissions(odd) }).read()).toEqual([
    "(unreadable)",
    "(unreadable)",
  ]);
});
