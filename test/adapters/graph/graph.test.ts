// What one look at Graph asks, follows, refuses, and says when it could not see.
import { afterEach, expect, test, vi } from "vitest";
import { after, first, nine, second } from "../../kit/cast.ts";
import {
  aChange,
  aSignIn,
  fakeGraph,
  filterOf,
  graphUrl,
  group,
  isAudits,
  isHeartbeat,
  isSignIns,
  rows,
} from "./kit.ts";

afterEach(() => vi.unstubAllGlobals());

const nothing = () => rows([]);
const html = "<html><head><title>Gateway</title></head><body>admin@contoso.com</body></html>";
const page = (status: number, headers: Record<string, string> = {}) =>
  new Response(html, { status, headers: { "content-type": "text/html", ...headers } });
const error = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ error: { code, message: "of bg-1@contoso.com" } }, { status, headers });
const filters = (requests: readonly { url: URL }[]) => requests.map(({ url }) => filterOf(url)).join("\n");

test("one look is three requests: everybody's newest sign-in, the accounts' sign-ins, and changes", async () => {
  const { requests, look } = fakeGraph(nothing);
  expect(await look()).toEqual({ type: "seen", rows: [], next: nine, heartbeat: undefined, more: false });
  expect(requests.map(({ url }) => decodeURIComponent(url.href))).toMatchInlineSnapshot(`
    [
      "https://graph.microsoft.com/v1.0/auditLogs/signIns?$top=1",
      "https://graph.microsoft.com/v1.0/auditLogs/signIns?$filter=createdDateTime ge 2026-11-20T09:00:00Z and (userId eq '00000000-0000-4000-8000-000000000901' or userId eq '00000000-0000-4000-8000-000000000902' or userPrincipalName eq 'emergency-1@contoso.onmicrosoft.com' or userPrincipalName eq 'emergency-2@contoso.onmicrosoft.com')",
      "https://graph.microsoft.com/v1.0/auditLogs/directoryAudits?$filter=activityDateTime ge 2026-11-20T09:00:00Z and (targetResources/any(t:t/id eq '00000000-0000-4000-8000-000000000901') or targetResources/any(t:t/id eq '00000000-0000-4000-8000-000000000902') or targetResources/any(t:t/id eq '00000000-0000-4000-8000-000000000801') or loggedByService eq 'Conditional Access' or initiatedBy/user/id eq '00000000-0000-4000-8000-000000000901' or initiatedBy/user/id eq '00000000-0000-4000-8000-000000000902')&$orderby=activityDateTime desc",
    ]
  `);
});

test("twelve accounts are asked for in few requests, and each is asked for", async () => {
  const accounts = Array.from({ length: 12 }, (_, n) => ({ id: `id-${n}`, upn: `Name-${n}@contoso.com` }));
  const { requests, look } = fakeGraph(nothing, { accounts: () => accounts, perTenSeconds: 100 });
  await look();
  expect(requests).toHaveLength(1 + 3 + 4);
  const asked = filters(requests);
  for (const { id, upn } of accounts) {
    expect(asked).toContain(`userId eq '${id}'`);
    expect(asked).toContain(`userPrincipalName eq '${upn.toLowerCase()}'`);
    expect(asked).toContain(`t/id eq '${id}'`);
    expect(asked).toContain(`initiatedBy/user/id eq '${id}'`);
  }
  for (const { url } of requests) {
    expect((filterOf(url).match(/ (eq|ge) /g) ?? []).length).toBeLessThanOrEqual(15); // more, and Graph refuses
    expect(url.href.length).toBeLessThan(2_048);
  }
});

test("without accounts and groups nothing is asked about them, and the look still sees", async () => {
  const { requests, look } = fakeGraph(nothing, { accounts: () => [], exclusionGroups: () => [] });
  expect((await look()).type).toBe("seen");
  expect(requests.filter(({ url }) => isSignIns(url))).toEqual([]);
});

test("a name with a quote, an ampersand or a plus stays inside its filter", async () => {
  const upn = "o'neil&$top=1+x#y@contoso.com";
  const { requests, look } = fakeGraph(nothing, { accounts: () => [{ id: first.id, upn }] });
  await look();
  const asked = requests.find(({ url }) => isSignIns(url));
  expect([...(asked?.url.searchParams.keys() ?? [])]).toEqual(["$filter"]);
  expect(asked && filterOf(asked.url)).toContain("userPrincipalName eq 'o''neil&$top=1+x#y@contoso.com'");
});

test("F2: it asks for what happened up to 24 h before, for that is how late a row may be", async () => {
  const { requests, look } = fakeGraph(nothing);
  await look(after(-10.5));
  expect(filters(requests)).toContain("createdDateTime ge 2026-11-20T08:49:30Z");
  expect(filters(requests)).toContain("activityDateTime ge 2026-11-20T08:49:30Z");
});

test("`next` goes as far as the newest row of anybody: a pipeline that stood still hides nothing", async () => {
  const beat = (createdDateTime: string) => (url: URL) => rows(isHeartbeat(url) ? [{ createdDateTime }] : []);
  const since = after(-60);
  expect(await fakeGraph(beat("2026-11-21T08:30:00Z")).look(since)).toEqual(
    expect.objectContaining({ next: after(-30) }),
  );
  expect(await fakeGraph(beat("2026-11-21T07:30:00Z")).look(since)).toEqual(
    expect.objectContaining({ next: since }),
  );
  expect(await fakeGraph(beat("2026-11-21T09:30:00Z")).look(since)).toEqual(
    expect.objectContaining({ next: nine }),
  );
  expect(await fakeGraph(nothing).look(since)).toEqual(expect.objectContaining({ next: since }));
});

test("it never asks further back than Entra keeps rows", async () => {
  const { requests, look } = fakeGraph(nothing);
  await look(nine.subtract({ hours: 24 * 400 }));
  expect(filters(requests)).toContain("createdDateTime ge 2026-10-22T09:00:00Z");
});

test("a clock that was wrong: it asks from now, and `next` never moves backwards", async () => {
  const { requests, look } = fakeGraph(nothing);
  const future = after(60 * 24 * 10);
  expect(await look(future)).toEqual(expect.objectContaining({ type: "seen", next: future }));
  expect(filters(requests)).toContain("createdDateTime ge 2026-11-20T09:00:00Z");
});

test("rows come oldest first, each once, whatever the order of the pages", async () => {
  const early = { ...aSignIn, id: "early", createdDateTime: "2026-11-21T07:00:00Z" };
  const { look } = fakeGraph((url) => {
    if (url.searchParams.has("$skiptoken")) return rows([aSignIn, early]);
    if (isSignIns(url)) return rows([aSignIn], `${graphUrl}/v1.0/auditLogs/signIns?$skiptoken=2`);
    return rows(isAudits(url) ? [aChange] : [aSignIn]);
  });
  const seen = await look();
  expect(seen.type === "seen" && seen.rows.map(({ id }) => id)).toEqual(["early", aSignIn.id, aChange.id]);
});

test("the heartbeat is the newest sign-in of anybody", async () => {
  const { look } = fakeGraph((url) =>
    rows(isHeartbeat(url) ? [{ userId: "somebody", createdDateTime: "2026-11-21T08:59:00Z" }] : []),
  );
  expect(await look()).toEqual(expect.objectContaining({ rows: [], heartbeat: after(-1) }));
});

test("the token goes to Graph alone: a link to another host is not followed, and the look is blind", async () => {
  for (const next of [
    "https://evil.example/v1.0/auditLogs/signIns",
    "http://graph.microsoft.com/v1.0/",
    "?x=1",
  ]) {
    const { requests, look } = fakeGraph((url) => rows([], isSignIns(url) ? next : undefined));
    expect(await look()).toMatchObject({ type: "blind", why: expect.stringContaining("somewhere else") });
    expect(requests.map(({ url }) => url.origin)).toEqual(requests.map(() => graphUrl));
    expect(requests.map(({ authorization }) => authorization)).toEqual(requests.map(() => "Bearer a-token"));
  }
});

test("a redirect is not followed", async () => {
  const { requests, look } = fakeGraph(() => Response.redirect("https://evil.example/", 302));
  expect(await look()).toEqual({ type: "blind", why: "Graph answers 302" });
  expect(new Set(requests.map(({ redirect }) => redirect))).toEqual(new Set(["manual"]));
  expect(new Set(requests.map(({ url }) => url.host))).toEqual(new Set(["graph.microsoft.com"]));
});

test.each([
  ["a gateway's page, as if all were well", () => page(200), "no JSON"],
  ["a gateway's page with 503", () => page(503), "503"],
  ["too many requests", () => error(429, "TooManyRequests"), "429 (TooManyRequests)"],
  [
    "a token that it does not take",
    () => error(401, "InvalidAuthenticationToken"),
    "401 (InvalidAuthenticationToken)",
  ],
  [
    "a permission or a licence that is missing",
    () => error(403, "Authorization_RequestDenied"),
    "AuditLog.Read.All",
  ],
  ["JSON that is no list", () => Response.json({ value: "none" }), "no list"],
  ["JSON cut in the middle", () => new Response('{"value":[{"id":'), "no JSON"],
  ["nothing at all", () => new Response(""), "no JSON"],
])("F11: %s is blind, and the reason names it", async (_, answer, why) => {
  for (const isHit of [isHeartbeat, isSignIns, isAudits]) {
    const { look, logged } = fakeGraph((url) => (isHit(url) ? answer() : rows([])));
    const blind = await look();
    expect(blind).toMatchObject({ type: "blind", why: expect.stringContaining(why) });
    expect(`${JSON.stringify(blind)}${logged()}`).not.toMatch(/contoso\.com|a-token/);
  }
});

test("F11: a body that ends too early is blind", async () => {
  const cut = () =>
    new Response(
      new ReadableStream({
        start(stream) {
          stream.enqueue(new TextEncoder().encode('{"value":['));
          stream.error(new TypeError("terminated"));
        },
      }),
    );
  expect(await fakeGraph(cut).look()).toEqual({ type: "blind", why: "Graph's answer was cut off (200)" });
});

test("F11: an address that nobody answers at is blind, with the network's code", async () => {
  const { look } = fakeGraph(() => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) });
  });
  expect(await look()).toEqual({ type: "blind", why: "Graph cannot be reached (ECONNREFUSED)" });
});

test("F11: asked for a rest, it does not ask again before, and says why", async () => {
  for (const status of [429, 503]) {
    const date = new Date(nine.epochMilliseconds + 60_000).toUTCString();
    for (const after of ["60", date]) {
      const { requests, look } = fakeGraph(() => page(status, { "retry-after": after }));
      await look();
      const asked = requests.length;
      expect(await look()).toMatchObject({
        type: "blind",
        why: expect.stringContaining(`Graph answers ${status}`),
      });
      expect(requests).toHaveLength(asked);
    }
  }
});

test("one request that fails ends the others", async () => {
  const aborted: string[] = [];
  const { look } = fakeGraph((url, signal) => {
    if (isAudits(url)) return page(503);
    return new Promise((_, reject) => {
      signal?.addEventListener("abort", () => {
        aborted.push(url.pathname);
        reject(signal.reason);
      });
    });
  });
  expect(await look()).toMatchObject({ why: "Graph answers 503" });
  expect(aborted).toHaveLength(2);
});

test("a flood of failures does not hide a success: what is not a failure is asked for by itself", async () => {
  const success = { ...aSignIn, id: "old success", createdDateTime: "2026-11-20T10:00:00Z" };
  const failures = (from: number) =>
    Array.from({ length: 1_000 }, (_, n) => ({
      ...aSignIn,
      id: `f${from + n}`,
      status: { errorCode: 50126 },
    }));
  const { requests, look, logged } = fakeGraph((url) => {
    if (!isSignIns(url)) return rows([]);
    if (filterOf(url).includes("errorCode eq 0")) return rows([success]);
    const from = Number(url.searchParams.get("$skiptoken") ?? 0);
    return rows(failures(from), `${graphUrl}/v1.0/auditLogs/signIns?$skiptoken=${from + 1_000}`);
  });
  const seen = await look();
  expect(seen.type === "seen" && [seen.rows.length, seen.rows[0]?.id]).toEqual([2_001, "old success"]);
  expect(requests).toHaveLength(5); // all that Graph allows in ten seconds
  expect(logged()).toContain("too many rows");
  expect(filters(requests)).toContain("status/errorCode eq 50140");
});

test("what an account did by the thousand does not hide what was done to it", async () => {
  const endless = "https://graph.microsoft.com/v1.0/auditLogs/directoryAudits?$skiptoken=1";
  const { look } = fakeGraph((url) => {
    if (!isAudits(url)) return rows([]);
    const isAll = filterOf(url) === "" || filterOf(url).includes("initiatedBy");
    return isAll ? rows([{ ...aChange, id: "its own" }], endless) : rows([aChange]);
  });
  const seen = await look();
  expect(seen.type === "seen" && seen.rows.map(({ id }) => id).sort()).toEqual([aChange.id, "its own"]);
});

test("more than can be read even so is blind, never half", async () => {
  const { look } = fakeGraph((url) => rows([aSignIn], url.href), { perTenSeconds: 100 });
  expect(await look()).toMatchObject({ type: "blind", why: expect.stringContaining("too many rows") });
});

test("a hanging Graph, a hanging token and no token are blind, within the signal's time", async () => {
  const never = () => new Promise<never>(() => {});
  const hang = (_: URL, signal: AbortSignal | undefined) =>
    new Promise<Response>((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  const rejects = async () => {
    throw new Error(
      "AADSTS7000222: The provided client secret keys are expired. Trace ID: 1 admin@contoso.com",
    );
  };
  const refuses = async () => {
    throw Object.assign(new Error("Entra answers 503 instead of a token"), { name: "NoToken" }); // our own credential
  };
  const cases = [
    [hang, {}, "Graph did not answer in time"],
    [nothing, { credential: { getToken: never } }, "Entra gave no token in time"],
    [nothing, { credential: { getToken: rejects } }, "Entra refuses a token (AADSTS7000222)"],
    [nothing, { credential: { getToken: refuses } }, "Entra answers 503 instead of a token"],
    [nothing, { credential: { getToken: async () => null } }, "Entra gave no token"],
  ] as const;
  for (const [answer, settings, why] of cases) {
    const { graph } = fakeGraph(answer, settings);
    const began = performance.now();
    expect(await graph.look(nine, AbortSignal.timeout(60))).toEqual({ type: "blind", why });
    expect(performance.now() - began).toBeLessThan(1_000);
  }
  expect(await fakeGraph(nothing).graph.look(nine, AbortSignal.abort())).toMatchObject({ type: "blind" });
});

test("a part of ours that throws is blind too: a look never rejects", async () => {
  const throws = () => {
    throw new Error("no roster of contoso.com");
  };
  expect(await fakeGraph(nothing, { accounts: throws }).look()).toEqual({
    type: "blind",
    why: "Graph could not be read",
  });
});

test("who is watched is asked anew at each look: a changed file counts at once", async () => {
  let accounts = [first];
  const { requests, look } = fakeGraph(nothing, { accounts: () => accounts, perTenSeconds: 100 });
  await look();
  expect(filters(requests)).not.toContain(second.id);
  accounts = [first, second];
  await look();
  expect(filters(requests)).toContain(second.id);
  expect(filters(requests)).toContain(group);
});
