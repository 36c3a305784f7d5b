// A directoryAudit of Graph v1.0, as the core reads it.
import { z } from "zod";
import { parseGuid } from "../../core/ids.ts";
import type { Change } from "../../core/sign-in/row.ts";
import { list, moment, object, rowId, text } from "./lenient.ts";
import type { Watched } from "./questions.ts";

/** Longest texts that are kept, and how many names of properties. */
const most = { word: 200, name: 320, ip: 64, properties: 50 };
const word = text(most.word);
const name = text(most.name);

const schema = object({
  id: z.unknown().optional(),
  activityDateTime: moment,
  activityDisplayName: word,
  operationType: word,
  category: word,
  loggedByService: word,
  result: word,
  initiatedBy: object({
    user: object({ id: name, displayName: name, userPrincipalName: name, ipAddress: text(most.ip) }),
    app: object({ appId: name, displayName: name, servicePrincipalId: name, servicePrincipalName: name }),
  }),
  targetResources: z.unknown().optional(),
});

/** `modifiedProperties` of a target, whether it is a list, one object, or its JSON. */
const targetSchema = object({ modifiedProperties: list });
const propertySchema = object({ displayName: word });

/** Undefined: it clearly concerns neither the accounts nor what lets them in. */
export function parseChange(raw: unknown, watched: Watched, now: Temporal.Instant): Change | undefined {
  const row = schema.parse(raw);
  const touches = named(row.targetResources, watched);
  const by = actor(row.initiatedBy);
  const isOurs = touches.length > 0 || watched.accounts.some(({ id }) => id === by.id);
  const tells = Boolean(row.targetResources && row.loggedByService);
  if (!isOurs && tells && !isPolicy(row.loggedByService, row.category)) return undefined;
  return {
    kind: "change",
    id: rowId(row.id, raw),
    at: row.activityDateTime ?? now,
    readable: undefined,
    operation: row.activityDisplayName ?? row.operationType ?? row.category ?? "unnamed",
    succeeded: successes.get(row.result?.toLowerCase() ?? ""),
    touches,
    properties: propertiesOf(row.targetResources),
    by,
  };
}

/** A time-out may or may not have changed something. */
const successes: ReadonlyMap<string, boolean> = new Map([
  ["success", true],
  ["failure", false],
]);

const isPolicy = (service: string | undefined, category: string | undefined): boolean =>
  service?.toLowerCase() === "conditional access" || category?.toLowerCase() === "policy";

/** Anywhere in the targets: a policy names those it leaves out in the text of a changed property. */
function named(targets: unknown, { accounts, exclusionGroups }: Watched): string[] {
  const words = JSON.stringify(targets ?? "").toLowerCase();
  return [...accounts.map(({ id }) => id), ...exclusionGroups].filter((id) => words.includes(id));
}

function propertiesOf(targets: unknown): string[] {
  const names = list
    .parse(targets)
    .flatMap((target) => targetSchema.parse(target).modifiedProperties)
    .map((property) => propertySchema.parse(property).displayName)
    .filter((property) => property !== undefined);
  return [...new Set(names)].slice(0, most.properties);
}

function actor({ user, app }: z.output<typeof schema>["initiatedBy"]): Change["by"] {
  const id = user.id ?? app.servicePrincipalId ?? app.appId;
  return {
    id: id && (parseGuid(id) ?? id),
    name: user.userPrincipalName ?? user.displayName ?? app.displayName ?? app.servicePrincipalName,
    ip: user.ipAddress,
  };
}
