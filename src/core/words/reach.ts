// A place that cannot be reached, said to those who can mend it.
import type { Line } from "../view.ts";

export const reachWords = (
  name: string,
  at: Temporal.Instant,
  why: string | undefined,
): { title: string; lines: readonly Line[] } =>
  why === undefined
    ? {
        title: `I can reach ${name} again`,
        lines: [["Since ", { moment: at, show: "time" }, ". What waited is being shown now."]],
      }
    : {
        title: `I cannot reach ${name}`,
        lines: [
          ["Since ", { moment: at, show: "time" }, ". What is to be said there waits, and I keep trying."],
          ["The platform says: ", { said: why }],
        ],
      };
