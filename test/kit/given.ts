// One rule in one sentence: given what happened, when somebody acts, then this follows, or this refusal.
import { expect } from "vitest";
import type { Organisation } from "../../src/core/organisation.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import { act, fold } from "../../src/core/request/act.ts";
import type { RequestCommand } from "../../src/core/request/decide.ts";
import type { RequestEvent } from "../../src/core/request/events.ts";
import { nextDue, owed } from "../../src/core/request/owed.ts";
import type { Request } from "../../src/core/request/state.ts";
import { after, contoso } from "./cast.ts";

export const given = (...events: readonly RequestEvent[]) => givenIn(contoso, ...events);

export const givenIn = (organisation: Organisation, ...events: readonly RequestEvent[]) => ({
  when: (command: RequestCommand) => outcomeOf(command, events, organisation),
  /** Nobody acts; only time passes. */
  at: (minutes: number) => dueAt(minutes, events, organisation),
});

function outcomeOf(command: RequestCommand, events: readonly RequestEvent[], organisation: Organisation) {
  const { first, decision } = act(command, fold(events), organisation);
  return {
    /** Everything that happened, what time owed first. */
    thenHappened(...expected: readonly RequestEvent[]): void {
      expect(decision, "it was refused").not.toHaveProperty("refused");
      expect(plain([...first, ...("events" in decision ? decision.events : [])])).toEqual(plain(expected));
    },
    /** `owedFirst`: what time alone did before, and which stands. */
    thenRefused(why: Refusal, ...owedFirst: readonly RequestEvent[]): void {
      expect(decision).toEqual({ refused: why });
      expect(plain(first)).toEqual(plain(owedFirst));
    },
  };
}

function dueAt(minutes: number, events: readonly RequestEvent[], organisation: Organisation) {
  const request = stateOf(...events);
  const due = owed(request, after(minutes), organisation);
  return {
    thenOwed(...expected: readonly RequestEvent[]): void {
      expect(plain(due)).toEqual(plain(expected));
    },
    thenNextDue(expected: number | undefined): void {
      const left = fold(due, request) ?? request;
      expect(nextDue(left, organisation)?.toString()).toBe(
        expected === undefined ? undefined : after(expected).toString(),
      );
    },
  };
}

/** The request that these events make. */
export function stateOf(...events: readonly RequestEvent[]): Request {
  const request = fold(events);
  if (!request) throw new Error("no request: the events must begin with asked()");
  return request;
}

/** As JSON: moments become text, which a comparison can look into. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
