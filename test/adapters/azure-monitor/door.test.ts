// Who is let in at Azure Monitor's door, and who is not: nothing but a call that verifies wakes the watch.
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAzureMonitor } from "../../../src/adapters/azure-monitor/azure-monitor.ts";
import { alert, audience, type Door, type Lie, notifications, openDoor, pathSecret, tenant } from "./kit.ts";

let door: Door;
afterEach(async () => {
  expect(door.failed).toEqual([]);
  await door.stop();
});

describe("a secure webhook", () => {
  beforeEach(async () => {
    door = await openDoor();
  });

  it("with a token of version 2 wakes the watch", async () => {
    expect(await door.call()).toBe(202);
    expect(door.wakes()).toBe(1);
    expect(door.entra.paths).toEqual([`/${tenant}/discovery/v2.0/keys`]);
  });

  it("with a token of version 1 too", async () => {
    const claims = {
      iss: `https://sts.windows.net/${tenant}/`,
      aud: `api://${audience}`,
      azp: undefined,
      appid: notifications,
    };
    expect(await door.call(alert(), { token: await door.token({ claims }) })).toBe(202);
    expect(door.wakes()).toBe(1);
  });

  const other = "00000000-0000-4000-8000-00000000ffff";
  const lies: [what: string, status: number, lie: Lie][] = [
    ["signed by nobody we know", 401, { forged: true }],
    ["of another tenant, by its issuer", 401, { claims: { iss: `https://sts.windows.net/${other}/` } }],
    ["of another tenant, by its tid", 403, { claims: { tid: other } }],
    ["without a tenant", 403, { claims: { tid: undefined } }],
    [
      "of the issuer of all tenants",
      401,
      { claims: { iss: "https://login.microsoftonline.com/common/v2.0" } },
    ],
    ["for another app", 401, { claims: { aud: other } }],
    ["for this app and another", 401, { claims: { aud: [audience, other] } }],
    ["for nobody", 401, { claims: { aud: undefined } }],
    ["of another caller", 403, { claims: { azp: other } }],
    ["of another caller in the older claim", 403, { claims: { appid: other } }],
    ["without a caller", 403, { claims: { azp: undefined } }],
    ["that has expired", 401, { claims: { exp: 1_700_000_000 } }],
    ["that never expires", 401, { claims: { exp: undefined } }],
    ["that is not valid yet", 401, { claims: { nbf: 4_000_000_000 } }],
    ["of an unknown key", 401, { header: { kid: "made-up" } }],
  ];
  it.each(lies)("with a token %s is refused", async (_, status, lie) => {
    expect(await door.call(alert(), { token: await door.token(lie) })).toBe(status);
    expect(door.wakes()).toBe(0);
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const unsigned = (alg: string) =>
    `${part({ alg, typ: "JWT" })}.${part({ iss: `https://sts.windows.net/${tenant}/`, aud: audience, tid: tenant, azp: notifications, exp: 4_000_000_000 })}.`;
  it.each<[what: string, headers: Record<string, string>]>([
    ["no token", {}],
    ["alg none", { authorization: `Bearer ${unsigned("none")}` }],
    ["alg none and something behind it", { authorization: `Bearer ${unsigned("none")}x` }],
    ["alg HS256", { authorization: `Bearer ${unsigned("HS256")}x` }],
    ["a password", { authorization: "Basic YWxpY2U6aHVudGVyMg==" }],
    ["no words at all", { authorization: "Bearer" }],
    ["twenty thousand letters", { authorization: `Bearer a.${"b".repeat(15_000)}.c` }],
  ])("with %s is refused", async (_, headers) => {
    const status = await door.call(alert(), { headers: { "content-type": "application/json", ...headers } });
    expect(status).toBe(401);
    expect(door.wakes()).toBe(0);
  });

  it("does not know the path of an ordinary webhook", async () => {
    for (const end of ["", "undefined", pathSecret])
      expect(await door.call(alert(), { path: `/webhooks/azure-monitor/${end}` })).toBe(404);
    expect(door.wakes()).toBe(0);
  });

  it("forgives clocks that differ by some minutes", async () => {
    const token = await door.token();
    door.later({ minutes: 64 });
    expect(await door.call(alert(), { token })).toBe(202);
    door.later({ minutes: 2 });
    expect(await door.call(alert(), { token })).toBe(401);
  });
});

describe("an audience", () => {
  it.each([
    [`api://${audience}`, audience, 202],
    [`api://${audience}`, `api://${audience}`, 202],
    ["api://contoso/alerts", "api://contoso/alerts", 202],
    ["api://contoso/alerts", "api://contoso/others", 401],
    ["api://contoso/alerts", "contoso/alerts", 401],
  ])("%s: a token for %s is answered with %s%i", async (given, aud, status) => {
    door = await openDoor({ audience: given });
    expect(await door.call(alert(), { token: await door.token({ claims: { aud } }) })).toBe(status);
  });
});

describe("an ordinary webhook", () => {
  const right = `/webhooks/azure-monitor/${pathSecret}`;
  beforeEach(async () => {
    door = await openDoor({ audience: undefined, pathSecret });
  });
  const call = (path: string) =>
    door.call(alert(), { path, headers: { "content-type": "application/json" } });

  it("with the secret at the end of its path wakes the watch, and nobody asks Entra for anything", async () => {
    expect(await call(right)).toBe(202);
    expect([door.wakes(), door.entra.fetches]).toEqual([1, 0]);
  });

  it.each([
    ["another secret of the same length", right.replace(/.$/, "x")],
    ["a part of it", right.slice(0, -1)],
    ["more than it", `${right}x`],
    ["something below it", `${right}/x`],
    ["the secret in other letters", right.toUpperCase()],
    ["the secret as a query", `/webhooks/azure-monitor?${pathSecret}`],
    ["none", "/webhooks/azure-monitor"],
    ["none, and a slash", "/webhooks/azure-monitor/"],
    ["the secret elsewhere", `/${pathSecret}`],
  ])("%s is no path", async (_, path) => {
    expect(await call(path)).toBe(404);
    expect(door.wakes()).toBe(0);
  });

  it("believes no token, for nobody said what it should be for", async () => {
    expect(await door.call()).toBe(404);
    expect([door.wakes(), door.entra.fetches]).toEqual([0, 0]);
  });

  it("keeps its secret out of the log, whatever happens", async () => {
    await call(right);
    await call(`${right}x`);
    await door.call("{", { path: right });
    await door.call("{}", { path: right, method: "PUT" });
    expect(door.lines.length).toBeGreaterThan(1);
    expect(JSON.stringify(door.lines)).not.toContain(pathSecret);
  });
});

it("both ways may be open", async () => {
  door = await openDoor({ pathSecret });
  expect(await door.call()).toBe(202);
  expect(await door.call(alert(), { path: `/webhooks/azure-monitor/${pathSecret}` })).toBe(202);
  expect(await door.call(alert(), { token: "a.b.c" })).toBe(401);
  expect(door.wakes()).toBe(2);
});

it("without a way in it does not start", async () => {
  door = await openDoor();
  const settings = { tenant, authorityHost: door.authorityHost, audience: undefined, pathSecret: undefined };
  const log = { info() {}, warn() {}, error() {} };
  expect(() =>
    createAzureMonitor({ settings, onAlert() {}, now: () => Temporal.Now.instant(), log }),
  ).toThrow(/audience or a path secret/);
});

describe("a call of another shape", () => {
  beforeEach(async () => {
    door = await openDoor({ patience: 200 });
  });
  afterEach(() => {
    expect(door.wakes()).toBe(0);
  });

  it.each(["PUT", "DELETE", "PATCH", "GET"])("%s is not spoken here", async (method) => {
    const none = { method, ...(method === "GET" && { body: null }) };
    expect(await door.call(alert(), none)).toBe(405);
  });

  it.each<[what: string, headers: Record<string, string>]>([
    ["a form", { "content-type": "application/x-www-form-urlencoded" }],
    ["plain text", { "content-type": "text/plain" }],
    ["packed", { "content-type": "application/json", "content-encoding": "gzip" }],
    ["in another alphabet", { "content-type": "application/json; charset=utf-16" }],
  ])("%s is refused before a key is fetched", async (_, headers) => {
    expect(await door.call(alert(), { headers })).toBe(415);
    expect(door.entra.fetches).toBe(0);
  });

  it.each([
    ["broken JSON", '{"data":'],
    ["nothing", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["a text", '"Fired"'],
    ["no UTF-8", Buffer.from('{"data":"\xff"}', "latin1")],
  ])("with a good token and %s is refused", async (_, body) => {
    expect(await door.call("", { body })).toBe(400);
  });

  it("of more than 256 KB is refused, whether it says so or not", async () => {
    expect(await door.call({ ...alert(), more: "x".repeat(300_000) })).toBe(413);
    expect(door.entra.fetches).toBe(0);
    const answer = await raw(
      `POST /webhooks/azure-monitor HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${await door.token()}\r\ntransfer-encoding: chunked\r\n\r\n` +
        `${(270_000).toString(16)}\r\n${"x".repeat(270_000)}\r\n8000\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("that never ends is refused in time, and its connection closed", async () => {
    const answer = await raw(
      `POST /webhooks/azure-monitor HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${await door.token()}\r\ncontent-length: 100\r\n\r\n{"data":`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*connection: close/is);
  });

  it("of a stranger is answered without its body", async () => {
    const answer = await raw(
      "POST /webhooks/azure-monitor HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 200000\r\n\r\n{",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 .*connection: close/is);
  });

  it("that breaks off does no harm", async () => {
    const socket = connect(door.port, "127.0.0.1");
    socket.end(
      `POST /webhooks/azure-monitor HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nauthorization: Bearer ${await door.token()}\r\ncontent-length: 100\r\n\r\n{`,
    );
    socket.resume();
    await once(socket, "close");
    await expect.poll(() => door.lines.map(({ why }) => why)).toContain("broken off");
  });

  /** Everything that comes back until the other side closes. */
  async function raw(bytes: string): Promise<string> {
    const socket = connect(door.port, "127.0.0.1");
    socket.write(bytes);
    return text(socket);
  }
});

describe("refusals", () => {
  it("are counted, not written, when there are many", async () => {
    door = await openDoor();
    for (let i = 0; i < 50; i += 1) await door.call(alert(), { token: "a.b.c" });
    expect(door.lines).toMatchObject([{ level: 40, status: 401, refused: 1 }]);
    door.later({ seconds: 10 });
    await door.call(alert(), { token: "a.b.c" });
    expect(door.lines.at(-1)).toMatchObject({ refused: 50 });
  });

  it("write no word of a token", async () => {
    door = await openDoor();
    const token = await door.token({ claims: { aud: "api://hostile\nwords" } });
    await door.call(alert(), { token });
    expect(door.lines).toMatchObject([{ why: "token: ERR_JWT_CLAIM_VALIDATION_FAILED aud" }]);
    expect(JSON.stringify(door.lines)).not.toContain("hostile");
  });
});
