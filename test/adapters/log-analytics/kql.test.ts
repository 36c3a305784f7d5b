// The .kql files, read by Microsoft's own language service against the documented tables.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heartbeatColumns } from "../../../src/adapters/log-analytics/heartbeat.ts";
import { pageSize } from "../../../src/adapters/log-analytics/page.ts";
import { changeColumns } from "../../../src/adapters/log-analytics/parse-change.ts";
import { signInColumns } from "../../../src/adapters/log-analytics/parse-sign-in.ts";
import { queryText } from "../../../src/adapters/log-analytics/query-text.ts";
import { first, nine } from "../../kit/cast.ts";
import { group } from "./kit.ts";
import { documented, readKql } from "./kusto.ts";

const folder = new URL("../../../src/adapters/log-analytics/", import.meta.url);
const fileOf = (name: string): string => readFileSync(new URL(`${name}.kql`, folder), "utf8");

const queries = [
  { name: "sign-ins", columns: signInColumns, parameters: ["ids", "upns", "since", "pageSize"] },
  { name: "audit", columns: changeColumns, parameters: ["ids", "groups", "since", "pageSize"] },
  { name: "heartbeat", columns: heartbeatColumns, parameters: ["since"] },
] as const;

describe.each(queries)("$name, as a file,", ({ name, columns, parameters }) => {
  test("runs as it stands, against the documented tables", () => {
    expect(readKql(fileOf(name)).wrong).toEqual([]);
  });

  test("returns what is read of it, and nothing else", () => {
    const returned = readKql(fileOf(name)).columns.map((column) => column.split(":")[0]);
    expect(returned).toEqual([...columns]);
  });

  test("begins with what it is for, and with the parameters that are replaced", () => {
    const lines = fileOf(name).split("\n");
    const begin = lines.findIndex((line) => line.startsWith("let "));
    expect(begin).toBeGreaterThan(0);
    expect(lines.slice(0, begin).every((line) => line.startsWith("// "))).toBe(true);
    const block = lines.slice(begin, begin + parameters.length);
    expect(block.map((line) => /^let (\w+) = .+;$/.exec(line)?.[1])).toEqual([...parameters]);
  });

  test("a column that no table has is found out", () => {
    const broken = fileOf(name).replaceAll("TimeGenerated", "TimeGenrated");
    expect(readKql(broken).wrong.join()).toContain("TimeGenrated");
  });

  test("a table that does not exist is an error, not an empty answer", () => {
    expect(fileOf(name)).not.toMatch(/isfuzzy/);
    for (const table of Object.keys(documented).filter((table) => fileOf(name).includes(table))) {
      const { [table]: _, ...rest } = documented;
      expect(readKql(fileOf(name), rest).wrong.join()).toContain(table);
    }
  });
});

test("no column of the union of the sign-in tables comes in two kinds", () => {
  const { columns } = readKql(fileOf("sign-ins"));
  expect(columns.filter((column) => /_(?:dynamic|string):/.test(column))).toEqual([]);
  expect(columns).toContain("DeviceDetail:string");
});

test("F1: non-interactive sign-ins are asked for too", () => {
  expect(fileOf("sign-ins")).toContain("AADNonInteractiveUserSignInLogs");
  expect(fileOf("heartbeat")).toContain("AADNonInteractiveUserSignInLogs");
});

test.each(["sign-ins", "audit"] as const)(
  "%s gives as many rows as it is asked for, the earliest first",
  (name) => {
    expect(fileOf(name)).toContain(`let pageSize = ${pageSize};`);
    expect(fileOf(name).trimEnd().split("\n").at(-1)).toBe("| top pageSize by Ingested asc");
    const query = queryText(name, { pageSize: 50_000 });
    expect(query).toContain("let pageSize = 50000;");
    expect(readKql(query)).toEqual(readKql(fileOf(name)));
  },
);

describe("real values in place of the examples", () => {
  const values = { ids: [first.id], upns: [first.upn], since: nine };

  test("stand where the examples stood, and the query still runs", () => {
    const query = queryText("sign-ins", values);
    expect(query).toContain(`let ids = dynamic(["${first.id}"]);`);
    expect(query).toContain(`let upns = dynamic(["${first.upn}"]);`);
    expect(query).toContain("let since = datetime(2026-11-21T09:00:00Z);");
    expect(query).not.toContain("00aa00aa");
    expect(readKql(query).wrong).toEqual([]);
    expect(readKql(queryText("audit", { ids: [first.id], groups: [group], since: nine })).wrong).toEqual([]);
    expect(readKql(queryText("heartbeat", { since: nine })).wrong).toEqual([]);
  });

  test("no account and no group is a query too", () => {
    expect(readKql(queryText("audit", { ids: [], groups: [], since: nine })).wrong).toEqual([]);
  });

  test("a moment has no more digits than Kusto reads, and is never rounded up past a row", () => {
    const since = Temporal.Instant.from("2026-11-21T09:00:00.999999999Z");
    expect(queryText("heartbeat", { since })).toContain("datetime(2026-11-21T09:00:00.999Z)");
  });

  test("a parameter that the file does not have is a defect, said at once", () => {
    expect(() => queryText("heartbeat", { ids: [] })).toThrow("heartbeat.kql has no parameter ids");
  });

  test("a quote in a name ends no text and begins no query", () => {
    const upn = `o'brien"]); SigninLogs | take 1; let x = dynamic(["@contoso.com`;
    const query = queryText("sign-ins", { ...values, upns: [upn] });
    expect(listIn(query, "upns")).toEqual([upn]);
    expect(readKql(query)).toEqual(readKql(fileOf("sign-ins")));
  });

  test("whatever a name holds, the query reads the same name and returns the same columns", () => {
    const { columns } = readKql(fileOf("sign-ins"));
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (upns) => {
        const query = queryText("sign-ins", { ...values, upns });
        expect(listIn(query, "upns")).toEqual(upns);
        expect(readKql(query)).toEqual({ wrong: [], columns });
      }),
      { numRuns: 25 },
    );
  });
});

const listIn = (query: string, name: string): unknown =>
  JSON.parse(new RegExp(`^let ${name} = dynamic\\((.*)\\);$`, "m").exec(query)?.[1] ?? "null");
