// Blindness that somebody wants unsaid: a poisoned row, a switched source, a node that dies at the wrong moment.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookOnce } from "../../src/bots/watch.ts";
import type { EntraLog } from "../../src/core/ports/entra.ts";
import type { Store } from "../../src/core/ports/store.ts";
import type { Row } from "../../src/core/sign-in/row.ts";
import { signIn } from "../core/sign-in/kit.ts";
import { after, contoso, second } from "../kit/cast.ts";
import { createEntra } from "../kit/entra.ts";
import { type Office, openOffice } from "../kit/office.ts";

const watch = { source: "log-analytics", every: 30, heartbeat: 1_200, exclusionGroups: [] } as const;
const never = new AbortController().signal;

let office: Office;
beforeEach(async () => {
  office = await openOffice({ ...contoso, watch });
});
afterEach(() => office.close());

async function tells(minute: number, ...rows: readonly Row[]) {
  office.at(minute);
  office.entra.tells(rows, after(minute));
  return office.look();
}
const alerts = async () => {
  const found: string[] = [];
  for (let n = 1; n < 30; n++) {
    const [raised] = await office.store.read(`AL-${n}`);
    if (raised?.event.type === "alert-raised") found.push(raised.event.subject.kind);
  }
  return found;
};

describe("a row that cannot be put on record", () => {
  test.each(["0001-01-01T00:00:00Z", "2010-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])(
    "a row dated %s is told, and so are the others",
    async (at) => {
      await tells(0);
      await tells(0.5, signIn(0.1, { at: Temporal.Instant.from(at) }), signIn(0.2));
      expect(await alerts()).toEqual(["sign-in", "sign-in"]);
    },
  );

  test("holds up nothing that happened at another time", async () => {
    await tells(0);
    const absurd = signIn(0.1, { at: Temporal.Instant.fromEpochMilliseconds(8_640_000_000_000_000) });
    await tells(0.5, absurd, signIn(0.2));
    expect(await alerts()).toEqual(["sign-in"]);
  });

  const refusing = (): Store => ({
    ...office.store,
    append: async (append) => {
      if (append.takes?.includes("sign-in/poison")) throw new Error("the database refuses this row");
      return office.store.append(append);
    },
  });

  test("F11: is blindness, and is said", async () => {
    await tells(0);
    const parts = { ...office.parts, store: refusing(), watch, entraLog: office.entra.log };
    let sight: unknown;
    for (const minute of [0.5, 1, 1.5, 2, 2.5]) {
      office.at(minute);
      office.entra.tells(
        [signIn(0.1, { id: "poison" }), signIn(0.2, { account: second.id, id: "good" })],
        after(minute),
      );
      sight = await lookOnce(parts, never);
    }
    expect(sight).toMatchObject({ blind: { cause: "unreadable" } });
    expect((await alerts()).toSorted()).toEqual(["blind", "sign-in"]);
  });
});

describe("a node that dies", () => {
  test("right after it noted how far it came still has it said that nobody looked", async () => {
    await tells(0);
    office.at(120);
    office.entra.tells([signIn(60)], after(120));
    const dying: Store = {
      ...office.store,
      async remember(place, record) {
        await office.store.remember(place, record);
        throw new Error("killed");
      },
    };
    await lookOnce({ ...office.parts, store: dying, watch, entraLog: office.entra.log }, never).catch(
      () => undefined,
    );
    await tells(120.5);
    expect(await alerts()).toContain("blind");
  });

  test("while another takes the number of the alert: it is said all the same", async () => {
    await tells(0);
    office.at(120);
    office.entra.tells([], after(120));
    let first = true;
    const racing: Store = {
      ...office.store,
      async append(append) {
        if (first && append.stream.startsWith("AL-")) {
          first = false;
          return { type: "conflict" };
        }
        return office.store.append(append);
      },
    };
    await lookOnce({ ...office.parts, store: racing, watch, entraLog: office.entra.log }, never);
    await tells(120.5);
    expect(await alerts()).toContain("blind");
  });
});

describe("another source", () => {
  const graph = (rows: readonly Row[] = []): { log: EntraLog; asked: Temporal.Instant[] } => {
    const entra = createEntra();
    entra.tells(rows, after(180));
    return { log: { ...entra.log, source: "graph" }, asked: entra.asked };
  };
  test("goes on where the one before it ended, and the time between is said", async () => {
    await tells(0);
    const { log, asked } = graph([signIn(90)]);
    office.at(180);
    await lookOnce({ ...office.parts, watch: { ...watch, source: "graph" }, entraLog: log }, never);
    expect(asked[0]).toEqual(after(0));
    expect(await alerts()).toContain("blind");
  });
  test("that was used long ago is not said to have been blind since", async () => {
    const { log } = graph();
    const parts = { ...office.parts, watch: { ...watch, source: "graph" as const }, entraLog: log };
    await lookOnce(parts, never);
    for (let minute = 1; minute <= 180; minute++) await tells(minute);
    const before = await alerts();
    office.at(180.5);
    await lookOnce(parts, never);
    expect(await alerts()).toEqual(before);
  });
  test("ends the blindness of the one that is not read any more", async () => {
    await tells(0);
    office.entra.fails("503");
    office.at(5);
    await office.look();
    expect(await alerts()).toEqual(["blind"]);
    const { log } = graph();
    office.at(6);
    await lookOnce({ ...office.parts, watch: { ...watch, source: "graph" }, entraLog: log }, never);
    expect(await office.record("AL-1")).toContain("sight-regained");
  });
});
