// Microsoft's own reading of KQL, against the tables as they are documented: what is wrong, and what comes back.
import { createRequire } from "node:module";
import { sample } from "./kit.ts";

type List<Item> = { Count: number; getItem(index: number): Item };
type Column = { Name: string; Type: { Name: string } };
type Code = {
  GetDiagnostics(): List<{ Severity: string; Message: string }>;
  ResultType: { Columns: List<Column> };
};
type TableSymbol = { WithName(name: string): TableSymbol };
type Globals = { WithDatabase(database: object): Globals };
/** The package's own types are one global namespace that its main file does not export. */
type Language = {
  GlobalState: { Default: Globals };
  KustoCode: { ParseAndAnalyze(query: string, globals: Globals): Code };
  Symbols: {
    TableSymbol: { From(schema: string): TableSymbol };
    DatabaseSymbol: { ctor: new (name: string, tables: readonly TableSymbol[]) => object };
  };
};
export type Tables = Readonly<Record<string, Readonly<Record<string, string>>>>;

const load = createRequire(import.meta.url);
load("@kusto/language-service-next/bridge.min.js");
load("@kusto/language-service-next");
const language = (globalThis as unknown as { Kusto: { Language: Language } }).Kusto.Language;

export const documented = sample("kusto/tables.json") as Tables;

const items = <Item>(list: List<Item>): Item[] =>
  Array.from({ length: list.Count }, (_, index) => list.getItem(index));

/** `columns`: `name:type`, in their order. */
export function readKql(query: string, tables: Tables = documented): { wrong: string[]; columns: string[] } {
  const { Symbols, GlobalState, KustoCode } = language;
  const symbols = Object.entries(tables).map(([name, columns]) => {
    const schema = Object.entries(columns).map(([column, type]) => `${column}: ${type}`);
    return Symbols.TableSymbol.From(`(${schema.join(", ")})`).WithName(name);
  });
  const database = new Symbols.DatabaseSymbol.ctor("workspace", symbols);
  const code = KustoCode.ParseAndAnalyze(query, GlobalState.Default.WithDatabase(database));
  return {
    wrong: items(code.GetDiagnostics())
      .filter(({ Severity }) => Severity !== "Information" && Severity !== "Hidden")
      .map(({ Severity, Message }) => `${Severity}: ${Message}`),
    columns: items(code.ResultType.Columns).map(({ Name, Type }) => `${Name}:${Type.Name}`),
  };
}
