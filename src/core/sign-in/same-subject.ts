// Rows and alerts by what they are about.
import type { Subject } from "../alert/events.ts";
import type { ChangeSubject, SignInSubject } from "./judge.ts";

export type SubjectOfRows = SignInSubject | ChangeSubject;

/** Things that belong to a subject each; no text is built for a row, for there may be very many. */
export type BySubject<Thing> = {
  /** The thing of this subject; made when it is asked for first. */
  of(subject: SubjectOfRows): Thing;
  /** In the order in which they were made. */
  all(): readonly { subject: SubjectOfRows; thing: Thing }[];
};

export function bySubject<Thing>(make: (subject: SubjectOfRows) => Thing): BySubject<Thing> {
  type Entry = { subject: SubjectOfRows; thing: Thing };
  const all: Entry[] = [];
  // a request has few subjects: looking through them is faster than any key
  const byRequest = new Map<string | undefined, Entry[]>();
  let last: Entry | undefined;
  return {
    of(subject) {
      if (last && isSame(last.subject, subject)) return last.thing;
      const entries = byRequest.get(subject.request) ?? [];
      let entry = entries.find((one) => isSame(one.subject, subject));
      if (!entry) {
        entry = { subject, thing: make(subject) };
        all.push(entry);
        entries.push(entry);
        byRequest.set(subject.request, entries);
      }
      last = entry;
      return entry.thing;
    },
    all: () => all,
  };
}

function isSame(a: Subject, b: Subject): boolean {
  if (a.kind === "blind" || b.kind === "blind" || a.request !== b.request || a.account !== b.account)
    return false;
  if (a.kind === "sign-in") return b.kind === "sign-in" && a.verdict === b.verdict;
  return b.kind === "change" && a.topic === b.topic && a.expected === b.expected;
}

/** To put subjects in an order that is always the same. */
export const subjectKey = (subject: SubjectOfRows): string =>
  subject.kind === "sign-in"
    ? `sign-in ${subject.account} ${subject.verdict} ${subject.request}`
    : `change ${subject.account} ${subject.topic} ${subject.expected} ${subject.request}`;
