// Who reads the feed: whoever asks for exactly its address, with GET or HEAD. Everybody else learns nothing.
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { createCalendar } from "../../../src/adapters/calendar/calendar.ts";
import { contoso, nine } from "../../kit/cast.ts";
import { type Feed, openFeed, owed, path, secret } from "./kit.ts";

let feed: Feed;
beforeEach(async () => {
  feed = await openFeed();
});
afterEach(async () => {
  expect(feed.failed).toEqual([]);
  await feed.stop();
});

it("whoever has the address reads, and no cache on the way keeps it", async () => {
  const response = await feed.get();
  expect(response.status).toBe(200);
  const { date: _, connection: __, "keep-alive": ___, ...headers } = Object.fromEntries(response.headers);
  expect(headers).toEqual({
    "content-type": "text/calendar; charset=utf-8",
    "content-length": expect.any(String),
    "cache-control": "private, no-cache",
    "x-content-type-options": "nosniff",
    etag: expect.stringMatching(/^"[\w-]{43}"$/),
  });
  expect(await response.text()).toMatch(/^BEGIN:VCALENDAR\r\n/);
});

it("a question behind the address changes nothing", async () => {
  expect((await feed.get(`${path}?cache=no`)).status).toBe(200);
});

describe("everybody else gets 404, and nothing is looked up", () => {
  const flipped = `${secret.slice(0, -1)}3`;
  it.each<[what: string, where: string]>([
    ["a guess", `/calendar/${"x".repeat(32)}.ics`],
    ["all but the last letter", `/calendar/${flipped}.ics`],
    ["a beginning of it", `/calendar/${secret.slice(0, 8)}.ics`],
    ["something behind it", `/calendar/${secret}x.ics`],
    ["other letters' case", `/calendar/${secret.toUpperCase()}.ics`],
    ["no ending", `/calendar/${secret}`],
    ["another ending", `/calendar/${secret}.ICS`],
    ["the secret in the query", `/calendar/.ics?${secret}`],
    ["another spelling of the same letters", `/calendar/%61${secret.slice(1)}.ics`],
    ["one step more", `${path}/`],
    ["two slashes", `/${path}`],
    ["a very long path", `/calendar/${"y".repeat(12_000)}.ics`],
    ["nothing", "/"],
  ])("%s", async (_, where) => {
    const response = await feed.get(where);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe("");
    expect(response.headers.has("etag")).toBe(false);
    expect(feed.asked()).toBe(0);
  });

  it.each<[what: string, target: string]>([
    ["a whole address for a path", `http://evil.example${path}`],
    ["an asterisk", "*"],
    ["bytes that are no letters", `/calendar/${secret}\u0080.ics`],
    ["no path at all", "calendar"],
  ])("%s", async (_, target) => {
    const socket = connect(feed.port, "127.0.0.1");
    await once(socket, "connect");
    socket.end(`GET ${target} HTTP/1.1\r\nhost: bot\r\nconnection: close\r\n\r\n`, "latin1");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(feed.asked()).toBe(0);
  });
});

describe("another method", () => {
  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])(
    "%s is told which ones there are",
    async (method) => {
      const response = await feed.get(path, { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
      expect(feed.asked()).toBe(0);
    },
  );
  it("at another address does not tell that there is none", async () => {
    const response = await feed.get(`/calendar/${"x".repeat(32)}.ics`, { method: "POST" });
    expect([response.status, response.headers.get("allow")]).toEqual([404, null]);
  });
  it("HEAD gives what GET would, without the words", async () => {
    const [head, whole] = [await feed.get(path, { method: "HEAD" }), await feed.get()];
    for (const name of ["etag", "content-length", "content-type", "cache-control"])
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    expect(await head.text()).toBe("");
  });
});

describe("who has it already", () => {
  const again = (etag: string) => feed.get(path, { headers: { "if-none-match": etag } });

  it("is told so, all day long", async () => {
    const etag = (await feed.get()).headers.get("etag") ?? "";
    feed.later({ hours: 5 });
    for (const header of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const response = await again(header);
      expect([response.status, await response.text()]).toEqual([304, ""]);
    }
    expect((await again('"other"')).status).toBe(200);
  });
  it("gets it anew when something else is owed", async () => {
    const etag = (await feed.get()).headers.get("etag") ?? "";
    feed.later({ hours: 24 }); // what is overdue stands on another day now
    expect((await again(etag)).status).toBe(200);
  });
  it("learns nothing by it at another address", async () => {
    const etag = (await feed.get()).headers.get("etag") ?? "";
    const response = await feed.get(`/calendar/${"x".repeat(32)}.ics`, {
      headers: { "if-none-match": etag },
    });
    expect(response.status).toBe(404);
  });
});

it("a record that cannot be read is told in the log, never as an empty calendar", async () => {
  const broken = await openFeed(() => Promise.reject(new Error("the database is away")));
  const response = await broken.get();
  expect([response.status, await response.text()]).toEqual([503, ""]);
  expect(broken.lines).toMatchObject([{ level: 50, err: { message: "the database is away" } }]);
  expect(JSON.stringify(broken.lines)).not.toContain(secret);
  expect(broken.failed).toEqual([]);
  await broken.stop();
});

test.each(["", "short", "x".repeat(31), `${"x".repeat(32)}/`, `${"x".repeat(32)} `, `${"x".repeat(31)}%`])(
  "the secret %j opens no feed",
  (bad) => {
    const create = () =>
      createCalendar({
        settings: { secret: bad },
        owings: async () => owed,
        organisation: () => contoso,
        now: () => nine,
        log: { error() {} },
      });
    expect(create).toThrow("secret");
  },
);
