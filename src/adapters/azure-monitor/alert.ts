// What an alert says of itself, for one line of the log. Nothing else is done with it: rows are read from the log of
// Entra, and no address in it is ever called (a token of ours would go wherever somebody wrote).
import { createHash } from "node:crypto";
import { z } from "zod";

/** Every value as it may be logged: short, in one line. What is missing or of another kind is undefined. */
export type Told = {
  schema: string | undefined;
  alert: string | undefined;
  rule: string | undefined;
  ruleId: string | undefined;
  severity: string | undefined;
  /** `Fired` or `Resolved`. */
  condition: string | undefined;
  service: string | undefined;
  fired: string | undefined;
  /** The portal's "Test action group" sends made-up alerts of a made-up subscription. */
  test: boolean;
};

const longestValue = 200;

const value = z
  .string()
  .transform((text) =>
    text
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
      .slice(0, longestValue)
      .toWellFormed(),
  )
  .optional()
  .catch(undefined);

const essentials = z.object({
  alertId: value,
  alertRule: value,
  // Microsoft writes it both ways.
  alertRuleID: value,
  alertRuleId: value,
  severity: value,
  monitorCondition: value,
  monitoringService: value,
  firedDateTime: value,
});

/** The common alert schema; a body of another shape is an alert all the same. */
const alertSchema = z.object({
  schemaId: value,
  data: z
    .object({ essentials: essentials.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

const testSubscription = "/subscriptions/11111111-1111-1111-1111-111111111111/";

/** Never throws. */
export function parseAlert(body: object): Told {
  const { schemaId, data } = alertSchema.parse(body);
  const said = data?.essentials;
  return {
    schema: schemaId,
    alert: said?.alertId,
    rule: said?.alertRule,
    ruleId: said?.alertRuleID ?? said?.alertRuleId,
    severity: said?.severity,
    condition: said?.monitorCondition,
    service: said?.monitoringService,
    fired: said?.firedDateTime,
    test: said?.alertId?.startsWith(testSubscription) ?? false,
  };
}

/** The same for every repetition of one alert's one condition; of fixed length. */
export const repetitionKey = ({ alert, condition }: Told): string =>
  createHash("sha256")
    .update(JSON.stringify([alert, condition]))
    .digest("base64");
