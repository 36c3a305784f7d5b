// The keys behind Azure Monitor's door: fetched once, rotated soon, good through an outage, but not for ever.
import { afterEach, beforeEach, expect, it } from "vitest";
import { alert, type Door, openDoor, tenant } from "./kit.ts";

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.stop());

const many = async (times: number, one: () => Promise<number>) => {
  const found: Record<number, number> = {};
  for (const status of await Promise.all(Array.from({ length: times }, one)))
    found[status] = (found[status] ?? 0) + 1;
  return found;
};
const stranger = async () =>
  door.call(alert(), { token: await door.token({ header: { kid: `made-up-${Math.random()}` } }) });

it("a crowd at a cold start causes one fetch", async () => {
  expect(await many(30, () => door.call())).toEqual({ 202: 30 });
  expect(door.entra.fetches).toBe(1);
});

it("made-up keys cause one fetch in half a minute", async () => {
  await door.call();
  expect(await many(30, stranger)).toEqual({ 401: 30 });
  expect(door.entra.fetches).toBe(1);
  door.later({ seconds: 31 });
  expect(await many(30, stranger)).toEqual({ 401: 30 });
  expect(door.entra.fetches).toBe(2);
});

it("a rotated key works within half a minute", async () => {
  await door.call();
  await door.rotate();
  door.later({ seconds: 31 });
  expect(await door.call()).toBe(202);
});

it.each(["down", "html", "redirect"] as const)(
  "without any keys (%s) the answer is 503, which Azure repeats, and the next try comes soon",
  async (mode) => {
    door.entra.mode = mode;
    expect(await many(20, () => door.call())).toEqual({ 503: 20 });
    expect(door.entra.fetches).toBe(1);
    expect(door.wakes()).toBe(0);
    door.entra.mode = "fine";
    door.later({ seconds: 6 });
    expect(await door.call()).toBe(202);
  },
);

it("in an outage an unknown key is no proof of a forgery: 503", async () => {
  await door.call();
  door.entra.mode = "down";
  await door.rotate();
  door.later({ seconds: 31 });
  expect(await door.call()).toBe(503);
});

it("known keys stay good through a week of outage, and not longer", async () => {
  await door.call();
  door.entra.mode = "down";
  door.later({ hours: 6 * 24 });
  expect(await door.call()).toBe(202);
  door.later({ hours: 25 });
  expect(await door.call()).toBe(503);
});

it("keys that hang hold nobody whose key is known", async () => {
  await door.call();
  door.entra.mode = "hanging";
  door.later({ hours: 25 });
  const began = performance.now();
  expect(await door.call()).toBe(202);
  expect(performance.now() - began).toBeLessThan(1_000);
});

it("keys that hang are waited for five seconds, not more", async () => {
  door.entra.mode = "hanging";
  const began = performance.now();
  expect(await door.call()).toBe(503);
  expect(performance.now() - began).toBeGreaterThan(4_500);
  expect(performance.now() - began).toBeLessThan(7_000);
});

it("keys are looked at again after a day", async () => {
  await door.call();
  door.later({ hours: 25 });
  await door.call();
  await expect.poll(() => door.entra.fetches).toBe(2);
});

it.each([
  ["this tenant", `${tenant}/v2.0`, 202],
  ["every tenant", "{tenantid}/v2.0", 202],
  ["consumers", "9188040d-6c67-4c5b-b112-36a304b66dad/v2.0", 503],
])("a key that signs for %s", async (_, issuer, status) => {
  door.entra.more = { issuer: `${door.authorityHost}/${issuer}` };
  expect(await door.call()).toBe(status);
});

it("a key for secrecy signs nothing", async () => {
  door.entra.more = { use: "enc" };
  expect(await door.call()).toBe(503);
});
