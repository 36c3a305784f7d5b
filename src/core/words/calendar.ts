// The words of what is owed: in the list in chat, and in people's own calendars.
import type { Owing } from "../calendar.ts";

/** `drill DR-4`; only what it is while nothing is opened. */
export const owingName = ({ what, stream }: Pick<Owing, "what" | "stream">): string =>
  stream ? `${what} ${stream}` : what;

/** At the beginning of a line. */
export const capital = (words: string): string => words.slice(0, 1).toUpperCase() + words.slice(1);

const hints: Record<Owing["what"], string> = {
  drill: "Rehearse the whole process, with a second person as witness.",
  rotation: "Renew the credential, and have it confirmed by somebody who did not use the account.",
  review: "Look at what was done, and sign it off: neither the requester nor the only approver.",
  attestation: "Confirm, as a second person, the use that was declared.",
};

export const calendarWords = {
  title: (organisation: string): string => `${organisation}: what is owed in the next 90 days`,
  none: "Nothing is owed in the next 90 days.",
  overdue: "Overdue. ",
  of: (account: string): string => `${account}, `,
  planned: ". I open it in time, and remind.",
  /** Above the list. */
  more: (count: number): string => `These come first; ${count} more are owed later.`,
};

/** For the calendars of people: whoever they share theirs with reads it too. */
export const feedWords = {
  name: (organisation: string): string => `${organisation}: emergency access`,
  summary: (owing: Owing): string => {
    const words = `${capital(owingName(owing))} of ${owing.account.label}`;
    return owing.overdue ? `Overdue: ${words}` : words;
  },
  /** `due`: the moment in words. */
  description: ({ what, overdue }: Owing, due: string): string =>
    `${overdue ? "It was due" : "Due"} ${due}. ${hints[what]}\nAll that is owed: /breakglass calendar`,
};
