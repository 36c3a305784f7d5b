// An intruder who wants no alert, or a quiet one: what goes on behind an answered alert is heard all the same.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Row } from "../../src/core/sign-in/row.ts";
import { change, failed, signIn } from "../core/sign-in/kit.ts";
import { after, alice, bob, contoso, sam } from "../kit/cast.ts";
import { inSlack } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

const calm = { source: "log-analytics", every: 36_000, heartbeat: 36_000, exclusionGroups: [] } as const;

let office: Office;
beforeEach(async () => {
  office = await openOffice({ ...contoso, watch: calm });
});
afterEach(() => office.close());

async function tells(minute: number, ...rows: readonly Row[]) {
  office.at(minute);
  office.entra.tells(rows, after(minute));
  await office.look();
  await office.deliver();
}
/** Everything that notified somebody in the SOC's channel in Slack, in order. */
const rings = () =>
  office.slack.sent
    .filter(({ place, update }) => place.id === "C0SOC" && !update)
    .map(({ view }) => readView(view));
const says = (text: string) => office.hear(inSlack(sam), text);

describe("behind an acknowledged alert", () => {
  test("whoever was only asked for more, and is now let in, is heard", async () => {
    await tells(2, signIn(1, { outcome: "interrupted", code: "50074" }));
    office.at(3);
    await says("ack AL-1");
    await office.deliver();
    const before = rings().length;
    await tells(5, signIn(4));
    expect(rings().slice(before).join()).toContain("signed in as Emergency 1");
  });

  test("a second intruder from another country is heard", async () => {
    await tells(2, signIn(1));
    office.at(3);
    await says("ack AL-1");
    await office.deliver();
    const before = rings().length;
    await tells(9, signIn(8, { country: "RU", city: "Moscow", ip: "198.51.100.66" }));
    expect(rings().slice(before)).toHaveLength(1);
    expect(rings().at(-1)).toContain("RU");
  });

  test("also while failed attempts go on at every look", async () => {
    await tells(2, failed(0.5), signIn(1));
    office.at(3);
    await says("ack AL-2");
    await office.deliver();
    const before = rings().length;
    await tells(9, failed(7), signIn(8, { country: "RU", city: "Moscow", ip: "198.51.100.66" }));
    expect(rings().slice(before)).toHaveLength(1);
    expect(rings().at(-1)).toContain("RU");
  });

  test("a change that was refused, and now succeeds, is heard", async () => {
    await tells(2, change(1, "Reset user password", { succeeded: false }));
    office.at(3);
    await says("ack AL-1");
    await office.deliver();
    const before = rings().length;
    await tells(5, change(4, "Reset user password"));
    expect(rings().slice(before)).toHaveLength(1);
    expect(rings().at(-1)).toContain("nothing explains it");
  });

  test("what goes on for hours is said again, once an hour", async () => {
    await tells(2, signIn(1));
    await says("ack AL-1");
    for (let minute = 9; minute < 60; minute += 8) await tells(minute + 1, signIn(minute));
    expect(await office.record("AL-2")).toEqual([]);
    await tells(63, signIn(62));
    expect((await office.record("AL-2"))[0]).toBe("alert-raised");
    await says("ack AL-2");
    for (let minute = 64; minute < 120; minute += 8) await tells(minute + 1, signIn(minute));
    expect(await office.record("AL-3")).toEqual([]);
  });
});

test("what comes after an alert was classified is no part of what was classified", async () => {
  await tells(2, signIn(1));
  await says("classify AL-1 false-alarm The scanner again");
  await tells(9, signIn(8));
  expect(await office.record("AL-2")).toEqual(["alert-raised", "sign-ins-seen"]);
});

test("a flood of failed attempts does not ring at every look", async () => {
  await office.submit(inSlack(alice));
  await office.hear(inSlack(bob), "approve BG-1");
  await office.deliver();
  const before = rings().length;
  for (let minute = 1; minute < 40; minute++) {
    const attacks = Array.from({ length: 5 }, (_, n) => failed(minute + n / 10, { ip: "198.51.100.66" }));
    await tells(minute + 1, ...attacks, signIn(minute + 0.9, { interactive: false }));
  }
  const told = rings().slice(before);
  expect(told.filter((one) => one.includes("after failed attempts"))).toHaveLength(1);
  expect(told.length).toBeLessThan(8);
});
