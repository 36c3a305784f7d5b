// What every source of Entra's rows promises, whatever lies under it: held against the stand-in, with the real clients.
import fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { EntraLog, Look } from "../../src/core/ports/entra.ts";
import type { Row } from "../../src/core/sign-in/row.ts";
import type {
  EntraFault,
  EntraPart,
  EntraStandIn,
  NewSignIn,
  TableName,
} from "../../src/sandbox/entra/types.ts";
import { ada, bob, first, second } from "./cast.ts";

export type Opened = {
  entra: EntraStandIn;
  log: EntraLog;
  /** The clock of the stand-in and of the reader. */
  now: () => Temporal.Instant;
  advance: (seconds: number) => void;
};

export type Source = {
  part: Exclude<EntraPart, "login">;
  /** Whether it tells sign-ins that no person made. */
  nonInteractive: boolean;
  /** What it says of each fault of its own. */
  faults: Readonly<Partial<Record<EntraFault, RegExp>>>;
};

export const exclusionGroup = "00000000-0000-4000-8000-000000000801";
const somePolicy = "00000000-0000-4000-8000-000000000701";
const home = { ip: "198.51.100.7", country: "DE", city: "Berlin" };
const byAda = { id: ada.id, name: "ada@contoso.com", ip: "198.51.100.9" };
const minute = 60;
const hour = 60 * minute;
/** Milliseconds that a look may take in these tests, and that it may take to end. */
const patience = 2_000;
const soonAfter = 750;

type Seen = Extract<Look, { type: "seen" }>;

export function entraLogContract(source: Source, open: () => Promise<Opened>): void {
  let opened: Opened;
  let began: Temporal.Instant;
  /** Microsoft's libraries are loaded at the first look, which takes its time on a busy machine. */
  beforeAll(async () => {
    const { entra, log, now } = await open();
    await log.look(now(), AbortSignal.timeout(20_000));
    await entra.stop();
  });
  beforeEach(async () => {
    opened = await open();
    began = opened.now();
  });
  afterEach(() => opened.entra.stop());

  const signIn = (more: Partial<NewSignIn> = {}) =>
    opened.entra.signIn({ account: first.id, result: "success", from: home, ...more });
  /** Somebody else's rows, of both kinds: they move the heartbeat, and nothing else. */
  const somebody = () =>
    [true, false].map((interactive) =>
      opened.entra.signIn({ account: bob.id, result: "success", from: home, interactive }),
    );
  const blindLook = (since = began) => opened.log.look(since, AbortSignal.timeout(patience));

  async function see(since = began): Promise<Seen> {
    opened.advance(1);
    const look = await opened.log.look(since, AbortSignal.timeout(10_000));
    if (look.type === "blind") throw new Error(look.why);
    return look;
  }
  const ids = ({ rows }: Seen) => rows.map(({ id }) => id);

  describe("rows", () => {
    test("a sign-in of an account says who, when, from where, with what, and how it ended", async () => {
      const at = opened.now();
      const id = signIn({ application: "Microsoft Azure CLI", userAgent: "azure-cli/2.80" });
      const { rows } = await see();
      expect(rows).toEqual([
        {
          kind: "sign-in",
          id,
          at: expect.any(Temporal.Instant),
          readable: rows[0]?.readable,
          account: first.id,
          interactive: true,
          outcome: "success",
          code: "0",
          why: rows[0]?.kind === "sign-in" ? rows[0].why : "not told",
          ip: home.ip,
          country: "DE",
          city: "Berlin",
          application: "Microsoft Azure CLI",
          client: expect.stringMatching(/\w/),
          userAgent: "azure-cli/2.80",
        },
      ]);
      expect(apart(rows[0]?.at, at)).toBeLessThanOrEqual(1);
    });

    test("rows of all accounts come, of both kinds, oldest first", async () => {
      const third = opened.entra.change({
        operation: "Update user",
        targets: [first.id],
        by: byAda,
        ago: 60,
      });
      const last = signIn({ account: second.id, ago: 10 });
      const one = signIn({ ago: 3 * hour });
      const two = opened.entra.change({
        operation: "Update user",
        targets: [second.id],
        by: byAda,
        ago: hour,
      });
      const seen = await see();
      expect(ids(seen)).toEqual([one, two, third, last]);
    });

    test("rows of others never come", async () => {
      somebody();
      opened.entra.signIn({ account: bob.id, result: "failure", from: home });
      opened.entra.change({ operation: "Reset user password", targets: [bob.id], by: byAda });
      expect((await see()).rows).toEqual([]);
    });

    test.each([
      [{ result: "success" }, [["success", "0"]]],
      [{ result: "failure" }, [["failed", "50126"]]],
      [{ result: "failure", code: 53003 }, [["failed", "53003"]]],
      [{ result: "mfa-abandoned" }, [["interrupted", "50074"]]],
      [
        { result: "mfa-asked" },
        [
          ["interrupted", "50074"],
          ["success", "0"],
        ],
      ],
    ] as const)("%j is told as it ended", async (more, outcomes) => {
      signIn(more);
      const { rows } = await see();
      expect(rows.map((row) => row.kind === "sign-in" && [row.outcome, row.code])).toEqual(outcomes);
      const [row] = rows;
      if (row?.kind === "sign-in" && row.outcome === "failed") expect(row.why).toMatch(/\w+ \w+/);
    });

    test(`F1: a sign-in that no person made ${source.nonInteractive ? "comes, and says so" : "is not in this source"}`, async () => {
      const id = signIn({ interactive: false });
      const { rows } = await see();
      expect(rows.map((row) => row.kind === "sign-in" && [row.id, row.interactive])).toEqual(
        source.nonInteractive ? [[id, false]] : [],
      );
    });

    test("F6: a change comes when it touches an account or an exclusion group, is an account's own, or concerns policies", async () => {
      const own = { id: second.id, name: second.upn, ip: "203.0.113.5" };
      const { entra } = opened;
      const reset = entra.change({
        operation: "Reset user password",
        targets: [first.id],
        by: byAda,
        properties: ["PasswordProfile"],
        ago: 40,
      });
      const joined = entra.change({
        operation: "Add member to group",
        targets: [bob.id, exclusionGroup],
        by: byAda,
        ago: 30,
      });
      const made = entra.change({
        operation: "Add user",
        targets: [bob.id],
        by: own,
        result: "failure",
        ago: 20,
      });
      const policy = entra.change({
        operation: "Update conditional access policy",
        targets: [somePolicy],
        by: byAda,
        ago: 10,
      });
      const { rows } = await see();
      const facts = rows.map(
        (row) => row.kind === "change" && [row.id, row.operation, row.succeeded, row.touches],
      );
      expect(facts).toEqual([
        [reset, "Reset user password", true, [first.id]],
        [joined, "Add member to group", true, [exclusionGroup]],
        [made, "Add user", false, []],
        [policy, "Update conditional access policy", true, []],
      ]);
      expect(rows[0]).toMatchObject({ properties: ["PasswordProfile"], by: { id: ada.id, ip: byAda.ip } });
      expect(rows[2]).toMatchObject({ by: { id: second.id, ip: own.ip } });
    });
  });

  describe("time", () => {
    test.each([
      ["20 minutes", 20 * minute],
      ["23 hours", 23 * hour],
    ])(
      "F2: a row that is %s late comes in the look after it became readable, not before",
      async (_, late) => {
        const id = signIn({ late });
        somebody();
        let { next, rows } = await see();
        expect(rows).toEqual([]);
        opened.advance(late - 30);
        somebody();
        ({ next, rows } = await see(next));
        expect(rows).toEqual([]);
        opened.advance(30);
        const seen = await see(next);
        expect(ids(seen)).toEqual([id]);
        expect(apart(seen.rows[0]?.at, began)).toBeLessThanOrEqual(1);
      },
    );

    test("`next` never moves backwards, and what was read before may come again", async () => {
      const id = signIn();
      somebody();
      const one = await see();
      expect(isBefore(one.next, began)).toBe(false);
      const two = await see(one.next);
      expect(isBefore(two.next, one.next)).toBe(false);
      expect([[], [id]]).toContainEqual(ids(two));
      const future = opened.now().add({ hours: 400 });
      expect((await see(future)).next).toEqual(future);
    });

    test("after a week without a look, what happened meanwhile is read", async () => {
      const id = signIn();
      opened.advance(7 * 24 * hour);
      somebody();
      expect(ids(await see())).toEqual([id]);
    });

    test("a pipeline that stands still for longer than rows are ever late hides nothing", async () => {
      somebody();
      let { next } = await see();
      const id = signIn({ late: 30 * hour });
      for (const _ of [1, 2, 3]) {
        opened.advance(9 * hour);
        ({ next } = await see(next));
      }
      opened.advance(3 * hour);
      expect(ids(await see(next))).toEqual([id]);
    });

    test("over many looks, whenever they are, no row that can be read is left out, and none of others comes", async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (story) => {
          const { entra } = opened;
          const due = new Map<string, Temporal.Instant>();
          const told = new Set<string>();
          const others: string[] = [];
          let next = opened.now();
          for (const { wait, rows, isBlind } of story) {
            for (const { kind, ago, late } of rows) {
              const at = { ago, late };
              const id =
                kind === "sign-in"
                  ? signIn({ ...at, account: late % 2 ? first.id : second.id })
                  : entra.change({ operation: "Update user", targets: [second.id], by: byAda, ...at });
              due.set(id, opened.now().add({ seconds: late }));
            }
            others.push(...somebody());
            opened.advance(wait);
            entra.fault(source.part, isBlind ? "unavailable" : "none");
            if (isBlind) {
              expect((await blindLook(next)).type).toBe("blind");
              continue;
            }
            const seen = await see(next);
            expect(isBefore(seen.next, next)).toBe(false);
            next = seen.next;
            for (const id of ids(seen)) told.add(id);
            const now = opened.now().subtract({ seconds: 1 }); // `see` let one second pass
            const readable = [...due].filter(([, when]) => !isBefore(now, when)).map(([id]) => id);
            expect(readable.filter((id) => !told.has(id))).toEqual([]);
          }
          entra.fault(source.part, "none");
          opened.advance(24 * hour);
          somebody();
          for (const id of ids(await see(next))) told.add(id);
          expect([...due.keys()].filter((id) => !told.has(id))).toEqual([]);
          expect(others.filter((id) => told.has(id))).toEqual([]);
        }),
        { seed: 20261121, numRuns: 6 },
      );
    }, 60_000);
  });

  describe("the heartbeat", () => {
    test("is when the newest row of anybody became readable", async () => {
      expect((await see()).heartbeat).toBeUndefined();
      somebody();
      const at = opened.now();
      expect(apart((await see()).heartbeat, at)).toBeLessThanOrEqual(1);
      opened.advance(hour);
      expect(apart((await see()).heartbeat, at)).toBeLessThanOrEqual(1);
    });

    test("ceases when the logs are disconnected, though the source answers", async () => {
      somebody();
      const at = opened.now();
      opened.entra.connected(false);
      opened.advance(10 * minute);
      somebody();
      signIn();
      const seen = await see();
      expect(seen.rows).toEqual([]);
      expect(apart(seen.heartbeat, at)).toBeLessThanOrEqual(1);
    });
  });

  describe("the heartbeat of sign-ins alone", () => {
    const signIns: readonly TableName[] = source.nonInteractive
      ? ["SigninLogs", "AADNonInteractiveUserSignInLogs"]
      : ["SigninLogs"];

    test.each(signIns)(
      "ceases when the category of %s alone is switched off, and comes back with it",
      async (table) => {
        somebody();
        const at = opened.now();
        opened.entra.connected(false, table);
        opened.advance(10 * minute);
        somebody();
        opened.entra.change({ operation: "Update user", targets: [bob.id], by: byAda });
        const { heartbeat, next } = await see();
        expect(apart(heartbeat, at)).toBeLessThanOrEqual(1);
        opened.entra.connected(true, table);
        somebody();
        const back = opened.now();
        expect(apart((await see(next)).heartbeat, back)).toBeLessThanOrEqual(1);
      },
    );

    test("rows that come by turns advance it; changes alone do not", async () => {
      somebody();
      let at = opened.now();
      for (const interactive of [true, false, true, false, true, false]) {
        opened.advance(minute);
        opened.entra.signIn({ account: bob.id, result: "success", from: home, interactive });
        await see(at);
      }
      at = opened.now();
      expect(apart((await see()).heartbeat, at)).toBeLessThanOrEqual(2 * minute);
      for (const _ of [1, 2, 3]) {
        opened.advance(10 * minute);
        opened.entra.change({ operation: "Update user", targets: [bob.id], by: byAda });
        expect(apart((await see()).heartbeat, at)).toBeLessThanOrEqual(2 * minute);
      }
    });
  });

  test("a flood comes whole, however many looks it takes: as long as there is more, the next look is at once", async () => {
    const due = Array.from({ length: 1_700 }, () => signIn({ result: "failure" }));
    const told = new Set<string>();
    let seen = await see();
    for (let looks = 1; ; looks += 1) {
      for (const id of ids(seen)) told.add(id);
      if (!seen.more) break;
      expect(looks).toBeLessThan(10);
      seen = await see(seen.next);
    }
    expect(due.filter((id) => !told.has(id))).toEqual([]);
  });

  describe("F11: blindness", () => {
    async function expectBlind(why: RegExp): Promise<void> {
      const start = performance.now();
      const look = await blindLook();
      const took = performance.now() - start;
      expect(look).toEqual({ type: "blind", why: expect.stringMatching(why) });
      expect(took).toBeLessThan(patience + soonAfter);
      const { clientSecret, tenant } = opened.entra.settings;
      expect(JSON.stringify(look)).not.toMatch(new RegExp(`${clientSecret}|${tenant}|Bearer|<html|Trace ID`));
    }
    /** When nothing is wrong any more; a rest that was asked for, and an attempt that is under way, may take a little. */
    async function seesAgain(id: string): Promise<void> {
      await expect
        .poll(
          async () => {
            opened.advance(30);
            const look = await opened.log.look(began, AbortSignal.timeout(10_000));
            return look.type === "seen" && ids(look);
          },
          { timeout: 20_000, interval: 100 },
        )
        .toEqual([id]);
    }

    test.each(Object.entries(source.faults))(
      "%s: it says so in time, and afterwards sees what came meanwhile",
      async (fault, why) => {
        opened.entra.fault(source.part, fault as EntraFault);
        const id = signIn();
        await expectBlind(why);
        await expectBlind(why);
        opened.entra.fault(source.part, "none");
        await seesAgain(id);
      },
      30_000,
    );

    test("a fault that begins after a good look is told too: no old answer and no old token hides it", async () => {
      const id = signIn();
      expect(ids(await see())).toEqual([id]);
      for (const [fault, why] of Object.entries(source.faults)) {
        opened.advance(minute); // a rest that was asked for is over
        opened.entra.fault(source.part, fault as EntraFault);
        await expectBlind(why);
      }
    });

    test.each([
      ["throttled", /no token in time|too often|429/],
      ["unavailable", /503|cannot be reached|no token/],
      ["hanging", /no token in time|does not answer/],
      ["refused", /secret is wrong.*AADSTS7000215/],
      ["cut", /token/],
    ] as const)(
      "the token endpoint %s: it says so in time, and sees afterwards",
      async (fault, why) => {
        opened.entra.fault("login", fault);
        const id = signIn();
        await expectBlind(why);
        opened.entra.fault("login", "none");
        await seesAgain(id);
      },
      40_000,
    );

    test("a dead token endpoint does not blind a reader that holds a token", async () => {
      signIn();
      await see();
      opened.entra.fault("login", "hanging");
      expect((await see()).type).toBe("seen");
    });

    test("an answer that is slow, but in time, is read", async () => {
      const id = signIn();
      opened.entra.delay(300);
      expect(ids(await see())).toEqual([id]);
    });

    test("nobody at the address is said as such", async () => {
      await see();
      await opened.entra.stop();
      await expectBlind(/cannot be reached/);
    });

    test("a signal that is aborted already, or at any moment, ends the look: it never rejects", async () => {
      signIn();
      expect((await opened.log.look(began, AbortSignal.abort())).type).toBe("blind");
      for (const ms of [0, 1, 3, 10, 30]) {
        const look = await opened.log.look(began, AbortSignal.timeout(ms));
        expect(["seen", "blind"]).toContain(look.type);
      }
      await see();
    });
  });
}

/** What happens between two looks. Lateness is Entra's: up to 24 h after it happened. */
const steps = fc.array(
  fc.record({
    wait: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: minute, max: 9 * hour })),
    rows: fc.array(
      fc.record({
        kind: fc.constantFrom<Row["kind"]>("sign-in", "change"),
        ago: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: hour })),
        late: fc.oneof(
          fc.constant(0),
          fc.integer({ min: 0, max: hour }),
          fc.integer({ min: 0, max: 23 * hour }),
        ),
      }),
      { maxLength: 4 },
    ),
    isBlind: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 12, maxLength: 30 },
);

const isBefore = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) < 0;

/** Seconds between two moments. */
const apart = (a: Temporal.Instant | undefined, b: Temporal.Instant): number =>
  a ? Math.abs(a.until(b).total("seconds")) : Number.POSITIVE_INFINITY;
