// Azure Monitor, as far as it wakes the bot: its alert rule finds something and calls the webhook. It brings no rows.
import { randomUUID } from "node:crypto";

/**
 * Rejects with a sentence when the bot does not take it. `url`: of the webhook, with its secret. `now`: milliseconds
 * since 1970.
 */
export async function fireAlert(url: string, now = Date.now()): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(alert(now)),
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new Error("The bot does not answer Azure Monitor.", { cause: error });
  });
  await response.body?.cancel();
  if (response.status !== 202) throw new Error(`The bot answers Azure Monitor with ${response.status}.`);
}

/** The common alert schema, as a log alert rule posts it. */
const alert = (now: number) => ({
  schemaId: "azureMonitorCommonAlertSchema",
  data: {
    essentials: {
      alertId: `/subscriptions/${randomUUID()}/providers/Microsoft.AlertsManagement/alerts/${randomUUID()}`,
      alertRule: "Emergency account was used",
      severity: "Sev0",
      signalType: "Log",
      monitorCondition: "Fired",
      monitoringService: "Log Alerts V2",
      firedDateTime: new Date(now).toISOString(),
      essentialsVersion: "1.0",
      alertContextVersion: "1.0",
    },
    alertContext: {},
  },
});
