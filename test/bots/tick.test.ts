// The tick: each thing that is due happens once, on however many nodes, and survives a stop of any length.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTick, tick } from "../../src/bots/tick.ts";
import type { Store } from "../../src/core/ports/store.ts";
import { alice, bob, rob, tina } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Office, openOffice } from "../kit/office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
  await office.submit(inSlack(alice));
});
afterEach(() => office.close());

const count = async (type: string) => (await office.record("BG-1")).filter((one) => one === type).length;

test("minute by minute: the next tier at 5, reminders at 10 and 20, the end at 30", async () => {
  const seen: [number, string][] = [];
  for (let minute = 0; minute <= 40; minute++) {
    office.at(minute);
    const before = (await office.record("BG-1")).length;
    await office.tick();
    for (const type of (await office.record("BG-1")).slice(before)) seen.push([minute, type]);
  }
  expect(seen).toEqual([
    [5, "next-tier-asked"],
    [10, "approvers-reminded"],
    [20, "approvers-reminded"],
    [30, "expired"],
  ]);
});

test("the next tier gets its cards when it is asked, and is reminded from then on", async () => {
  await office.deliver();
  expect(office.slack.messages().some(({ place }) => place.id === tina.slack)).toBe(false);
  office.at(5);
  await office.tick();
  await office.deliver();
  expect(office.slack.card(tina).view.buttons.map(({ action }) => action.verb)).toEqual(["approve", "deny"]);
  expect(office.teams.card(tina).view.title).toContain("Approval needed");
});

test("two nodes on one store: each reminder once", async () => {
  office.at(10);
  await Promise.all([office.tick(), office.tick(), office.tick(), office.tick()]);
  await office.tick();
  expect(await count("approvers-reminded")).toBe(1);
  expect(await count("next-tier-asked")).toBe(1);
  await office.deliver();
  const reminders = office.slack.sent.filter(({ view }) => view.title.includes("still waits"));
  expect(reminders.map(({ place }) => place.id).toSorted()).toEqual([
    "C0REQUESTS",
    "U0BOB",
    "U0CAROL",
    "U0TINA",
  ]);
});

test("C5: down for a week: it expired, once, and nobody is reminded of what is over", async () => {
  office.at(7 * 24 * 60);
  await office.tick();
  await office.tick();
  expect(await office.record("BG-1")).toEqual(["requested", "expired"]);
});

test("C6: approved and not used, it lapses; handed over, it ends", async () => {
  await office.hear(inSlack(bob), "approve BG-1");
  office.at(60);
  await office.tick();
  expect((await office.record("BG-1")).at(-1)).toBe("lapsed");
});

test("a declaration that nobody attests is told again and again, until somebody does", async () => {
  await office.hear(inSlack(alice), "declare BG-1 it cannot wait");
  for (let minute = 0; minute <= 24 * 60; minute += 10) {
    office.at(minute);
    await office.tick();
  }
  expect(await count("attestation-overdue")).toBe(21); // at 4 h, then every hour up to 24 h
  await office.hear(inTeams(bob), "attest BG-1");
  office.at(48 * 60);
  await office.tick();
  expect(await count("attestation-overdue")).toBe(21);
  expect(await office.store.due(office.parts.now(), 10)).toEqual([]);
});

test("a click that comes with the tick in the same instant: both are on record, each once", async () => {
  office.at(10);
  await Promise.all([office.tick(), office.hear(inSlack(bob), "approve BG-1"), office.tick()]);
  expect(await count("granted")).toBe(1);
  expect(await count("approvers-reminded")).toBe(1);
});

describe("a request that cannot be read", () => {
  test("does not keep the others from their time", async () => {
    await office.submit(inSlack(rob));
    const broken: Store = {
      ...office.store,
      read: (stream) =>
        stream === "BG-1" ? Promise.reject(new Error("entry 1 is not readable")) : office.store.read(stream),
    };
    office.at(31);
    await tick({ ...office.parts, store: broken });
    expect(await office.record("BG-2")).toContain("expired");
    expect(await office.record("BG-1")).toEqual(["requested"]);
  });
});

describe("the loop", () => {
  test("C2: goes on after the store was away", async () => {
    let away = true;
    const flaky: Store = {
      ...office.store,
      due: (...of) => (away ? Promise.reject(new Error("away")) : office.store.due(...of)),
    };
    office.at(31);
    const loop = startTick({ ...office.parts, store: flaky });
    loop.wake();
    away = false;
    loop.wake();
    await expect.poll(() => office.record("BG-1")).toContain("expired");
    await loop.stop();
  });

  test("stops between two looks, and does nothing afterwards", async () => {
    const loop = startTick(office.parts);
    await loop.stop();
    office.at(31);
    loop.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await office.record("BG-1")).toEqual(["requested"]);
  });
});
