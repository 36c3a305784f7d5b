// Planned trouble: what goes wrong with the next calls of an operation, and how it looks on the wire.
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { TeamsStandIn } from "./types.ts";
import type { Fault, Operation } from "./wire.ts";

const connectorOperations: readonly Operation[] = [
  "send",
  "reply",
  "update",
  "delete",
  "createConversation",
  "members",
];

export type Faults = TeamsStandIn["faults"] & {
  /** The fault of this call, used up by one. */
  take(operation: Operation): Fault | undefined;
};

export function planFaults(): Faults {
  const planned = new Map<Operation, { fault: Fault; left: number }>();
  const next = (operation: Operation): Fault | undefined => {
    const plan = planned.get(operation);
    if (!plan || plan.left <= 0) return undefined;
    plan.left -= 1;
    return plan.fault;
  };
  return {
    set: (operation, fault) => {
      planned.set(operation, { fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    clear: (operation) => {
      if (operation) planned.delete(operation);
      else planned.clear();
    },
    take: (operation) =>
      next(operation) ?? (connectorOperations.includes(operation) ? next("connector") : undefined),
  };
}

export const isSpoiled = (fault: Fault): boolean =>
  Boolean(fault.hang || fault.reset || fault.status !== undefined || fault.html !== undefined);

/** Answers in the fault's way; returns the status that went out, 0 for none. */
export function spoil(response: ServerResponse, fault: Fault): number {
  if (fault.hang) return 0;
  if (fault.reset) {
    response.destroy();
    return 0;
  }
  const status = fault.status ?? 200;
  const headers: Record<string, string> =
    fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
  if (fault.html !== undefined) {
    response.writeHead(status, { ...headers, "content-type": "text/html" }).end(fault.html);
  } else {
    const error = { code: fault.code ?? "ServiceError", message: "A fault that was asked for." };
    response
      .writeHead(status, { ...headers, "content-type": "application/json; charset=utf-8" })
      .end(JSON.stringify({ error }));
  }
  return status;
}

export const delay = async (fault: Fault | undefined): Promise<void> => {
  if (fault?.latencyMs) await wait(fault.latencyMs);
};
