// The alerts as they lie in the database: what happened to each, and which rows of Entra's log they tell of.
import { onRecord } from "./aside.ts";

export type AlertOnRecord = { id: string; events: readonly AlertEventOnRecord[] };
type AlertEventOnRecord = {
  type: string;
  at: string;
  subject?: { kind: string; since?: string; why?: string; verdict?: string };
  rows?: readonly { id: string }[];
};

/** Their numbers have no gaps. */
export async function alertsOnRecord(beside: { store: string }): Promise<AlertOnRecord[]> {
  const found: AlertOnRecord[] = [];
  for (let number = 1; ; number++) {
    const id = `AL-${number}`;
    const events = (await onRecord(beside, id)) as unknown as AlertEventOnRecord[];
    if (events.length === 0) return found;
    found.push({ id, events });
  }
}

/** Ids of the rows, each as often as it was told. */
export const rowsTold = (alerts: readonly AlertOnRecord[]): string[] =>
  alerts
    .flatMap(({ events }) => events)
    .flatMap(({ type, rows = [] }) => (type === "sign-ins-seen" ? rows.map(({ id }) => id) : []));

/** Alerts about the watch itself, not about rows. */
export const blindness = (alerts: readonly AlertOnRecord[]): AlertOnRecord[] =>
  alerts.filter(({ events }) => events[0]?.subject?.kind === "blind");
