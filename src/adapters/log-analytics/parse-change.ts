// A row of audit.kql, as the core reads it.
import { parseGuid } from "../../core/ids.ts";
import type { Change } from "../../core/sign-in/row.ts";
import { list, moment, object, rowId, text } from "./cell.ts";
import { cellsOf, places, type Table } from "./table.ts";
import { createNamed, type Watched } from "./watched.ts";

/** What audit.kql returns, and all that is read of it. */
export const changeColumns = [
  "Ingested",
  "TimeGenerated",
  "ActivityDateTime",
  "Id",
  "OperationName",
  "Result",
  "InitiatedBy",
  "TargetResources",
] as const;

/** Longest texts that are kept, and how many names of properties. */
const most = { word: 200, name: 320, ip: 64, properties: 50 };

/** `seenAt` stands in for a row that has no moment at all. */
export function parseChanges(table: Table, watched: Watched, seenAt: Temporal.Instant): Change[] {
  const at = places(table.columns, changeColumns);
  const namedIn = createNamed(watched);

  return table.rows.map((row): Change => {
    const cells = cellsOf(row);
    const readable = moment(cells[at.Ingested]);
    const targets = cells[at.TargetResources];
    return {
      kind: "change",
      id: rowId(cells[at.Id], row),
      at: moment(cells[at.ActivityDateTime]) ?? moment(cells[at.TimeGenerated]) ?? readable ?? seenAt,
      readable,
      operation: text(cells[at.OperationName], most.word) ?? "unnamed",
      succeeded: successes.get(text(cells[at.Result], most.word)?.toLowerCase() ?? ""),
      touches: namedIn(typeof targets === "string" ? targets : (JSON.stringify(targets) ?? "")),
      properties: propertiesOf(targets),
      by: actor(cells[at.InitiatedBy]),
    };
  });
}

/** A time-out may or may not have changed something. */
const successes: ReadonlyMap<string, boolean> = new Map([
  ["success", true],
  ["failure", false],
]);

function propertiesOf(targets: unknown): string[] {
  const names = new Set<string>();
  for (const target of list(targets))
    for (const property of list(object(target)["modifiedProperties"])) {
      const name = text(object(property)["displayName"], most.word);
      if (name !== undefined && names.size < most.properties) names.add(name);
    }
  return [...names];
}

function actor(cell: unknown): Change["by"] {
  const { user, app } = object(cell);
  const person = object(user);
  const program = object(app);
  const id =
    text(person["id"], most.name) ??
    text(program["servicePrincipalId"], most.name) ??
    text(program["appId"], most.name);
  return {
    id: id === undefined ? undefined : (parseGuid(id) ?? id),
    name:
      text(person["userPrincipalName"], most.name) ??
      text(person["displayName"], most.name) ??
      text(program["displayName"], most.name) ??
      text(program["servicePrincipalName"], most.name),
    ip: text(person["ipAddress"], most.ip),
  };
}
