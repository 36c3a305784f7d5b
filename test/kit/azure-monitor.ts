// Azure Monitor's secure webhook, as it calls the bot: an alert in the common schema, with Entra's token.
import { randomUUID } from "node:crypto";
import type { Seeing } from "./surroundings.ts";

type Call = {
  /** Undefined: none. Default: an honest one. */
  token?: string | undefined;
  /** Added to the webhook's address, `/<secret>`. */
  path?: string;
  body?: string;
};

/** An alert that was not told before, unless `alertId` says which. */
export const firedAlert = (alertId = `/subscriptions/s/alerts/${randomUUID()}`): string =>
  JSON.stringify({
    schemaId: "azureMonitorCommonAlertSchema",
    data: {
      essentials: {
        alertId,
        alertRule: "emergency-sign-in",
        severity: "Sev0",
        signalType: "Log",
        monitorCondition: "Fired",
        monitoringService: "Log Alerts V2",
        firedDateTime: new Date().toISOString(),
      },
      alertContext: { conditionType: "LogQueryCriteria", condition: { allOf: [] } },
    },
  });

/** The HTTP status of the answer. */
export async function callWebhook(
  { entra }: Pick<Seeing, "entra">,
  bot: { url: string },
  call: Call = {},
): Promise<number> {
  const { path = "", body = firedAlert() } = call;
  const token = "token" in call ? call.token : await entra.webhookToken();
  const response = await fetch(`${bot.url}/webhooks/azure-monitor${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json; charset=utf-8",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body,
  });
  return response.status;
}
