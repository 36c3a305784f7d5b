// Many clicks in the same instant, from several processes: one thing happens, and everybody is told the truth.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Organisation, Person } from "../../src/core/organisation.ts";
import type { Answer } from "../../src/core/ports/desk.ts";
import { change } from "../core/sign-in/kit.ts";
import { ada, after, alice, bob, carol, contoso, first, people, rob, second, tina } from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

const crowd: Person[] = Array.from({ length: 20 }, (_, n) => ({
  ...bob,
  id: `00000000-0000-4000-8000-0000000005${String(n).padStart(2, "0")}` as Person["id"],
  objectIds: [`00000000-0000-4000-8000-0000000005${String(n).padStart(2, "0")}`],
  name: `Approver ${n}`,
  slack: `U0CROWD${n}`,
  roles: ["approver", "responder"],
}));
const crowded: Organisation = { ...contoso, people: [...people, ...crowd] };

let office: Office;
beforeEach(async () => {
  office = await openOffice(crowded);
});
afterEach(() => office.close());

const text = (answer: Answer) => (answer.type === "view" ? readView(answer.view) : answer.type);

/** Each click comes to a process of its own, all at once. */
const atOnce = (clicks: readonly [Person, string][]) =>
  Promise.all(
    clicks.map(async ([person, words], index) => {
      const desk = office.another();
      const caller = index % 2 === 0 ? inSlack(person) : inTeams(person);
      return text(await desk.hear({ caller, key: office.newKey(), wish: desk.understand(words) }));
    }),
  );

test("B1: twenty approvals at once: granted once, and every loser hears who was first", async () => {
  await office.submit(inSlack(alice));
  const answers = await atOnce(crowd.map((person) => [person, "approve BG-1"]));
  const events = (await office.store.read("BG-1")).map(({ event }) => event);
  expect(events.filter(({ type }) => type === "granted")).toHaveLength(1);
  expect(events.filter(({ type }) => type === "approved")).toHaveLength(1);
  expect(await office.record("refused:BG-1")).toHaveLength(19);

  const winner = events.find((event) => event.type === "approved")?.by;
  const name = crowd.find(({ id }) => id === winner)?.name;
  expect(answers.filter((answer) => answer.startsWith("BG-1: approved"))).toHaveLength(1);
  expect(
    answers.filter((answer) => answer.includes(`BG-1 is approved already, by ${name}, at`)),
  ).toHaveLength(19);
});

test("B1: with two needed, two of twenty open it, and the others come too late", async () => {
  await office.submit(inSlack(alice), { account: second.id });
  await atOnce([...crowd, carol].map((person) => [person, "approve BG-1"]));
  const types = await office.record("BG-1");
  expect(types.filter((type) => type === "granted")).toHaveLength(1);
  const granted = (await office.store.read("BG-1")).slice(0, types.indexOf("granted"));
  const voices = granted.flatMap(({ event }) => (event.type === "approved" ? [event.by] : []));
  expect(voices).toContain(carol.id);
  expect(new Set(voices).size).toBe(voices.length);
});

test("B3: approve, deny, withdraw and declare in the same instant: one outcome, the rest refused and on record", async () => {
  for (let round = 1; round <= 10; round++) {
    const id = `BG-${round}`;
    await office.submit(inSlack(alice));
    const clicks: [Person, string][] = [
      [bob, `approve ${id}`],
      [carol, `deny ${id} I am against this`],
      [alice, `withdraw ${id}`],
      [alice, `declare ${id} it cannot wait any more`],
      [tina, `approve ${id}`],
    ];
    await atOnce([...clicks.slice(round % 5), ...clicks.slice(0, round % 5)]);
    const types = await office.record(id);
    const answered = types.filter((type) => ["granted", "denied", "withdrawn", "declared"].includes(type));
    expect(answered).toHaveLength(1);
    expect(types.filter((type) => type === "refused")).toHaveLength(4);
    await office.hear(inSlack(alice), `end ${id}`);
  }
});

test("B3: an approval in the instant of the expiry: one of the two, whoever comes first", async () => {
  await office.submit(inSlack(alice));
  office.at(30);
  await Promise.all([office.tick(), office.hear(inSlack(bob), "approve BG-1"), office.tick()]);
  const types = await office.record("BG-1");
  expect(types.filter((type) => type === "expired")).toHaveLength(1);
  expect(types).not.toContain("granted");
});

describe("asking at once", () => {
  test("B12: the same person, ten times, for the same account: one request, and every other answer names it", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => office.submit(n % 2 === 0 ? inSlack(alice) : inTeams(alice))),
    );
    expect(answers.filter((answer) => answer.startsWith("BG-1: asked"))).toHaveLength(1);
    expect(
      answers.filter((answer) => answer.includes("You have asked for this account already: BG-1")),
    ).toHaveLength(9);
    expect(await office.store.nextNumber("BG-")).toBe(2);
  });

  test("B12: one person for two accounts: two requests", async () => {
    const answers = await Promise.all([
      office.submit(inSlack(alice)),
      office.submit(inTeams(alice), { account: second.id }),
    ]);
    expect(answers.toSorted().map((answer) => answer.slice(0, 11))).toEqual(["BG-1: asked", "BG-2: asked"]);
  });

  test("twenty different people: twenty requests, each with its own number, none refused for another's", async () => {
    const answers = await Promise.all(crowd.map((person) => office.submit(inSlack(person))));
    const numbers = answers.map((answer) => /^(BG-\d+): asked/.exec(answer)?.[1]);
    expect(new Set(numbers).size).toBe(20);
    expect(numbers).not.toContain(undefined);
  });

  test("a number that another took between look and write is not told as one's own", async () => {
    const slow = office.another({
      ...office.store,
      async nextNumber(prefix) {
        const number = await office.store.nextNumber(prefix);
        if (number === 1) await office.submit(inSlack(rob)); // somebody was faster
        return number;
      },
    });
    const typed = {
      account: second.id,
      failure: "other",
      reason: "Everybody is locked out",
      minutes: "60",
    };
    const answer = await slow.hear({ caller: inSlack(alice), key: "x", submitted: "request", typed });
    expect(text(answer)).toContain("BG-2: asked");
    expect(await office.record("BG-1")).toEqual(["requested"]);
  });

  test("asked and declared at once: one request, declared or told", async () => {
    const answers = await Promise.all([
      office.submit(inSlack(alice)),
      office.submit(inTeams(alice), {}, "declare"),
    ]);
    const types = await office.record("BG-1");
    expect(types.filter((type) => type === "declared")).toHaveLength(1);
    expect(types.filter((type) => type === "requested")).toHaveLength(1);
    expect(await office.record("BG-2")).toEqual([]);
    expect(answers.some((answer) => answer.includes("BG-1: declared"))).toBe(true);
  });
});

describe("what is owed changes between look and write", () => {
  /** Another node, on which this happens once it has looked. */
  function late(meanwhile: () => Promise<unknown>) {
    let happens: typeof meanwhile | undefined = meanwhile;
    return office.another({
      ...office.store,
      async nextNumber(prefix) {
        const once = happens;
        happens = undefined;
        await once?.();
        return office.store.nextNumber(prefix);
      },
    });
  }
  const suspicion = (who: Person, note: string) => ({
    caller: inSlack(who),
    key: office.newKey(),
    submitted: "suspect" as const,
    typed: { account: first.id, note },
  });
  beforeEach(() => office.become({ ...crowded, accounts: [first] }));

  test("a rotation that is closed meanwhile is not joined: a new one is opened, and closed in its turn", async () => {
    await office.desk.hear(suspicion(rob, "The seal was broken"));
    office.at(20);
    office.entra.tells([change(15, "Reset user password")], after(20));
    await office.look();
    await office.keep();
    const closed = ["rotation-opened", "rotation-proved", "rotation-confirmed"];
    const slow = late(() => office.hear(inSlack(ada), "confirm RO-1"));
    await slow.hear(suspicion(alice, "So was the new one"));
    expect(await office.record("RO-1")).toEqual(closed);
    expect(await office.record("RO-2")).toEqual(["rotation-opened"]);
    expect(await office.store.live("RO-")).toEqual(["RO-2"]);

    office.at(40);
    office.entra.tells([change(35, "Reset user password", { id: "again" })], after(40));
    await office.look();
    await office.keep();
    await office.hear(inSlack(ada), "confirm RO-2");
    expect(await office.record("RO-2")).toEqual(closed);
    expect(await office.store.live("RO-")).toEqual([]);
  });

  test("a drill that is started meanwhile is not moved, and whoever wanted it hears why", async () => {
    await office.hear(inSlack(ada), "drill now");
    const slow = late(() => office.hear(inSlack(ada), "drill start DR-1"));
    const wish = slow.understand("drill schedule 2026-12-01");
    const answer = await slow.hear({ caller: inTeams(ada), key: office.newKey(), wish });
    expect(await office.record("DR-1")).toEqual(["drill-scheduled", "drill-started"]);
    expect(answer).toMatchObject({ view: { title: "Nothing was done" } });
  });
});
