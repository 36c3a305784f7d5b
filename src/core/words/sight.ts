// What is said about a log that answers and yet tells nothing, or is not connected at all.
import type { LogSource } from "../organisation.ts";

export const sourceNames: Record<LogSource, string> = {
  "log-analytics": "Log Analytics",
  graph: "Microsoft Graph",
};

export const silentWords = (source: LogSource): string =>
  source === "log-analytics"
    ? "Log Analytics answers, but no row of anybody in the tenant arrives in one of the sign-in tables. Check Entra's diagnostic setting: it must send SignInLogs, NonInteractiveUserSignInLogs and AuditLogs to this workspace."
    : "Microsoft Graph answers, but tells of no new sign-in of anybody in the tenant. Check the service health of Entra's reporting.";

export const unwrittenWords =
  "The log is read, but what it tells could not be put on record. The service's own log says why.";

/** The process was down, or could not reach its database. */
export const awayWords = "Nobody looked: I was not running, or could not write down what I saw.";
