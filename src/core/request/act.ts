// One command on one request: first what time has already decided, then the command, on what is then true.
import type { Organisation } from "../organisation.ts";
import { type Decision, decide, type RequestCommand } from "./decide.ts";
import type { RequestEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import { owed } from "./owed.ts";
import type { Request } from "./state.ts";

export type Act = { first: readonly RequestEvent[]; decision: Decision };

/** A click one second after the deadline meets an expired request, whether or not the tick came first. */
export function act(command: RequestCommand, request: Request | undefined, organisation: Organisation): Act {
  const first = request ? owed(request, command.at, organisation) : [];
  return { first, decision: decide(command, fold(first, request), organisation.policy) };
}

export const fold = (events: readonly RequestEvent[], request?: Request): Request | undefined =>
  events.reduce<Request | undefined>(evolve, request);
