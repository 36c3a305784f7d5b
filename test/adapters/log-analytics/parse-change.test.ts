// Audit rows of Log Analytics: real ones, broken ones, and any at all.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeColumns, parseChanges } from "../../../src/adapters/log-analytics/parse-change.ts";
import type { Change } from "../../../src/core/sign-in/row.ts";
import { ada, after, first, nine, second } from "../../kit/cast.ts";
import { group, sample, watched } from "./kit.ts";

const columns: readonly string[] = changeColumns;
type Cells = Readonly<Record<string, unknown>>;

function parse(cells: Cells): Change {
  const row = columns.map((name) => cells[name]);
  return parseChanges({ columns, rows: [row] }, watched, after(10))[0] as Change;
}

const target = (more: object = {}) => ({ id: first.id.toUpperCase(), type: "User", ...more });
const property = (displayName: unknown, newValue?: unknown) => ({ displayName, oldValue: null, newValue });
const by = {
  user: { id: ada.id.toUpperCase(), userPrincipalName: "ada@contoso.com", ipAddress: "198.51.100.9" },
};

const whole: Cells = {
  Ingested: new Date("2026-11-21T09:04:00Z"),
  TimeGenerated: new Date("2026-11-21T09:00:30Z"),
  ActivityDateTime: new Date("2026-11-21T09:00:00Z"),
  Id: "Directory_1",
  OperationName: "Reset user password",
  Result: "success",
  InitiatedBy: JSON.stringify(by),
  TargetResources: JSON.stringify([target({ modifiedProperties: [property("PasswordProfile")] })]),
};
const withCells = (cells: Cells): Change => parse({ ...whole, ...cells });

describe("a whole row", () => {
  test("F6: tells what was changed on which account, and who did it", () => {
    expect(parse(whole)).toEqual({
      kind: "change",
      id: "Directory_1",
      at: nine,
      readable: after(4),
      operation: "Reset user password",
      succeeded: true,
      touches: [first.id],
      properties: ["PasswordProfile"],
      by: { id: ada.id, name: "ada@contoso.com", ip: "198.51.100.9" },
    });
  });

  test("what an app did is told by the app's name", () => {
    const app = { app: { displayName: "Sync", servicePrincipalId: "sp-1", appId: "app-1" }, user: null };
    expect(withCells({ InitiatedBy: app }).by).toEqual({ id: "sp-1", name: "Sync", ip: undefined });
  });

  test("events of real rules are told with what they say", () => {
    const events = sample("log-analytics/audit-events.json") as {
      log: { operationName?: string; properties: Cells };
    }[];
    const rows = events.map(({ log: { operationName, properties } }) =>
      parse({
        Id: properties["id"],
        ActivityDateTime: properties["activityDateTime"],
        OperationName: properties["operationName"] ?? operationName ?? properties["activityDisplayName"],
        Result: properties["result"],
        InitiatedBy: properties["initiatedBy"],
        TargetResources: properties["targetResources"],
      }),
    );
    expect(rows[0]).toMatchObject({
      id: "IPCGraph_123456789",
      operation: "Update conditional access policy",
      at: Temporal.Instant.from("2024-11-27T03:31:26.708Z"),
      succeeded: true,
      touches: [],
      properties: ["ConditionalAccessPolicy"],
      by: { id: "123456789b", name: "denethor@lotr.com", ip: "1.2.3.4" },
    });
    expect(rows[1]).toMatchObject({
      id: "PIM_123415",
      at: Temporal.Instant.from("2024-12-16T16:32:16.087Z"), // a moment without a zone
      properties: expect.arrayContaining(["RoleDefinitionOriginType", "TemplateId"]),
    });
    expect(rows).toHaveLength(4);
  });
});

describe("what it touches", () => {
  test("a group's row touches the group and its new member, a policy's row those it leaves out, wherever they stand", () => {
    const policy = JSON.stringify({
      conditions: { users: { excludeUsers: [second.id], excludeGroups: [group] } },
    });
    const TargetResources = [
      { id: "policy", modifiedProperties: [property("ConditionalAccessPolicy", policy)] },
    ];
    expect(withCells({ TargetResources }).touches).toEqual([second.id, group]);
    expect(withCells({ TargetResources: JSON.stringify(TargetResources) }).touches).toEqual([
      second.id,
      group,
    ]);
  });

  test("the ids of others are not told", () => {
    expect(withCells({ TargetResources: [{ id: ada.id }] }).touches).toEqual([]);
  });

  test("a property is named once, and only so many are", () => {
    const modifiedProperties = [...Array(200).keys()].flatMap((n) => [property(`P${n}`), property(`P${n}`)]);
    const { properties } = withCells({ TargetResources: [target({ modifiedProperties })] });
    expect(properties).toHaveLength(50);
    expect(new Set(properties).size).toBe(50);
  });
});

describe("whatever comes", () => {
  test.each([
    ["success", true],
    ["Failure", false],
    ["timeout", undefined],
    ["", undefined],
    [null, undefined],
    ["__proto__", undefined],
  ])("result %j: succeeded is %j", (Result, succeeded) => {
    expect(withCells({ Result }).succeeded).toBe(succeeded);
  });

  test("a row that says nothing is told as unnamed", () => {
    expect(parse({})).toMatchObject({
      operation: "unnamed",
      at: after(10),
      touches: [],
      by: { id: undefined, name: undefined, ip: undefined },
    });
  });

  test("a column that is missing takes only its own word away", () => {
    for (const missing of changeColumns) {
      const names = changeColumns.filter((name) => name !== missing);
      const [row] = parseChanges({ columns: names, rows: [names.map((name) => whole[name])] }, watched, nine);
      expect(row?.kind).toBe("change");
      if (missing !== "TargetResources") expect(row?.touches).toEqual([first.id]);
    }
  });

  test("any JSON in any cell, or in the place of a row, is still a row with an id and a moment", () => {
    const odd = fc.jsonValue({ maxDepth: 3 });
    const targets = fc.array(
      fc.oneof(
        odd,
        fc.record({ id: odd, modifiedProperties: fc.oneof(odd, fc.array(fc.record({ displayName: odd }))) }),
      ),
    );
    const cell = fc.oneof(
      odd,
      fc.json(),
      targets,
      targets.map((value) => JSON.stringify(value)),
    );
    const row = fc.oneof(
      { weight: 9, arbitrary: fc.array(cell, { maxLength: 10 }) },
      { weight: 1, arbitrary: cell },
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
        const parsed = parseChanges({ columns, rows }, watched, nine);
        expect(parsed).toHaveLength(rows.length);
        for (const { id, at, operation } of parsed) {
          expect([id, operation]).not.toContain("");
          expect(at).toBeInstanceOf(Temporal.Instant);
        }
      }),
      { numRuns: 200 },
    );
  });
});
