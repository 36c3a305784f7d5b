// Azure Monitor's alerts over HTTP: whoever really comes from there makes the watch look at once. Nothing else.
import type { IncomingMessage, ServerResponse } from "node:http";
import { parseAlert, repetitionKey } from "./alert.ts";
import { checkHead, readBody } from "./body.ts";
import { createJudge, Refused } from "./judge.ts";
import { createKeys } from "./keys.ts";
import { createTeller, type Log } from "./log.ts";
import { createOnce } from "./once.ts";
import type { AzureMonitorSettings } from "./settings.ts";

export type AzureMonitor = {
  /** POST /webhooks/azure-monitor and one step below it. Never rejects; always answers. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
};

type Options = {
  settings: AzureMonitorSettings;
  /** Called after the answer; what it throws is logged. */
  onAlert: () => void;
  now: () => Temporal.Instant;
  log: Log;
  /** Milliseconds that a body may take. */
  patience?: number;
};

/** Throws when the settings would let anybody in. */
export function createAzureMonitor({ settings, onAlert, now, log, patience = 5_000 }: Options): AzureMonitor {
  const judge = createJudge(settings, createKeys(settings, now, log), now);
  const mayWake = createOnce(now);
  const tell = createTeller(log, now);
  return {
    async handle(request, response) {
      try {
        checkHead(request);
        await judge(request); // before the body: a stranger's is not even read
        const told = parseAlert(await readBody(request, patience));
        answer(request, response, 202);
        if (!mayWake(repetitionKey(told))) return;
        log.info(told, "Azure Monitor tells of an alert: looking now");
        onAlert();
      } catch (error) {
        const refused = error instanceof Refused;
        if (refused) tell(error.status, error.message);
        else log.error({ err: error }, "an alert of Azure Monitor's could not be handled");
        answer(request, response, refused ? error.status : 500);
      }
    },
  };
}

/** The first answer counts. What is left of a body is not waited for. */
function answer(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  if (!request.complete) response.setHeader("connection", "close");
  if (status === 405) response.setHeader("allow", "POST");
  response.writeHead(status, { "content-length": 0 }).end();
  request.resume();
}
