// One user as Microsoft Graph v1.0 tells it: what $select names, or a few properties that do not hold the password's age.
import { type Answer, ok } from "./answer.ts";
import type { Users } from "./users.ts";

export type Refuse = (status: number, code: string, message: string) => Answer;

/** What Graph tells of its own accord, as far as the stand-in has it. */
const usual = ["id", "displayName", "userPrincipalName"];

/** `whom`: an object id. */
export function graphUser(whom: string, query: URLSearchParams, users: Users, refuse: Refuse): Answer {
  for (const option of query.keys()) {
    if (option !== "$select")
      return refuse(400, "BadRequest", `Query option '${option}' is not allowed here.`);
  }
  const id = whom.toLowerCase();
  if (!users.knows(id)) {
    return refuse(
      404,
      "Request_ResourceNotFound",
      `Resource '${whom}' does not exist or one of its queried reference-property objects are not present.`,
    );
  }
  const { label, upn } = users.find(id);
  const user: Readonly<Record<string, unknown>> = {
    id,
    displayName: label,
    userPrincipalName: upn,
    accountEnabled: true,
    lastPasswordChangeDateTime: new Date(users.passwordChangedAt(id)).toISOString().replace(/\.\d+/, ""),
  };
  const names = query.get("$select")?.split(",") ?? usual;
  const unknown = names.find((name) => !Object.hasOwn(user, name));
  if (unknown !== undefined) {
    return refuse(
      400,
      "BadRequest",
      `Could not find a property named '${unknown}' on type 'microsoft.graph.user'.`,
    );
  }
  const context = query.has("$select") ? `users(${names.join(",")})` : "users";
  return ok({
    "@odata.context": `https://graph.microsoft.com/v1.0/$metadata#${context}/$entity`,
    ...Object.fromEntries(names.map((name) => [name, user[name]])),
  });
}
