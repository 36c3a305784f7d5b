// What the file says about seeing sign-ins: the log that is read, Azure Monitor's push, and the second road of an alert.
import { z } from "zod";
import { durationText, secondsText } from "./duration.ts";
import { anyLength, endpoint, guid, seconds, tokenAudience } from "./leaves.ts";

/**
 * Seconds. Log Analytics allows 200 questions in 30 s, and a row needs minutes until it can be read: more often gains
 * nothing. A tenant of any size has a row of somebody within 20 minutes; Microsoft's own delay is 2 to 15.
 */
export const usualWatch = { every: 30, heartbeat: 20 * 60 };

const clientId = guid("The client id (application id) of the identity that reads the log.");

const identity = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("managed-identity"), clientId: clientId.optional() }),
    z.strictObject({ type: z.literal("secret"), clientId }),
    z.strictObject({ type: z.literal("certificate"), clientId }),
    z.strictObject({ type: z.literal("workload"), clientId }),
  ])
  .meta({
    description:
      "Who reads the log; not the bot's own identity. managed-identity: one of this machine, by clientId if it has several " +
      "(recommended). secret: WATCH_CLIENT_SECRET. certificate: WATCH_CERTIFICATE. workload: a federated token of Kubernetes.",
    examples: ["type: managed-identity"],
  });

export const watch = z
  .strictObject({
    source: z.enum(["log-analytics", "graph"]).meta({
      description:
        "log-analytics: a workspace that the tenant's logs are sent to. graph: Microsoft Graph, for a tenant without one; it shows interactive sign-ins only.",
      examples: ["log-analytics"],
    }),
    workspace: guid("The id of the Log Analytics workspace; only with source: log-analytics.").optional(),
    identity,
    every: seconds("The log is read this often.", secondsText(usualWatch.every)).optional(),
    heartbeat: anyLength(
      "The tenant's log has a new row of anybody at least this often. Three times this without one: the watch is blind.",
      durationText(usualWatch.heartbeat / 60),
    ).optional(),
    exclusionGroups: z.array(guid("The object id of a group.")).max(20).optional().meta({
      description:
        "Groups that Conditional Access policies leave out, and the accounts are in: a change of one is an alert.",
    }),
    directory: z
      .boolean()
      .optional()
      .meta({
        description:
          "true: Entra's directory is asked when an account's password was changed, as a proof that it was renewed (Microsoft Graph, User.Read.All). Usually false: only the log proves it.",
        examples: ["true"],
      }),
  })
  .meta({ description: "Where sign-ins are seen. Left out: they are not seen." });

export const azureMonitor = z
  .strictObject({
    audience: tokenAudience(
      "The app id (or api://… URI) of the API app that the secure webhook's tokens are for. Left out: the path must end in AZURE_MONITOR_PATH_SECRET.",
    ).optional(),
  })
  .meta({
    description:
      "Azure Monitor's alerts make the watch look at once: POST /webhooks/azure-monitor, or /webhooks/azure-monitor/<AZURE_MONITOR_PATH_SECRET>.",
  });

const when = z
  .enum(["silent", "always"])
  .optional()
  .meta({
    description:
      "silent: only for a critical alert that a chat does not take within 30 seconds. always: for every critical alert. Usually silent.",
    examples: ["silent"],
  });

export const fallback = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("webhook"),
      url: endpoint("Where alerts are posted as signed JSON.", "https://alerts.contoso.com/breakglass"),
      when,
    }),
    z.strictObject({
      type: z.literal("pagerduty"),
      url: endpoint(
        "PagerDuty's Events API v2; usually left out.",
        "https://events.pagerduty.com/v2/enqueue",
      ).optional(),
      when,
    }),
  ])
  .meta({
    description:
      "The second road of a critical alert. webhook: needs FALLBACK_WEBHOOK_SECRET. pagerduty: needs PAGERDUTY_ROUTING_KEY.",
    examples: ["type: webhook"],
  });
