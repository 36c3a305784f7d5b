// The structured log. It never holds a token, a form's text or an Authorization header: nothing here is handed one.
import { pino } from "pino";

export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error" | "fatal">;

/** JSON lines on standard output. */
export const createLog = (level: string): pino.Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "*.headers",
        "*.config",
        "*.request",
        "err.response",
        "err.config",
        "err.request",
        "err.client",
        "*.token",
        "*.authorization",
      ],
      remove: true,
    },
  });
