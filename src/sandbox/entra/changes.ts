// A row of the audit log: as Log Analytics keeps it, and as Graph v1.0 tells it.
import { randomUUID } from "node:crypto";
import { type Json, momentText, ticksOfMs, type Value } from "./kql/values.ts";
import type { NewChange } from "./types.ts";
import type { Users } from "./users.ts";

/** What an operation is about, as the two columns of the log say it. */
const services: readonly [RegExp, { category: string; service: string }][] = [
  [/conditional access|named location/i, { category: "Policy", service: "Conditional Access" }],
  [
    /security info|authentication methods/i,
    { category: "UserManagement", service: "Authentication Methods" },
  ],
  [/FIDO2|passkey|Windows Hello/i, { category: "UserManagement", service: "Device Registration Service" }],
  [/role/i, { category: "RoleManagement", service: "Core Directory" }],
  [/group/i, { category: "GroupManagement", service: "Core Directory" }],
];
const usual = { category: "UserManagement", service: "Core Directory" };

const typeOfUnknown: Readonly<Record<string, string>> = { Policy: "Policy", RoleManagement: "Role" };

export type Change = { id: string; at: number; cells: Record<string, Value>; graph: object };

export function newChange(
  row: NewChange,
  users: Users,
  ids: { workspace: string; tenant: string },
  now: number,
): Change {
  const at = now - (row.ago ?? 0) * 1000;
  const { operation, by, properties = [], result = "success" } = row;
  const { category, service } = services.find(([sign]) => sign.test(operation))?.[1] ?? usual;
  const correlationId = randomUUID();
  const id = `${category === "Policy" ? "Policy" : "Directory"}_${correlationId}_${randomUUID().slice(0, 5).toUpperCase()}_${at}`;
  const moment = ticksOfMs(at) + BigInt(id.charCodeAt(10));
  const targets = row.targets.map((target, index): Json => {
    const user = users.knows(target) ? users.find(target) : undefined;
    return {
      id: target,
      displayName: user?.label ?? null,
      type: user ? "User" : (typeOfUnknown[category] ?? "Group"),
      userPrincipalName: user?.upn ?? null,
      groupType: user || category !== "GroupManagement" ? null : "azureAD",
      modifiedProperties: (index === 0 ? properties : []).map((displayName) => ({
        displayName,
        oldValue: "[]",
        newValue: '["changed in the practice tenant"]',
      })),
    };
  });
  const actor = {
    id: by.id,
    displayName: null,
    userPrincipalName: users.knows(by.id) ? users.find(by.id).upn : by.name,
    ipAddress: by.ip,
  };
  const operationType = /^(add|create|delete|remove|update)/i.exec(operation)?.[0] ?? "Update";
  return {
    id,
    at,
    cells: {
      TimeGenerated: moment,
      ActivityDateTime: moment,
      ActivityDisplayName: operation,
      OperationName: operation,
      AADOperationType: operationType,
      Category: category,
      LoggedByService: service,
      Result: result,
      ResultReason: "",
      ResultDescription: "",
      ResultSignature: "None",
      InitiatedBy: { user: { ...actor, roles: [] } },
      TargetResources: targets,
      AdditionalDetails: [],
      CorrelationId: correlationId,
      Id: id,
      Identity: by.name,
      AADTenantId: ids.tenant,
      TenantId: ids.workspace,
      SourceSystem: "Azure AD",
      Type: "AuditLogs",
      Level: "4",
      OperationVersion: "1.0",
      DurationMs: 0,
    },
    graph: {
      id,
      category,
      correlationId,
      result,
      resultReason: "",
      activityDisplayName: operation,
      activityDateTime: momentText(moment),
      loggedByService: service,
      operationType,
      initiatedBy: { app: null, user: actor },
      targetResources: targets,
      additionalDetails: [],
    },
  };
}
