// Every request to Graph, and every column that is read, against Microsoft's own description of v1.0.
import { afterEach, expect, test, vi } from "vitest";
import { permissions } from "../../../src/adapters/graph/graph.ts";
import { parseChange } from "../../../src/adapters/graph/parse-change.ts";
import { parseSignIn } from "../../../src/adapters/graph/parse-sign-in.ts";
import { nine } from "../../kit/cast.ts";
import { aSignIn, fakeGraph, filterOf, graphUrl, isAudits, isSignIns, rows, watched } from "./kit.ts";
import { member, metadata, pathSets } from "./metadata.ts";

afterEach(() => vi.unstubAllGlobals());

const { types, typeAt } = metadata("audit-logs.csdl.xml");

/** Each kind of request that the reader can make, those of a flood too. */
async function everyRequest(): Promise<URL[]> {
  const { requests, look } = fakeGraph((url) => rows([aSignIn], url.href), { perTenSeconds: 100 });
  await look();
  return requests.map(({ url }) => url);
}

test("the requests of a look and of a flood are made here", async () => {
  const urls = await everyRequest();
  expect(urls.filter(isSignIns).length).toBeGreaterThan(2);
  expect(urls.filter(isAudits).length).toBeGreaterThan(2);
  expect(urls.some((url) => filterOf(url).includes("errorCode"))).toBe(true);
});

test("every request asks a collection of v1.0, and filters and sorts by properties that it has", async () => {
  for (const url of await everyRequest()) {
    expect(url.href.startsWith(`${graphUrl}/v1.0/auditLogs/`)).toBe(true);
    const collection = url.pathname.split("/").at(-1) ?? "";
    const entity = member(typeAt("microsoft.graph.auditLogRoot", collection));
    expect(entity, collection).toMatch(/^microsoft\.graph\.(signIn|directoryAudit)$/);
    for (const key of url.searchParams.keys()) expect(["$filter", "$orderby", "$top"]).toContain(key);
    for (const { path, literal } of compared(filterOf(url))) {
      const type = typeAt(entity, path);
      expect(type, `${entity}/${path}`).toBeDefined();
      expect(literal, `${path} is ${type}`).toMatch(literals[type ?? ""] ?? /^$/);
    }
    const [sorted] = (url.searchParams.get("$orderby") ?? "id").split(" ");
    expect(typeAt(entity, sorted ?? "")).toBeDefined();
  }
});

/** What is compared with what: `targetResources/any(t:t/id eq 'x')` compares targetResources/id. */
function compared(filter: string): { path: string; literal: string }[] {
  const plain = filter.replaceAll(/([\w/]+)\/any\((\w):\2\//g, "($1/");
  return [...plain.matchAll(/([\w/]+) (?:eq|ge) ('[^']*'|[^\s)]+)/g)].map(([, path, literal]) => ({
    path: path ?? "",
    literal: literal ?? "",
  }));
}

const literals: Readonly<Record<string, RegExp>> = {
  "Edm.String": /^'.*'$/,
  "Edm.Int32": /^\d+$/,
  "Edm.DateTimeOffset": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
};

/**
 * Which properties v1.0 says can be filtered by with `eq` (dates: `ge`): learn.microsoft.com/graph/api/resources/signin
 * and …/directoryaudit. `category` is not among them.
 */
const filterable = [
  "createdDateTime",
  "userId",
  "userPrincipalName",
  "status/errorCode",
  "activityDateTime",
  "targetResources/id",
  "initiatedBy/user/id",
  "loggedByService",
];

test("only what the documents call filterable is filtered by", async () => {
  const used = (await everyRequest()).flatMap((url) => compared(filterOf(url)).map(({ path }) => path));
  expect([...new Set(used)].sort()).toEqual(filterable.toSorted());
});

test("every column that is read exists in v1.0, and these are read", () => {
  const read = {
    signIn: columnsRead("signIn", parseSignIn),
    directoryAudit: columnsRead("directoryAudit", parseChange),
  };
  for (const [entity, paths] of Object.entries(read)) {
    for (const path of paths)
      expect(typeAt(`microsoft.graph.${entity}`, path), `${entity}/${path}`).toBeDefined();
  }
  expect(read).toMatchInlineSnapshot(`
    {
      "directoryAudit": [
        "activityDateTime",
        "activityDisplayName",
        "category",
        "id",
        "initiatedBy",
        "initiatedBy/app",
        "initiatedBy/app/appId",
        "initiatedBy/app/displayName",
        "initiatedBy/app/servicePrincipalId",
        "initiatedBy/app/servicePrincipalName",
        "initiatedBy/user",
        "initiatedBy/user/displayName",
        "initiatedBy/user/id",
        "initiatedBy/user/ipAddress",
        "initiatedBy/user/userPrincipalName",
        "loggedByService",
        "operationType",
        "result",
        "targetResources",
        "targetResources/modifiedProperties",
        "targetResources/modifiedProperties/displayName",
      ],
      "signIn": [
        "appDisplayName",
        "clientAppUsed",
        "createdDateTime",
        "deviceDetail",
        "deviceDetail/browser",
        "id",
        "ipAddress",
        "isInteractive",
        "location",
        "location/city",
        "location/countryOrRegion",
        "status",
        "status/additionalDetails",
        "status/errorCode",
        "status/failureReason",
        "userAgent",
        "userId",
        "userPrincipalName",
      ],
    }
  `);
});

/** A row that has every property that it is asked for, and remembers them. */
function columnsRead(
  entity: string,
  parse: (raw: unknown, who: typeof watched, now: Temporal.Instant) => unknown,
): string[] {
  const read = new Set<string>();
  const thing = (type: string, path: string): object =>
    new Proxy(
      {},
      {
        has: () => true,
        get(_, key) {
          if (typeof key === "symbol" || key in Object.prototype || key === "toJSON") return undefined;
          const at = path ? `${path}/${key}` : key;
          read.add(at);
          const inner = types.get(type)?.get(key);
          const kind = member(inner);
          if (kind === undefined || !types.has(kind)) return undefined;
          return inner === kind ? thing(kind, at) : [thing(kind, at)];
        },
      },
    );
  parse(thing(`microsoft.graph.${entity}`, ""), watched, nine);
  return [...read].sort();
}

test("AuditLog.Read.All, given to the application, opens every request, and lets nobody change anything", async () => {
  const sets = permissions.flatMap((name) => pathSets("audit-log-permissions.json", name));
  for (const { pathname } of await everyRequest()) {
    const path = pathname.replace("/v1.0", "").toLowerCase();
    const opens = sets.some((set) => set.schemeKeys.includes("Application") && path in set.paths);
    expect(opens, path).toBe(true);
  }
  expect(new Set(sets.flatMap(({ methods }) => methods))).toEqual(new Set(["GET"]));
});
