// The rows of the tenant's logs, and from when on each can be read. What comes while the logs are disconnected is lost.
import { type Row, type Table, ticksOfMs, type Value } from "./kql/values.ts";
import { allTables, tableColumns } from "./tables.ts";
import type { LoggedRow, TableName } from "./types.ts";

export type GraphList = "signIns" | "directoryAudits";
type NewRow = {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  table: TableName;
  cells: Readonly<Record<string, Value>>;
  graph?: { list: GraphList; body: object };
  /** Said on the page; a row without it is background, of which only the newest are kept. */
  text?: string;
};
type Kept = NewRow & { readableAt: number; row: Row };

export type Log = {
  /** `late`: seconds until it can be read. */
  add(row: NewRow, late?: number): void;
  /** Without `table`: all of them. */
  connect(on: boolean, table?: TableName): void;
  /** All of them. */
  isConnected(): boolean;
  /** What can be read now. */
  tables(only: readonly TableName[]): ReadonlyMap<string, Table>;
  /** What can be read now, in no order. */
  graph(list: GraphList): readonly { at: number; id: string; body: object }[];
  logged(): readonly LoggedRow[];
  stop(): void;
};

const mostRows = 20_000;
const mostBackground = 100;

/** `changed`: a row that has a text can be read from now on. */
export function openLog(clock: () => number, changed: () => void): Log {
  const made: Kept[] = [];
  const background: Kept[] = [];
  const page: LoggedRow[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const off = new Set<TableName>();
  let arrived = 0;
  const readable = () => {
    const now = clock();
    return [...background, ...made].filter(({ readableAt }) => readableAt <= now);
  };
  const keep = <T>(rows: T[], row: T, most: number) => {
    rows.push(row);
    if (rows.length > most) rows.shift();
  };

  return {
    add: (row, late = 0) => {
      const readableAt = clock() + late * 1000;
      const { id, at, text, table } = row;
      const connected = !off.has(table);
      if (text !== undefined) {
        const iso = (ms: number) => new Date(ms).toISOString();
        const entry = { id, at: iso(at), readableAt: connected ? iso(readableAt) : undefined, text };
        keep(page, entry, mostRows);
      }
      if (connected) {
        arrived += 1; // finer than a millisecond, so that two rows are seldom ingested at once
        const ingested = ticksOfMs(readableAt) + BigInt(arrived % 10_000);
        const kept = { ...row, readableAt, row: { ingested, cells: row.cells } };
        if (text === undefined) keep(background, kept, mostBackground);
        else keep(made, kept, mostRows);
      }
      if (text === undefined) return;
      changed();
      if (late <= 0 || !connected) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        changed();
      }, late * 1000);
      timers.add(timer.unref());
    },
    connect: (on, table) => {
      for (const each of table ? [table] : allTables) {
        if (on) off.delete(each);
        else off.add(each);
      }
    },
    isConnected: () => off.size === 0,
    tables: (only) => {
      const rows = Map.groupBy(readable(), ({ table }) => table);
      return new Map(
        only.map((name) => [
          name,
          { columns: tableColumns[name], rows: (rows.get(name) ?? []).map(({ row }) => row) },
        ]),
      );
    },
    graph: (list) =>
      readable().flatMap(({ at, id, graph }) => (graph?.list === list ? [{ at, id, body: graph.body }] : [])),
    logged: () => page.toReversed(),
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
