// The rules of an alert: what people do about it, to events or a refusal. Time decides nothing here: it only repeats.
import { type PersonId, parsePersonId } from "../ids.ts";
import type { Refusal } from "../refusal.ts";
import type { Actor } from "../request/decide.ts";
import type { Request } from "../request/state.ts";
import type { AlertEvent, Class } from "./events.ts";
import type { Alert } from "./state.ts";
import { whyNotOnAlert } from "./why-not.ts";

/**
 * `users`: whose doing it may be (see `usersOf`); they have no word in what it was. `about`: how often the alert had
 * become graver when the button was drawn.
 */
export type AlertCommand = { by: Actor; at: Temporal.Instant; users: readonly PersonId[]; about?: number } & (
  | { type: "acknowledge" }
  | { type: "classify"; class: Class; note: string }
  | { type: "close" }
);

export type AlertDecision = { events: readonly AlertEvent[] } | { refused: Refusal };

/** Who asked for the requests that its rows belong to, and who made its changes: ids that the logs know them by. */
export const usersOf = ({ changes }: Alert, requests: readonly Request[]): readonly PersonId[] => [
  ...requests.map(({ requester }) => requester),
  ...changes.flatMap(({ by }) => parsePersonId(by.id ?? "") ?? []),
];

export function decideAlert(command: AlertCommand, alert: Alert | undefined): AlertDecision {
  if (!alert) return { refused: "no-such-alert" };
  const refused = whyNotOnAlert(command, alert);
  if (refused) return { refused };
  const { at } = command;
  const by = command.by.person;
  const acknowledged: AlertEvent = { type: "alert-acknowledged", at, by };
  switch (command.type) {
    case "acknowledge":
      return { events: [acknowledged] };
    case "classify": {
      const classified: AlertEvent = {
        type: "alert-classified",
        at,
        by,
        class: command.class,
        note: command.note,
      };
      return { events: alert.acknowledged ? [classified] : [acknowledged, classified] };
    }
    case "close":
      return { events: [{ type: "alert-closed", at, by }] };
  }
}
