// Sign-in rows of Log Analytics: real ones, broken ones, and any at all.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSignIns, signInColumns } from "../../../src/adapters/log-analytics/parse-sign-in.ts";
import type { SignIn } from "../../../src/core/sign-in/row.ts";
import { after, first, nine, second } from "../../kit/cast.ts";
import { rowsOf, sample, seen, stage, watched } from "./kit.ts";

type Answer = { tables: [{ columns: { name: string }[]; rows: unknown[][] }] };

const whole: Readonly<Record<string, unknown>> = {
  Ingested: new Date("2026-11-21T09:04:00Z"),
  TimeGenerated: new Date("2026-11-21T09:00:30Z"),
  CreatedDateTime: new Date("2026-11-21T09:00:00Z"),
  Id: "cfb68155-70f5-4e28-b046-0a3a7086c401",
  IsInteractive: true,
  UserId: first.id,
  UserPrincipalName: first.upn,
  AlternateSignInName: "",
  SignInIdentifier: "",
  ResultType: "0",
  ResultDescription: "",
  IPAddress: "198.51.100.7",
  Location: "DE",
  LocationDetails: '{"city":"Berlin","countryOrRegion":"DE"}',
  DeviceDetail: '{"browser":"Edge 131.0.0","operatingSystem":"Windows10"}',
  ClientAppUsed: "Browser",
  AppDisplayName: "Azure Portal",
  UserAgent: "Mozilla/5.0",
};

const columns: readonly string[] = signInColumns;

function parse(cells: Readonly<Record<string, unknown>>): SignIn {
  const row = columns.map((name) => cells[name]);
  return parseSignIns({ columns, rows: [row] }, watched, after(10))[0] as SignIn;
}
const withCells = (cells: Readonly<Record<string, unknown>>): SignIn => parse({ ...whole, ...cells });

describe("a whole row", () => {
  test("tells all that the core asks", () => {
    expect(parse(whole)).toEqual({
      kind: "sign-in",
      id: "cfb68155-70f5-4e28-b046-0a3a7086c401",
      at: nine,
      readable: after(4),
      account: first.id,
      interactive: true,
      outcome: "success",
      code: "0",
      why: undefined,
      ip: "198.51.100.7",
      country: "DE",
      city: "Berlin",
      application: "Azure Portal",
      client: "Edge 131.0.0",
      userAgent: "Mozilla/5.0",
    });
  });

  test("real rows of a real tenant are told with what they say", () => {
    const { tables } = sample("log-analytics/sign-ins.query-response.json") as Answer;
    const names = tables[0].columns.map(({ name }) => name);
    const adele = { id: "9b117c67-170e-4aed-9702-658b3fddc889", upn: "adelev@m365x816222.onmicrosoft.com" };
    const table = { columns: names, rows: tables[0].rows };
    const rows = parseSignIns(table, { accounts: [adele], exclusionGroups: [] }, nine);

    const count = (outcome: SignIn["outcome"]) => rows.filter((row) => row.outcome === outcome).length;
    expect(rows).toHaveLength(30);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(30);
    expect(new Set(rows.map(({ account }) => account))).toEqual(new Set([adele.id]));
    expect([count("success"), count("interrupted"), count("failed")]).toEqual([28, 1, 1]);
    expect(rows[0]).toMatchObject({
      id: "cfb68155-70f5-4e28-b046-0a3a7086c401",
      at: Temporal.Instant.from("2021-04-28T14:08:45.221Z"),
      readable: undefined,
      interactive: true,
      ip: "175.45.176.99",
      country: "IL",
      city: "Azor",
      application: "Azure Portal",
      client: "Edge 90.0.818",
    });
  });

  test("the client's own reading of the answer changes nothing", async () => {
    const cells = { ...whole, Ingested: "2026-11-21T09:04:00Z", CreatedDateTime: "2026-11-21T09:00:00Z" };
    const { log } = stage(rowsOf({ "sign-ins": [cells] }));
    const { rows } = await seen(log.look(nine, AbortSignal.timeout(5_000)));
    expect(rows).toEqual([parse(whole)]);
  });
});

describe("whose it is", () => {
  test("F3: a renamed account is known by its object id, in any case", () => {
    const id = "abcdefab-cdef-4abc-8def-abcdefabcdef";
    for (const [listed, logged] of [
      [id, id.toUpperCase()],
      [id.toUpperCase(), id],
    ]) {
      const row = columns.map(
        (name) => ({ ...whole, UserId: logged, UserPrincipalName: "new@contoso.com" })[name],
      );
      const accounts = [{ id: `${listed}`, upn: "old@contoso.com" }];
      const [parsed] = parseSignIns({ columns, rows: [row] }, { accounts, exclusionGroups: [] }, nine);
      expect(parsed?.account).toBe(id);
    }
  });

  test("a mistyped or unknown name has no object id: any of the names tells, in any case", () => {
    const nobody = { UserId: "00000000-0000-0000-0000-000000000000", UserPrincipalName: "" };
    for (const name of ["UserPrincipalName", "AlternateSignInName", "SignInIdentifier"])
      expect(withCells({ ...nobody, [name]: second.upn.toUpperCase() }).account).toBe(second.id);
  });

  test("the object id counts more than the name", () => {
    expect(withCells({ UserPrincipalName: second.upn }).account).toBe(first.id);
  });

  test("a row that no longer says whose it is is told all the same", () => {
    expect(withCells({ UserId: null, UserPrincipalName: null })).toMatchObject({
      account: undefined,
      outcome: "success",
    });
  });
});

describe("what came of it", () => {
  test.each([
    ["0", "success"],
    [0, "success"],
    ["50140", "interrupted"],
    ["50074", "interrupted"],
    ["50126", "failed"],
    [53003, "failed"],
    ["", "interrupted"],
    [null, "interrupted"],
    ["new kind", "interrupted"],
    [{ code: 0 }, "interrupted"],
  ] as const)("F5: result %j is %s", (ResultType, outcome) => {
    expect(withCells({ ResultType }).outcome).toBe(outcome);
  });
});

describe("cells of another kind", () => {
  test("text where JSON was expected and JSON where text was expected say the same", () => {
    const dynamic = { city: "Berlin", countryOrRegion: "DE" };
    expect(withCells({ LocationDetails: dynamic }).city).toBe("Berlin");
    expect(withCells({ LocationDetails: JSON.stringify(dynamic) }).city).toBe("Berlin");
    expect(withCells({ IsInteractive: "false" }).interactive).toBe(false);
    expect(withCells({ CreatedDateTime: "2026-11-21T09:00:00.0000000Z" }).at).toEqual(nine);
  });

  test("the country is two letters, from wherever they stand", () => {
    expect(withCells({ Location: "us" }).country).toBe("US");
    expect(withCells({ Location: "" }).country).toBe("DE");
    expect(withCells({ Location: "Germany", LocationDetails: "{}" }).country).toBeUndefined();
  });

  test("an older client is told by its protocol", () => {
    expect(withCells({ DeviceDetail: '{"browser":""}', ClientAppUsed: "IMAP4" }).client).toBe("IMAP4");
  });

  test("the client reads an empty moment as 1970: then the next best counts", () => {
    const empty = new Date(0);
    expect(withCells({ CreatedDateTime: empty }).at).toEqual(after(0.5));
    expect(withCells({ CreatedDateTime: empty, TimeGenerated: empty }).at).toEqual(after(4));
    const none = withCells({ CreatedDateTime: empty, TimeGenerated: empty, Ingested: empty });
    expect([none.at, none.readable]).toEqual([after(10), undefined]);
  });

  test("a text that its sender made long is cut", () => {
    const userAgent = withCells({ UserAgent: "🦜".repeat(100_000) }).userAgent ?? "";
    expect(userAgent.length).toBeLessThanOrEqual(300);
    expect(userAgent.isWellFormed()).toBe(true);
    expect(userAgent.endsWith("…")).toBe(true);
  });

  test("a row without an id is known again by its text", () => {
    const one = withCells({ Id: null });
    expect(one.id).toMatch(/^sha256-[0-9a-f]{64}$/);
    expect(withCells({ Id: "" }).id).not.toBe(one.id);
    expect(withCells({ Id: null }).id).toBe(one.id);
    expect(withCells({ Id: "x".repeat(10_000) }).id).toMatch(/^sha256-/);
  });
});

describe("whatever comes", () => {
  test("a column that is missing takes only its own word away", () => {
    for (const missing of signInColumns) {
      const names = signInColumns.filter((name) => name !== missing);
      const table = { columns: names, rows: [names.map((name) => whole[name])] };
      const [row] = parseSignIns(table, watched, after(10));
      expect(row).toMatchObject({ kind: "sign-in", account: first.id });
    }
  });

  test("columns in any order, and more of them, say the same", () => {
    const names = ["Agent", ...signInColumns.toReversed()];
    const table = { columns: names, rows: [names.map((name) => whole[name])] };
    expect(parseSignIns(table, watched, after(10))).toEqual([parse(whole)]);
  });

  test("any JSON in any cell, or in the place of a row, is still a row with an id and a moment", () => {
    const cell = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.json({ maxDepth: 3 }),
      fc.string(),
      fc.date({ noInvalidDate: false }),
    );
    const row = fc.oneof(
      { weight: 9, arbitrary: fc.array(cell, { maxLength: 20 }) },
      { weight: 1, arbitrary: cell },
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
        const parsed = parseSignIns({ columns, rows }, watched, nine);
        expect(parsed).toHaveLength(rows.length);
        for (const { id, at } of parsed) {
          expect(id).not.toBe("");
          expect(at).toBeInstanceOf(Temporal.Instant);
        }
      }),
      { numRuns: 200 },
    );
  });
});
