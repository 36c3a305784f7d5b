// When Entra says that a password was changed, and what is said when it does not answer.
import { afterEach, expect, test, vi } from "vitest";
import { permissions } from "../../../src/adapters/graph/directory.ts";
import { first, nine, second } from "../../kit/cast.ts";
import { fakeDirectory } from "./kit.ts";
import { metadata, pathSets } from "./metadata.ts";

afterEach(() => vi.unstubAllGlobals());

const changedAt = Temporal.Instant.from("2026-08-01T09:12:44Z");
const user = (more: object = {}) =>
  Response.json({
    "@odata.context":
      "https://graph.microsoft.com/v1.0/$metadata#users(id,lastPasswordChangeDateTime)/$entity",
    id: first.id,
    lastPasswordChangeDateTime: "2026-08-01T09:12:44Z",
    ...more,
  });
const html = "<html><head><title>Gateway</title></head><body>admin@contoso.com</body></html>";
const page = (status: number, headers: Record<string, string> = {}) =>
  new Response(html, { status, headers: { "content-type": "text/html", ...headers } });
const error = (status: number, code: string) =>
  Response.json({ error: { code, message: "of bg-1@contoso.com" } }, { status });

test("one request, for the two properties that are read", async () => {
  const { requests, ask } = fakeDirectory(() => user());
  expect(await ask()).toEqual({ type: "seen", passwordChangedAt: changedAt });
  expect(requests.map(({ url }) => decodeURIComponent(url.href))).toEqual([
    `https://graph.microsoft.com/v1.0/users/${first.id}?$select=id,lastPasswordChangeDateTime`,
  ]);
  expect(requests[0]).toMatchObject({ authorization: "Bearer a-token", redirect: "manual" });
});

test("the request is documented: a user of v1.0 has what it asks for", async () => {
  const { requests, ask } = fakeDirectory(() => user());
  await ask();
  const { typeAt } = metadata("user.csdl.xml");
  for (const { url } of requests) {
    expect(url.pathname).toBe(`/v1.0/users/${first.id}`);
    expect([...url.searchParams.keys()]).toEqual(["$select"]);
    const selected = url.searchParams.get("$select")?.split(",") ?? [];
    expect(selected.map((name) => typeAt("microsoft.graph.user", name))).toEqual([
      "Edm.String",
      "Edm.DateTimeOffset",
    ]);
  }
});

test("User.Read.All, given to the application, opens it, and lets nobody change an account", () => {
  expect(permissions).toEqual(["User.Read.All"]);
  const sets = pathSets("user-permissions.json", "User.Read.All");
  const opening = sets.filter(
    ({ schemeKeys, paths }) => schemeKeys.includes("Application") && "/users/{id}" in paths,
  );
  expect(opening.map(({ methods }) => methods)).toEqual([["GET"]]);
  const changing = sets.filter(({ methods }) => methods.some((method) => method !== "GET"));
  expect(changing.flatMap(({ paths }) => Object.keys(paths)).filter((path) => !isQuestion(path))).toEqual(
    ofProfiles,
  );
});

/** A POST that only asks: what it asks for is too long for an address. */
const isQuestion = (path: string) =>
  /\/(?:(?:check|get)member(?:groups|objects)|translateexchangeids)$/.test(path);

/** Microsoft's table lets it write these too, on people's profile cards; v1.0 has no such addresses. */
const ofProfiles = [
  "/users/{id}/profile/names",
  "/users/{id}/profile/notes/{id}",
  "/users/{id}/responsibilities/{id}",
  "/me/profile/names",
  "/me/profile/notes/{id}",
  "/me/responsibilities/{id}",
];

test.each<[string, object]>([
  ["no password", { lastPasswordChangeDateTime: null }],
  ["nothing said of it", { lastPasswordChangeDateTime: undefined }],
  ["something that is no moment", { lastPasswordChangeDateTime: "yesterday" }],
  ["a moment of no year", { lastPasswordChangeDateTime: "0001-01-01T00:00:00Z" }],
  ["a number", { lastPasswordChangeDateTime: 1_785_575_564 }],
])("%s proves nothing, and is no blindness", async (_, more) => {
  expect(await fakeDirectory(() => user(more)).ask()).toEqual({ type: "seen", passwordChangedAt: undefined });
});

test("an object id in capitals is the same one", async () => {
  const { ask } = fakeDirectory(() => user({ id: first.id.toUpperCase() }));
  expect(await ask()).toEqual({ type: "seen", passwordChangedAt: changedAt });
});

test.each([
  ["somebody else", () => user({ id: second.id }), "Graph answered about somebody else"],
  ["nobody", () => user({ id: undefined }), "Graph answered with something that is no user"],
  ["a list", () => Response.json({ value: [] }), "Graph answered with something that is no user"],
  ["a gateway's page, as if all were well", () => page(200), "Graph answered with something that is no JSON"],
  ["a gateway's page with 503", () => page(503), "Graph answers 503"],
  ["a redirect", () => Response.redirect("https://evil.example/", 302), "Graph answers 302"],
  [
    "too many requests",
    () => error(429, "TooManyRequests"),
    "Graph answers 429 (TooManyRequests): too many requests",
  ],
  [
    "a token that it does not take",
    () => error(401, "InvalidAuthenticationToken"),
    "Graph answers 401 (InvalidAuthenticationToken): it does not take the bot's token",
  ],
  [
    "a permission that is missing",
    () => error(403, "Authorization_RequestDenied"),
    "Graph answers 403 (Authorization_RequestDenied): User.Read.All is not granted",
  ],
  [
    "an account that there is not",
    () => error(404, "Request_ResourceNotFound"),
    "Graph answers 404 (Request_ResourceNotFound): nobody has that object id",
  ],
])("F11: %s is blind, and the reason names it", async (_, answer, why) => {
  const { ask, logged } = fakeDirectory(answer);
  expect(await ask()).toEqual({ type: "blind", why });
  expect(logged()).not.toMatch(/contoso\.com|a-token/);
});

test("F11: asked for a rest, it does not ask again before, for no account", async () => {
  let now = nine;
  const { requests, ask } = fakeDirectory(() => page(429, { "retry-after": "60" }), { now: () => now });
  await ask();
  expect(await ask(second.id)).toMatchObject({ type: "blind", why: expect.stringContaining("another 60 s") });
  expect(requests).toHaveLength(1);
  now = nine.add({ seconds: 60 });
  await ask();
  expect(requests).toHaveLength(2);
});

test("a hanging Graph, a body that never ends, and a hanging token are blind, within the signal's time", async () => {
  const never = () => new Promise<never>(() => {});
  const hang = (_: URL, signal: AbortSignal | undefined) =>
    new Promise<Response>((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  const endless = (_: URL, signal: AbortSignal | undefined) =>
    new Response(
      new ReadableStream({
        start: (stream) => signal?.addEventListener("abort", () => stream.error(signal.reason)),
      }),
    );
  const cases = [
    [hang, {}, "Graph did not answer in time"],
    [endless, {}, "Graph did not answer in time"],
    [() => user(), { credential: { getToken: never } }, "Entra gave no token in time"],
    [() => user(), { credential: { getToken: async () => null } }, "Entra gave no token"],
  ] as const;
  for (const [answer, settings, why] of cases) {
    const began = performance.now();
    expect(await fakeDirectory(answer, settings).ask(first.id, AbortSignal.timeout(60))).toEqual({
      type: "blind",
      why,
    });
    expect(performance.now() - began).toBeLessThan(1_000);
  }
  expect(await fakeDirectory(() => user()).ask(first.id, AbortSignal.abort())).toMatchObject({
    type: "blind",
  });
});

test("F11: an address that nobody answers at is blind, with the network's code", async () => {
  const { ask } = fakeDirectory(() => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) });
  });
  expect(await ask()).toEqual({ type: "blind", why: "Graph cannot be reached (ECONNREFUSED)" });
});
