// The alerts as they lie in the database: what happened to each, and which rows of Entra's log they tell of.
import { onRecord, query } from "./aside.ts";

export type AlertOnRecord = { id: string; events: readonly AlertEventOnRecord[] };
type AlertEventOnRecord = {
  type: string;
  at: string;
  subject?: { kind: string; since?: string; why?: string; verdict?: string };
  rows?: readonly { id: string }[];
};

/** In the order of their numbers, in which there may be gaps. */
export async function alertsOnRecord(beside: { store: string }): Promise<AlertOnRecord[]> {
  const streams = await query(beside, "select id from stream where prefix = 'AL-' order by number");
  const found: AlertOnRecord[] = [];
  for (const { id } of streams) {
    const events = (await onRecord(beside, String(id))) as unknown as AlertEventOnRecord[];
    found.push({ id: String(id), events });
  }
  return found;
}

/** Ids of the rows, each as often as it was told. */
export const rowsTold = (alerts: readonly AlertOnRecord[]): string[] =>
  alerts
    .flatMap(({ events }) => events)
    .flatMap(({ type, rows = [] }) => (type === "sign-ins-seen" ? rows.map(({ id }) => id) : []));

/** Alerts about the watch itself, not about rows. */
export const blindness = (alerts: readonly AlertOnRecord[]): AlertOnRecord[] =>
  alerts.filter(({ events }) => events[0]?.subject?.kind === "blind");
