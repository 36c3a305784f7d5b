// A table as the query API answers it: cells are found by the name of their column, never by its place.

export type Table = { columns: readonly string[]; rows: readonly unknown[] };

/** Where each of these columns stands; a missing one stands where no cell is. */
export function places<Name extends string>(
  columns: readonly string[],
  names: readonly Name[],
): Readonly<Record<Name, number>> {
  const found = names.map((name) => {
    const place = columns.indexOf(name);
    return [name, place === -1 ? columns.length : place] as const;
  });
  return Object.fromEntries(found) as Record<Name, number>;
}

const noCells: readonly unknown[] = [];

export const cellsOf = (row: unknown): readonly unknown[] => (Array.isArray(row) ? row : noCells);
