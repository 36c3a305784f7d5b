// Microsoft Graph v1.0: the two audit log endpoints, with the query options that they document, and one user by id.
import { randomUUID } from "node:crypto";
import { type Answer, ok } from "./answer.ts";
import { throttled } from "./faults.ts";
import { graphUser, type Refuse } from "./graph-user.ts";
import type { GraphList, Log } from "./log.ts";
import type { Login } from "./login.ts";
import { type Filterable, InvalidFilter, readFilter } from "./odata.ts";
import type { EntraFault } from "./types.ts";
import type { Users } from "./users.ts";

export type Graph = {
  /** `path`: behind `/graph/`. */
  get(path: string, query: URLSearchParams, authorization: string | undefined, fault: EntraFault): Answer;
};
type Options = {
  log: Log;
  login: Login;
  users: Users;
  /** What a token must be for: one of these. */
  resources: () => readonly string[];
  /** Of the logs; users may be asked for far more often. */
  wait: () => number | undefined;
  origin: () => string;
  clock: () => number;
};

/** Default and most of a page. */
const pageSize = 1000;
const text = { operators: ["eq"] };
const moment = { operators: ["eq", "ge", "le"], date: true } as const;
/** learn.microsoft.com/graph/api/resources/signin and …/directoryaudit: what "supports $filter", and how. */
const lists: Readonly<Record<GraphList, { date: string; filterable: Filterable }>> = {
  signIns: {
    date: "createdDateTime",
    filterable: {
      createdDateTime: moment,
      id: text,
      userId: text,
      userPrincipalName: text,
      userDisplayName: text,
      appId: text,
      appDisplayName: text,
      ipAddress: text,
      clientAppUsed: text,
      correlationId: text,
      conditionalAccessStatus: text,
      "status/errorCode": text,
      "location/city": text,
      "location/countryOrRegion": text,
      riskState: text,
      riskLevelDuringSignIn: text,
    },
  },
  directoryAudits: {
    date: "activityDateTime",
    filterable: {
      activityDateTime: moment,
      id: text,
      activityDisplayName: text,
      correlationId: text,
      loggedByService: text,
      "initiatedBy/user/id": text,
      "initiatedBy/user/userPrincipalName": text,
      "initiatedBy/app/appId": text,
      "targetResources/items/id": text,
      "targetResources/items/displayName": text,
    },
  },
};
const options = ["$filter", "$top", "$orderby", "$select", "$skiptoken"];

export function openGraph({ log, login, users, resources, wait, origin, clock }: Options): Graph {
  const refuse: Refuse = (status, code, message) => ({
    status,
    body: {
      error: {
        code,
        message,
        innerError: {
          date: new Date(clock()).toISOString().slice(0, 19),
          "request-id": randomUUID(),
          "client-request-id": randomUUID(),
        },
      },
    },
  });
  const bad = (message: string) => refuse(400, "BadRequest", message);
  const denied = (message: string) => refuse(401, "InvalidAuthenticationToken", message);
  const forbidden = () =>
    refuse(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
  const tooMany = () =>
    refuse(
      429,
      "UnknownError",
      "This request is throttled. Please try again after the value specified in the Retry-After header.",
    ).body;

  function list(name: GraphList, query: URLSearchParams): Answer {
    const { date, filterable } = lists[name];
    for (const option of query.keys()) {
      if (!options.includes(option)) return bad(`Query option '${option}' is not allowed.`);
    }
    const top = Number(query.get("$top") ?? pageSize);
    if (!Number.isInteger(top) || top < 1 || top > pageSize)
      return bad(
        `Invalid page size specified: '${query.get("$top")}'. Must be between 1 and ${pageSize} inclusive.`,
      );
    const order = new RegExp(`^${date}(?: (asc|desc))?$`).exec(query.get("$orderby") ?? `${date} desc`);
    if (!order) return bad(`Invalid $orderby: '${query.get("$orderby")}'.`);
    const turn = order[1] === "desc" ? -1 : 1;

    const filter = query.get("$filter");
    const matches = filter === null ? () => true : readFilter(filter, filterable);
    const rows = log
      .graph(name)
      .filter(({ body }) => matches(body))
      .toSorted((a, b) => turn * (a.at - b.at || (a.id < b.id ? -1 : 1)));
    const token = query.get("$skiptoken");
    const before =
      token === null ? -1 : rows.findIndex(({ id }) => id === Buffer.from(token, "base64url").toString());
    if (token !== null && before < 0) return bad("Skip token is null or invalid.");
    const page = rows.slice(before + 1, before + 1 + top);

    const names = query.get("$select")?.split(",");
    const value = page.map(({ body }) => (names ? select(body, names) : body));
    const last = page.at(-1);
    const more = before + 1 + top < rows.length && last !== undefined;
    const next = new URLSearchParams(query);
    if (last) next.set("$skiptoken", Buffer.from(last.id).toString("base64url"));
    return ok({
      "@odata.context": `https://graph.microsoft.com/v1.0/$metadata#auditLogs/${name}`,
      ...(more && { "@odata.nextLink": `${origin()}/graph/v1.0/auditLogs/${name}?${next}` }),
      value,
    });
  }

  return {
    get: (path, query, authorization, fault) => {
      if (fault === "refused") return denied("Lifetime validation failed, the token is expired.");
      if (fault === "throttled") return throttled(tooMany());
      const access = login.check(authorization, resources());
      if (access === "none") return denied("Access token is empty.");
      if (access === "invalid") return denied("Access token validation failure.");
      if (access === "foreign") return denied("Access token validation failure. Invalid audience.");
      const whom = /^v1\.0\/users\/([^/]+)$/i.exec(path)?.[1];
      if (whom)
        return login.allows(authorization, "User.Read.All")
          ? graphUser(whom, query, users, refuse)
          : forbidden();
      const name = /^v1\.0\/auditLogs\/(signIns|directoryAudits)$/i.exec(path)?.[1]?.toLowerCase();
      if (!name) return bad(`Resource not found for the segment '${path.split("/").at(-1)}'.`);
      if (!login.allows(authorization, "AuditLog.Read.All")) return forbidden();
      const seconds = wait();
      if (seconds !== undefined) return throttled(tooMany(), seconds);
      try {
        return list(name === "signins" ? "signIns" : "directoryAudits", query);
      } catch (error) {
        if (error instanceof InvalidFilter) return bad(error.message);
        throw error;
      }
    },
  };
}

const select = (body: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
