// The watch from row to card: every sign-in is judged, told once, and said where it belongs; blindness is said.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { alertEvents } from "../../src/bots/event-kinds.ts";
import { startWatch } from "../../src/bots/watch.ts";
import { foldAlert } from "../../src/core/alert/state.ts";
import type { Organisation, Person } from "../../src/core/organisation.ts";
import type { SignIn } from "../../src/core/sign-in/row.ts";
import { failed, signIn } from "../core/sign-in/kit.ts";
import { ada, after, alice, bob, contoso, nine, sam, second } from "../kit/cast.ts";
import { type Chat, inSlack, inTeams, placeOf } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

/** Rows become readable `minute` minutes after nine, and the watch looks. */
async function tells(minute: number, ...rows: readonly SignIn[]) {
  office.at(minute);
  office.entra.tells(rows, after(minute));
  await office.look();
  await office.deliver();
}
async function approvedUse() {
  await office.submit(inSlack(alice));
  office.at(1);
  await office.hear(inSlack(bob), "approve BG-1");
  await office.deliver();
}
const cards = (chat: Chat, where: "soc" | "requests"): string[] =>
  chat
    .at(placeOf(chat.platform, where))
    .filter(({ key }) => key.startsWith("card/"))
    .map(({ view }) => readView(view));
const titles = (chat: Chat, where: Person | "soc" | "requests" | "admins"): string[] =>
  chat.at(placeOf(chat.platform, where)).map(({ view }) => view.title);
const socCard = (chat: Chat = office.slack) => cards(chat, "soc").at(-1) ?? "";

describe("an approved sign-in", () => {
  test("is said in the request's thread and on its card, and is quiet in the SOC's channel", async () => {
    await approvedUse();
    await tells(12, signIn(10));
    for (const chat of [office.slack, office.teams]) {
      expect(titles(chat, "requests")).toContain("BG-1: Emergency 1 was signed in to");
      expect(cards(chat, "requests")[0]).toContain("Signed in: 09:10 from 203.0.113.7, Berlin DE (AL-1)");
      const [card] = chat.at(placeOf(chat.platform, "soc"));
      expect(card?.view).toMatchObject({ severity: 3, tone: "good" });
    }
    office.at(60 * 5);
    await office.tick();
    await office.deliver();
    expect(titles(office.slack, "soc").filter((title) => title.includes("AL-1"))).toHaveLength(1);
  });

  test("F5: an MFA prompt and the success after it are one use, told once", async () => {
    await approvedUse();
    await tells(12, signIn(10, { outcome: "interrupted", code: "50074" }), signIn(10.5));
    await tells(13, signIn(12));
    expect(cards(office.slack, "soc")).toHaveLength(1);
    const said = titles(office.slack, "requests").filter((title) => title.includes("signed in to"));
    expect(said).toHaveLength(1);
  });

  test("F2: a row that comes hours late belongs to the window it happened in, though it had lapsed", async () => {
    await approvedUse();
    office.at(62);
    await office.tick();
    await office.deliver();
    expect(cards(office.slack, "requests")[0]).toContain("Lapsed");
    expect(titles(office.slack, "soc")).toContain("BG-1 has lapsed");
    await tells(60 * 9, signIn(30));
    expect(socCard()).toContain("AL-1");
    expect((await office.store.read("AL-1"))[0]?.event).toMatchObject({
      subject: { verdict: "approved", request: "BG-1" },
    });
    expect(cards(office.slack, "requests")[0]).toContain("Ended");
  });
});

describe("a sign-in without a request", () => {
  test("turns the SOC's channels red on both chats, and is told once however often it is read", async () => {
    const row = signIn(10);
    await tells(12, row);
    await tells(13, row);
    await tells(14, row, row);
    for (const chat of [office.slack, office.teams]) {
      const [card, another] = chat.at(placeOf(chat.platform, "soc"));
      expect(another).toBeUndefined();
      expect(card?.view).toMatchObject({ severity: 0, tone: "alarm" });
      expect(card?.view.buttons.map(({ label }) => label)).toContain("Acknowledge");
    }
  });

  test("repeats until somebody takes it, then to the admins too; either chat can take it and classify it", async () => {
    await tells(12, signIn(10));
    const repeats = (where: "soc" | "admins") =>
      titles(office.slack, where).filter((title) => title.includes("AL-1")).length;
    expect(repeats("soc")).toBe(1);
    for (const minute of [17, 27]) {
      office.at(minute);
      await office.tick();
      await office.deliver();
    }
    expect(repeats("soc")).toBe(3);
    expect(repeats("admins")).toBe(1);
    expect(titles(office.teams, sam)).toHaveLength(1);
    const card = office.teams.card("soc");
    expect(await office.press(inTeams(sam), card, "acknowledge")).toContain("AL-1");
    office.at(60);
    await office.tick();
    await office.deliver();
    expect(titles(office.slack, "admins").filter((title) => title.includes("AL-1"))).toHaveLength(1);
    expect(await office.hear(inSlack(sam), "classify AL-1 misuse Nobody of ours was it")).toContain("AL-1");
    expect(await office.hear(inSlack(sam), "close AL-1")).toContain("AL-1");
    await office.deliver();
    expect(socCard(office.teams)).toContain("Classified: misuse, Sam");
    expect(await office.record("AL-1")).toEqual([
      "alert-raised",
      "sign-ins-seen",
      "alert-repeated",
      "alert-repeated",
      "alert-acknowledged",
      "alert-classified",
      "alert-closed",
    ]);
  });

  test("a declaration afterwards re-judges it, visibly", async () => {
    await tells(12, signIn(10));
    office.at(20);
    await office.submit(inSlack(alice), {}, "declare");
    await office.follow();
    await office.deliver();
    const [card] = office.teams.at(placeOf("teams", "soc"));
    expect(card?.view.severity).toBe(3);
    expect(readView(card?.view ?? never())).toContain("BG-1");
    expect(cards(office.slack, "requests")[0]).toContain("Signed in: 09:10");
    expect(await office.record("AL-1")).toEqual(["alert-raised", "sign-ins-seen", "alert-rejudged"]);
  });

  test("a declaration afterwards explains every burst to the rotation, too", async () => {
    await tells(12, signIn(10));
    await tells(150, signIn(148));
    const card = async (from = 0) => {
      await office.follow(from);
      await office.deliver();
      return office.slack
        .at(placeOf("slack", "admins"))
        .filter(({ key }) => key.startsWith("card/RO-1/"))
        .map(({ view }) => readView(view))
        .join();
    };
    expect(await card()).toContain("no request explains it");
    office.at(160);
    const from = (await office.store.log(0, 1_000)).length;
    await office.submit(inSlack(alice), {}, "declare");
    expect(await card(from)).toContain("used in BG-1");
    expect(await card(from)).not.toContain("no request explains it");
  });

  test("what its request becomes afterwards stands on the alert's card, once for all followers", async () => {
    await office.submit(inSlack(alice), {}, "declare");
    await tells(12, signIn(10));
    for (const chat of [office.slack, office.teams])
      expect(socCard(chat)).toContain("declared without approval.");
    office.at(15);
    expect(await office.hear(inTeams(bob), "attest BG-1 I called her, it is her")).toContain("BG-1");
    await Promise.all([office.follow(), office.follow()]);
    await office.follow();
    await office.deliver();
    for (const chat of [office.slack, office.teams])
      expect(socCard(chat)).toContain("declared without approval, attested.");
    expect(await office.record("AL-1")).toEqual(["alert-raised", "sign-ins-seen", "request-changed"]);
    expect(titles(office.slack, "soc").filter((title) => title.includes("AL-1"))).toHaveLength(1);
  });

  test("who is not of the SOC hears so, and nothing changes", async () => {
    await tells(12, signIn(10));
    const card = office.slack.card("soc");
    expect(await office.press(inSlack(bob), card, "acknowledge")).toContain("Nothing was done");
    expect(await office.record("AL-1")).toEqual(["alert-raised", "sign-ins-seen", "refused"]);
  });
});

test("another account than the approved one is Sev 0, and names the request it comes nearest to", async () => {
  await approvedUse();
  await tells(12, signIn(10, { account: second.id }));
  expect(socCard()).toContain("BG-1");
  expect(office.slack.at(placeOf("slack", "soc"))[0]?.view.severity).toBe(0);
});

test("a success after failed attempts from elsewhere is Sev 0, also in a window", async () => {
  await approvedUse();
  const attacks = [1, 2, 3].map((second) => failed(9 + second / 10, { ip: "198.51.100.66", country: "RU" }));
  await tells(11, ...attacks);
  await tells(12, signIn(10));
  const told = office.slack.at(placeOf("slack", "soc")).filter(({ key }) => key.includes("/AL-2/"));
  expect(told.map(({ view }) => view.severity)).toEqual([0]); // it rings once
});

test("a failed attempt whose row comes after the success makes the success graver, and rings", async () => {
  await approvedUse();
  await tells(12, signIn(10));
  await tells(13, failed(9, { ip: "198.51.100.66" }));
  expect(await office.record("AL-1")).toEqual(["alert-raised", "sign-ins-seen", "alert-flagged"]);
  expect(titles(office.slack, "soc").filter((title) => title.includes("AL-1"))).toHaveLength(2);
});

test("what was before the first look is not told; a late row of after it is", async () => {
  const untold = { readable: undefined };
  await tells(0, signIn(-60, untold));
  await tells(1, signIn(-60, untold), signIn(-30), signIn(0.5, untold));
  const { signIns } = foldAlert(alertEvents(await office.store.read("AL-1"))) ?? { signIns: [] };
  expect(signIns.map(({ at }) => at)).toEqual([after(-30)]);
  expect(await office.store.read("AL-2")).toHaveLength(2);
});

test("a flood is read page after page at once, and the next look is when it is time", async () => {
  const pages = [1, 2, 3].map((n) => [failed(n, { id: `page-${n}` })]);
  office.entra.floods(...pages);
  const { watch } = contoso;
  if (!watch) throw new Error("the cast watches nothing");
  const told: string[] = [];
  const loop = startWatch({
    ...office.parts,
    watch,
    entraLog: office.entra.log,
    onRows: (rows) => told.push(...rows.map(({ id }) => id)),
  });
  await expect.poll(() => told).toEqual(["page-1", "page-2", "page-3"]);
  await loop.stop();
  expect(office.entra.asked).toHaveLength(pages.length);
  expect(loop.read()).toMatchObject({ blind: undefined, heartbeat: nine });
});

describe("blindness", () => {
  const blind = () => titles(office.slack, "soc");
  const looks = async (minute: number) => {
    office.at(minute);
    const sight = await office.look();
    await office.deliver();
    return sight;
  };

  test("F11: is said after three intervals, and so is its end, with what was caught up", async () => {
    await tells(0);
    office.entra.fails("Log Analytics answered 503");
    await looks(1);
    expect(blind()).toEqual([]);
    expect(await looks(2)).toMatchObject({ blind: { cause: "unreadable" } });
    await looks(3);
    expect(blind()).toHaveLength(1);
    expect(socCard()).toContain("Log Analytics answered 503");
    expect(await office.hear(inSlack(ada), "status")).toContain("cannot be seen since 09:00");
    await tells(31, signIn(15), signIn(15.2));
    expect(await office.record("AL-1")).toEqual(["alert-raised", "sight-regained"]);
    expect(cards(office.slack, "soc")[0]).toContain("2 rows");
  });

  test("a log that answers and brings no row of anybody is blind too", async () => {
    await tells(0);
    office.entra.tells([], after(0));
    for (let minute = 1; minute <= 60; minute++) await looks(minute);
    expect(await looks(61)).toMatchObject({ blind: { cause: "silent", since: after(0) } });
    await office.deliver();
    expect(socCard()).toContain("diagnostic setting");
  });

  test("that nobody looked while the bot was down is said when it looks again", async () => {
    await tells(0);
    await tells(120, signIn(60));
    expect(await office.record("AL-2")).toEqual(["alert-raised", "sight-regained"]);
  });

  test("decisions go on", async () => {
    office.entra.fails("everything is down");
    await looks(0);
    await looks(10);
    await approvedUse();
    expect(cards(office.slack, "requests")[0]).toContain("Approved");
  });
});

describe("the second road", () => {
  const silentSlack = () => {
    office.slack.mood = () => ({ type: "later", after: undefined, why: "Slack is down" });
  };
  const become = (fallback: Organisation["fallback"]) => office.become({ ...contoso, fallback });

  test("is taken when a chat has not taken a Sev 0 after 30 s; the other chat has it, and Slack catches up", async () => {
    become("when-silent");
    silentSlack();
    await tells(12, signIn(10));
    expect(titles(office.teams, "soc")).toHaveLength(1);
    expect(office.fallback.messages()).toHaveLength(0);
    office.at(12.5);
    await office.tick();
    await office.deliver();
    const [called] = office.fallback.sent;
    expect(called).toMatchObject({ stream: "AL-1", incident: "trigger" });
    office.slack.mood = () => undefined;
    office.at(14);
    await office.deliver();
    expect(titles(office.slack, "soc")).toHaveLength(1);
    await office.hear(inTeams(sam), "ack AL-1");
    await office.deliver();
    expect(office.fallback.sent.at(-1)).toMatchObject({ stream: "AL-1", incident: "acknowledge" });
  });

  test("is not taken when both chats have it", async () => {
    become("when-silent");
    await tells(12, signIn(10));
    office.at(12.5);
    await office.tick();
    await office.deliver();
    expect(office.fallback.sent).toHaveLength(0);
    expect(await office.record("AL-1")).toEqual(["alert-raised", "sign-ins-seen", "alert-taken"]);
  });

  test("is always taken where that is wanted", async () => {
    become("always");
    await tells(12, signIn(10));
    expect(office.fallback.sent).toMatchObject([{ stream: "AL-1", incident: "trigger" }]);
  });
});

function never(): never {
  throw new Error("there is no card");
}
