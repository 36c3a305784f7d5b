// A drill as a cover: what it does not explain is as loud as ever, while it runs and after it.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { change, failed, signIn } from "../core/sign-in/kit.ts";
import { ada, alice, bob, contoso, first, rob, sam, second } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Day, openDay, small } from "./owed-kit.ts";

let day: Day;
beforeEach(async () => {
  day = await openDay({ ...small, accounts: contoso.accounts });
  await day.until(0);
  await day.desk.hear({
    caller: inSlack(ada),
    key: "plans",
    submitted: "drill",
    typed: { account: first.id, day: "" },
  });
});
afterEach(() => day.close());

const severity = (alert: string) => day.card(alert, "soc").view.severity;

describe.each([
  ["announced", true],
  ["unannounced", false],
])("%s", (_, announced) => {
  test("a drill that was only started explains nothing", async () => {
    await day.started(announced);
    await day.tells(6, signIn(5), signIn(5.5, { account: second.id }));
    expect([severity("AL-1"), severity("AL-2")]).toEqual([0, 0]);
    expect(await day.store.live("RO-")).toHaveLength(2);
  });

  test("nor does one whose request nobody has approved", async () => {
    await day.started(announced);
    day.at(3);
    await day.rehearse(inSlack(alice));
    await day.settled();
    await day.tells(6, signIn(5));
    expect(severity("AL-1")).toBe(0);
    expect(await day.record("RO-1")).toContain("rotation-opened");
  });

  test("a sign-in with the other account, or after its window, stays Sev 0 whatever the SOC is told", async () => {
    await day.rehearsed(announced);
    await day.tells(13, signIn(12), signIn(12, { account: second.id }));
    await day.hear(inSlack(sam), "ack AL-1");
    await day.hear(inSlack(sam), "ack AL-2");
    await day.settled();
    const other = day.card("AL-1", "soc").view.severity === 0 ? "AL-1" : "AL-2";
    expect(new Set([severity("AL-1"), severity("AL-2")])).toEqual(new Set([0, 3]));
    day.at(20);
    await day.hear(inSlack(alice), "end BG-1");
    await day.tells(36, signIn(35));
    expect(severity("AL-3")).toBe(0);
    expect(severity(other)).toBe(0);
  });

  test("a sign-in from elsewhere inside its window is not quiet: it comes from a second country, or after failures", async () => {
    await day.rehearsed(announced);
    await day.tells(13, signIn(12));
    await day.hear(inSlack(sam), "ack AL-1");
    await day.settled();
    expect(severity("AL-1")).toBe(3);
    await day.tells(40, signIn(39, { country: "RU", ip: "198.51.100.9" }));
    expect(severity("AL-2")).toBeLessThanOrEqual(1);
    expect(await day.record("AL-2")).toContain("alert-flagged");
    await day.tells(
      55,
      failed(53, { ip: "198.51.100.10", country: "DE" }),
      signIn(54, { ip: "198.51.100.11" }),
    );
    const newest = ["AL-3", "AL-4"].map((id) => severity(id));
    expect(newest).toContain(0);
  });

  test("it leaves the account no use without a renewal: each sign-in of it is owed one", async () => {
    await day.rehearsed(announced);
    await day.tells(13, signIn(12));
    await day.hear(inSlack(sam), "ack AL-1");
    await day.settled();
    await day.tells(25, change(20, "Reset user password"));
    await day.hear(inSlack(ada), "confirm RO-1");
    await day.settled();
    await day.tells(40, signIn(35));
    expect(await day.record("RO-2")).toContain("rotation-opened");
    expect(await day.hear(inSlack(ada), "accounts")).toContain("RO-2");
  });
});

test("two sign-ins from two countries in one hidden burst: who took it hears that it is more than the drill", async () => {
  await day.rehearsed(false);
  await day.tells(15, signIn(12), signIn(14, { country: "RU", ip: "198.51.100.9" }));
  expect(severity("AL-1")).toBe(0);
  await day.hear(inSlack(sam), "ack AL-1");
  await day.settled();
  expect(severity("AL-1")).toBe(1);
  expect(await day.hear(inSlack(sam), "alerts")).toContain("Nobody");
});

test("a row from before the approval in the same burst is not made harmless by the drill", async () => {
  await day.rehearsed(false);
  await day.tells(13, signIn(3.5), signIn(12));
  expect(await day.hear(inSlack(ada), "status RO-1")).toContain("no request explains it");
  await day.hear(inSlack(sam), "ack AL-1");
  await day.settled();
  expect(severity("AL-1")).toBe(0);
  expect(await day.record("RO-1")).toContain("rotation-joined");
});

describe("the request of a drill", () => {
  test("is one: somebody else cannot hide a use of their own behind the same drill", async () => {
    await day.started(true);
    day.at(5);
    await day.rehearse(inSlack(alice)); // nothing has followed yet
    expect(await day.rehearse(inSlack(rob))).toMatchObject({ view: { title: "Nothing was done" } });
    await day.settled();
    expect(await day.rehearse(inSlack(rob))).toMatchObject({ view: { title: "Nothing was done" } });
    expect(await day.record("BG-2")).toEqual([]);
  });

  test("is one, when two ask at the same time on two nodes", async () => {
    await day.started(true);
    day.at(5);
    const asks = [day.desk, day.another()].map((desk, index) =>
      desk.hear({
        caller: inSlack(index === 0 ? alice : rob),
        key: `asks ${index}`,
        click: { verb: "rehearse", drill: "DR-1" } as never,
        typed: { account: first.id, failure: "other", reason: "The drill of this quarter", minutes: "60" },
        on: undefined,
        card: undefined,
      }),
    );
    await Promise.all(asks);
    await day.settled();
    const own = (await Promise.all(["BG-1", "BG-2"].map((id) => day.record(id)))).filter(
      (one) => one.length > 0,
    );
    expect(own).toHaveLength(1);
  });

  test("is one, when the second node looked before the first one wrote", async () => {
    await day.started(true);
    day.at(5);
    let numbered = 0;
    const late = {
      ...day.store,
      live: async (prefix: string) => (prefix === "BG-" && numbered === 0 ? [] : day.store.live(prefix)),
      nextNumber: (prefix: string) => {
        numbered += 1;
        return day.store.nextNumber(prefix);
      },
    };
    await day.rehearse(inSlack(alice));
    const answer = await day.another(late).hear({
      caller: inSlack(rob),
      key: "asks late",
      click: { verb: "rehearse", drill: "DR-1" } as never,
      typed: { account: first.id, failure: "other", reason: "The drill of this quarter", minutes: "60" },
      on: undefined,
      card: undefined,
    });
    expect(answer).toMatchObject({ view: { title: "Nothing was done" } });
    expect(numbered).toBe(1);
    expect(await day.record("BG-2")).toEqual([]);
  });

  test("is asked for anew when the first came to nothing, and only then", async () => {
    await day.started(true);
    day.at(5);
    await day.rehearse(inSlack(alice));
    await day.hear(inSlack(alice), "withdraw BG-1");
    await day.settled();
    await day.rehearse(inSlack(rob));
    await day.settled();
    expect(await day.record("BG-2")).toContain("requested");
    await day.hear(inTeams(bob), "approve BG-2");
    expect(await day.rehearse(inSlack(alice))).toMatchObject({ view: { title: "Nothing was done" } });
  });

  test("cannot be of another account, nor of a drill that nobody watches", async () => {
    await day.hear(inSlack(ada), "drill start DR-1");
    expect(await day.rehearse(inSlack(alice))).toMatchObject({ view: { title: "Nothing was done" } });
    await day.hear(inTeams(bob), "drill witness DR-1");
    const answer = await day.desk.hear({
      caller: inSlack(alice),
      key: "other account",
      click: { verb: "rehearse", drill: "DR-1" } as never,
      typed: { account: second.id, failure: "other", reason: "The drill of this quarter", minutes: "60" },
      on: undefined,
      card: undefined,
    });
    expect(answer).toMatchObject({ view: { title: "Nothing was done" } });
    expect(await day.record("BG-1")).toEqual([]);
  });
});
