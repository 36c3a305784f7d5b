// An insider in front of an alert: nobody answers for their own doing, whatever the alert is matched with.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Person } from "../../src/core/organisation.ts";
import type { Row } from "../../src/core/sign-in/row.ts";
import { change, signIn } from "../core/sign-in/kit.ts";
import { ada, after, alice, bob, contoso, first, people, rob, sam, second } from "../kit/cast.ts";
import { inSlack, inTeams, placeOf } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

const calm = { source: "log-analytics", every: 36_000, heartbeat: 36_000, exclusionGroups: [] } as const;
const both: Person = { ...alice, roles: ["responder", "soc"] };
const rights = { ...contoso, watch: calm, people: people.map((one) => (one.id === alice.id ? both : one)) };

let office: Office;
beforeEach(async () => {
  office = await openOffice(rights);
});
afterEach(() => office.close());

async function tells(minute: number, ...rows: readonly Row[]) {
  office.at(minute);
  office.entra.tells(rows, after(minute));
  await office.look();
  await office.deliver();
}

test("who reset the credential of an account does not judge that change", async () => {
  await tells(
    2,
    change(1, "Reset user password", { by: { id: ada.id, name: "ada@contoso.com", ip: undefined } }),
  );
  for (const words of ["ack AL-1", "classify AL-1 false-alarm It was me", "close AL-1"])
    for (const caller of [inSlack(ada), inTeams(ada)])
      expect(await office.hear(caller, words)).toContain("another person must answer it");
  expect(await office.hear(inSlack(sam), "ack AL-1")).toContain("AL-1");
});

test("A4: nor with a second account of theirs, in whatever case the log writes it", async () => {
  const other = alice.objectIds[1]?.toUpperCase();
  await tells(2, change(1, "Reset user password", { by: { id: other, name: undefined, ip: undefined } }));
  expect(await office.hear(inSlack(both), "classify AL-1 false-alarm Nothing to see")).toContain(
    "another person",
  );
});

test("a burst whose gravest row is nobody's is all the same no alert for who declared another row of it", async () => {
  await tells(64, signIn(55, { id: "nobody's" }), signIn(63, { id: "declared" }));
  office.at(300);
  await office.submit(inSlack(both), {}, "declare");
  await office.follow();
  const [card] = office.slack.at(placeOf("slack", "soc"));
  await office.deliver();
  expect(card && readView(card.view)).toContain("without a request");
  expect(await office.record("AL-1")).toContain("alert-rejudged");
  expect(await office.hear(inSlack(both), "classify AL-1 false-alarm Nothing to see")).toContain(
    "another person must answer it",
  );
});

describe("a click", () => {
  const card = (id: string, chat = office.slack) => {
    const [one] = chat.at(placeOf(chat.platform, "soc")).filter(({ key }) => key.startsWith(`card/${id}/`));
    if (!one) throw new Error(`no card of ${id}`);
    return one;
  };
  test("on the card of another alert, with the data of this one, does nothing", async () => {
    await tells(2, signIn(1), signIn(1, { account: second.id }));
    const answer = await office.press(inSlack(sam), card("AL-1"), "acknowledge", {
      action: { alert: "AL-2" } as never,
    });
    expect(answer).toContain("Nothing was done");
    expect(await office.record("AL-2")).toEqual(["alert-raised", "sign-ins-seen"]);
    expect(
      await office.press(inTeams(sam), card("AL-1", office.teams), "acknowledge", {
        action: { alert: "AL-2" } as never,
      }),
    ).toContain("Nothing was done");
  });
  test("on a copy that stands elsewhere does nothing", async () => {
    await tells(2, signIn(1));
    const from = { on: { conversation: "C0ELSEWHERE", message: "m99" } };
    expect(await office.press(inSlack(sam), card("AL-1"), "acknowledge", { from })).toContain(
      "Nothing was done",
    );
  });
  test("on a card of another kind does nothing", async () => {
    await office.submit(inSlack(rob));
    await tells(2, signIn(1));
    const [request] = office.slack.at(placeOf("slack", "requests"));
    if (!request) throw new Error();
    expect(
      await office.press(inSlack(sam), request, "acknowledge", {
        action: { alert: "AL-1", verb: "acknowledge" } as never,
      }),
    ).toContain("Nothing was done");
  });
  test("that classifies with a class that is none, twice, or with nothing said changes nothing", async () => {
    await tells(2, signIn(1));
    for (const typed of [
      {},
      { class: "toString", note: "as good a note as any" },
      { class: "misuse", note: "\u200b".repeat(40) },
      { class: "misuse", note: "x" },
    ])
      await office.press(inSlack(sam), card("AL-1"), "classify", { typed });
    expect(await office.record("AL-1")).not.toContain("alert-classified");
    const ok = { class: "misuse", note: "Nobody of ours was it" };
    await office.press(inSlack(sam), card("AL-1"), "classify", { typed: ok, key: "k" });
    await office.press(inSlack(sam), card("AL-1"), "classify", {
      typed: { ...ok, class: "false-alarm" },
      key: "k",
    });
    await office.press(inSlack(sam), card("AL-1"), "classify", { typed: { ...ok, class: "false-alarm" } });
    expect((await office.record("AL-1")).filter((one) => one === "alert-classified")).toHaveLength(1);
  });
  test("on the button of an alert that has become graver since is not the answer to what it is now", async () => {
    await office.submit(inSlack(rob));
    await office.hear(inSlack(bob), "approve BG-1");
    await tells(5, signIn(4), signIn(4.5, { country: "FR" }));
    const stale = card("AL-1"); // Sev 1
    expect(stale.view.severity).toBe(1);
    await tells(
      6,
      signIn(4.2, { account: first.id, outcome: "failed", code: "50126", ip: "198.51.100.1", country: "RU" }),
    );
    expect(card("AL-1").view.severity).toBe(0);
    for (const caller of [inSlack(sam), inTeams(sam)])
      expect(await office.press(caller, stale, "acknowledge")).toContain("Look at the card as it is now");
    expect(await office.record("AL-1")).not.toContain("alert-acknowledged");
    expect(await office.press(inSlack(sam), card("AL-1"), "acknowledge")).toContain("you have it");
  });

  test("on such a button that classifies is none either; typed words mean the alert as it is", async () => {
    await tells(2, signIn(1, { outcome: "failed", code: "50126" }));
    const stale = card("AL-1");
    await tells(3, ...[1.1, 1.2, 1.3, 1.4].map((at) => signIn(at, { outcome: "failed", code: "50126" })));
    expect(card("AL-1").view.severity).toBe(1);
    const typed = { class: "false-alarm", note: "Somebody mistyped it" };
    expect(await office.press(inSlack(sam), stale, "classify", { typed })).toContain("as it is now");
    expect(await office.hear(inSlack(sam), "classify AL-1 false-alarm Somebody mistyped it")).toContain(
      "AL-1",
    );
  });
});
