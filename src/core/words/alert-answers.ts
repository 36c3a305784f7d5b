// What the one who answered an alert is told, privately; and the words of the list of alerts.
import type { Alert } from "../alert/state.ts";
import type { Line } from "../view.ts";
import { classWords } from "./alert.ts";

type Answered = (alert: Alert) => { title: string; lines: readonly Line[] };

/** By the last event of what they did. */
export const alertAnswerWords: Record<"alert-acknowledged" | "alert-classified" | "alert-closed", Answered> =
  {
    "alert-acknowledged": ({ id }) => ({
      title: `${id}: you have it`,
      lines: [
        ["It is not repeated any more, and the SOC sees that you look into it."],
        [`When you know what it was: /breakglass classify ${id}`],
      ],
    }),
    "alert-classified": ({ id, classified }) => ({
      title: `${id}: ${classified ? classWords[classified.class] : "classified"}`,
      lines: [["The SOC is told, with your note."], [`When nothing is left to do: /breakglass close ${id}`]],
    }),
    "alert-closed": ({ id }) => ({
      title: `${id}: closed`,
      lines: [["The SOC is told. There is nothing more to do."]],
    }),
  };

export const alertListWords = {
  title: "Alerts that wait for somebody",
  none: "No alert waits for anybody.",
  /** Behind the severity. */
  of: (title: string, account: string | undefined): string =>
    account ? `${title}: ${account}, ` : `${title}, `,
  untaken: (id: string) => `Nobody has it: /breakglass ack ${id}`,
  acknowledged: ", not classified.",
  classified: (of: string) => `, ${of}, not closed.`,
};

export const watchWords = {
  label: "Sign-in log",
  none: "not connected: nobody is told of sign-ins.",
  sees: (source: string) => `${source} is read; newest row `,
  noRows: (source: string) => `${source} is read; no row has come yet.`,
  blind: (source: string) => `${source} cannot be seen since `,
  unseen: ". Sign-ins since then are unseen.",
};
