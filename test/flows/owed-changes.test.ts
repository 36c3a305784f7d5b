// The configuration changes while something is open: people leave, accounts go, parts and deadlines are others. What is
// on record stays, can still be finished, and is neither doubled nor forgotten.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { PersonId } from "../../src/core/ids.ts";
import type { Organisation, Person } from "../../src/core/organisation.ts";
import { change } from "../core/sign-in/kit.ts";
import {
  ada,
  after,
  alice,
  audrey,
  carol,
  contoso,
  dave,
  erin,
  first,
  people,
  sam,
  second,
  tina,
} from "../kit/cast.ts";
import { inSlack, inTeams } from "../kit/chat.ts";
import { type Office, openOffice } from "../kit/office.ts";
import { countOf, drill, drillDay, everything, leaves, type Step, use } from "../kit/owed-story.ts";

const day = 1_440;
const ofNewcomer = "00000000-0000-4000-8000-000000000042";
const chief: Person = { ...carol, name: "Chief", roles: ["admin"] };
const organisation: Organisation = {
  ...contoso,
  accounts: [first],
  people: [...leaves(carol, people), chief],
};
const newcomer: Person = {
  ...tina,
  id: ofNewcomer as PersonId,
  objectIds: [ofNewcomer],
  name: "Nina",
  slack: "U0NINA",
};
const without = (person: Person): Organisation => ({
  ...organisation,
  people: leaves(person, organisation.people),
});

let office: Office;
beforeEach(async () => {
  office = await openOffice(organisation);
  await everything(office);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await office.close();
});

async function play(steps: readonly Step[]): Promise<void> {
  for (const { minute, does } of steps) {
    office.at(minute);
    await does(office, office.newKey());
    await everything(office);
  }
}
async function goOn(minute: number): Promise<void> {
  office.at(minute);
  await everything(office);
  await everything(office);
}
const run = (announced: boolean, until: string) => {
  const story = drill(announced);
  const names = [
    "seen",
    "scheduled",
    "now",
    "started",
    "witnessed",
    "asked",
    "approved",
    "A",
    "B",
    "in",
    "ack",
    "ended",
    "changed",
  ];
  return story.slice(0, names.indexOf(until) + 1);
};

describe("an account goes from the configuration, and comes back", () => {
  const asks = [
    "accounts",
    "calendar",
    "drills",
    "status",
    "status BG-1",
    "status RO-1",
    "status DR-1",
    "review BG-1",
    "alerts",
  ];

  test.each([
    ["with an open window", use.slice(0, 4)],
    ["with an open rotation and review", use.slice(0, 6)],
    ["with a drill that is scheduled", run(true, "scheduled")],
    ["with a drill under way", run(true, "in")],
  ])("%s", async (_, steps) => {
    const error = vi.spyOn(office.parts.log, "error");
    await play(steps);
    await office.deliver();
    const minute = steps.at(-1)?.minute ?? 0;
    office.become({ ...organisation, accounts: [second] });
    for (const days of [0, 10]) {
      await goOn(minute + days * day);
      await office.deliver();
      for (const person of [alice, dave, sam, ada]) {
        for (const text of asks) await office.hear(inSlack(person), text);
        await office.desk.home(inTeams(person));
      }
    }
    office.become(organisation);
    await goOn(minute + 11 * day);
    expect((await office.store.live("RO-")).length).toBeLessThanOrEqual(1);
    expect((await office.store.live("DR-")).length).toBeLessThanOrEqual(1);
    expect(await countOf(office, "rotation-opened")).toBeLessThanOrEqual(1);
    expect(error.mock.calls, "drawn, answered, followed, kept and ticked").toEqual([]);
  });
});

describe("somebody leaves", () => {
  test("who leads a drill: it goes on with those who are left, and is not moved", async () => {
    await play(run(true, "changed"));
    office.become(without(ada));
    office.at(drillDay + 33);
    await everything(office);
    expect(await office.record("RO-1")).toContain("rotation-joined");
    await play([
      {
        minute: drillDay + 34,
        does: async () =>
          office.entra.tells([change(drillDay + 34, "Reset user password")], after(drillDay + 35)),
      },
      { minute: drillDay + 36, does: () => office.look() },
    ]);
    await office.hear(inSlack(dave), "confirm RO-1");
    await everything(office);
    expect(await office.hear(inSlack(ada), "drill tick DR-1 doc")).not.toContain("DR-1");
    for (const step of ["people-reviewed", "doc", "people-t", "task", "no-personal", "two", "safes"])
      await office.hear(inSlack(chief), `drill tick DR-1 ${step}`);
    await office.hear(inTeams(audrey), "drill sign-off DR-1 it went well without Ada");
    const told = await office.record("DR-1");
    expect(told).toContain("drill-finished");
    expect(told.filter((type) => type === "drill-moved")).toHaveLength(1); // `drill now`
    expect(await countOf(office, "drill-scheduled")).toBe(1);
  });

  test("who witnesses it: another admin may say that it failed", async () => {
    await play(run(false, "in"));
    office.become(without(audrey));
    office.at(drillDay + 30);
    await everything(office);
    await office.hear(inSlack(chief), "drill fail DR-1 the witness has left the company");
    await everything(office);
    expect(await office.record("DR-1")).toContain("drill-failed");
    expect(await office.record("BG-1")).toContain("drill-revealed");
  });

  test("who attested a renewal: their word counts no more, and what was changed before they left is no proof", async () => {
    await play(use.slice(0, 6));
    await office.hear(inSlack(dave), "attest RO-1 I set a new password");
    office.become(without(dave));
    await goOn(60);
    await office.hear(inSlack(erin), "attest RO-1 I was there when Dave did it");
    expect(await office.store.live("RO-")).toEqual(["RO-1"]);
    office.directorySays({ type: "seen", passwordChangedAt: after(55) });
    await goOn(70);
    expect(await office.record("RO-1")).not.toContain("rotation-proved");
    office.directorySays({ type: "seen", passwordChangedAt: after(75) });
    await goOn(80);
    await office.hear(inSlack(erin), "confirm RO-1");
    expect(await office.store.live("RO-")).toEqual([]);
  });

  test("and comes back, and leaves again, while the rotation is open: it is one reason", async () => {
    for (const [minute, now] of [without(erin), organisation, without(erin), organisation].entries()) {
      office.become(now);
      await goOn(minute + 1);
    }
    expect(await office.record("RO-1")).toEqual(["rotation-opened"]);
    expect(await office.store.live("DR-")).toEqual(["DR-1"]);
  });

  test("or comes, and one of two nodes has not read the new file yet: nobody left", async () => {
    const [one, other] = [
      await openOffice(organisation, office.store),
      await openOffice(organisation, office.store),
    ];
    await other.keep();
    one.become({ ...organisation, people: [...organisation.people, newcomer] });
    for (let turn = 0; turn < 3; turn++) {
      await one.keep();
      await other.keep();
    }
    expect(await office.store.live("")).toEqual([]);
    one.become(organisation);
    await one.keep();
    expect(await office.record("RO-1")).toEqual(["rotation-opened"]);
  });
});

describe("the parts of a credential are others than when the account was asked for", () => {
  const [a, b] = first.custody.parts;
  const renamed = [a, b].flatMap((part) =>
    part ? [{ ...part, name: part.name.replace("envelope", "cover") }] : [],
  );
  const cut = { ...first, custody: { ...first.custody, parts: renamed } };

  test("renamed between two releases: the drill sees its custody opened, and nobody is taken to have left", async () => {
    await play(run(true, "A"));
    office.become({ ...organisation, accounts: [cut] });
    expect(await office.hear(inSlack(erin), "release BG-1 envelope B")).toContain("no part of that name");
    await office.hear(inSlack(erin), "release BG-1 cover B");
    await goOn(drillDay + 9);
    await office.deliver();
    expect(await office.record("BG-1")).toEqual(expect.arrayContaining(["released", "refused"]));
    const seen = (await office.store.read("DR-1")).flatMap(({ event }) =>
      event.type === "milestone-seen" ? [event.milestone] : [],
    );
    expect(seen).toContain("custody-opened");
    expect(await reasonsOf("RO-1")).not.toContain("staff-change");
  });

  test("kept by somebody else now: who kept it before has left it", async () => {
    office.become({ ...organisation, accounts: [keptBy(tina)] });
    await goOn(1);
    expect(await reasonsOf("RO-1")).toEqual(["staff-change"]);
    expect(await office.record("DR-1")).toEqual(["drill-scheduled"]);
  });

  const keptBy = (person: Person) => ({
    ...first,
    custody: {
      ...first.custody,
      parts: first.custody.parts.map((part) => ({ ...part, custodians: [dave.id, person.id] })),
    },
  });
  const reasonsOf = async (stream: string) =>
    (await office.store.read(stream)).flatMap(({ event }) =>
      "reason" in event && typeof event.reason === "object" ? [event.reason.kind] : [],
    );
});
