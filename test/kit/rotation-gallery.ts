// Every rotation there is, in every state, and with the worst texts that people or a log could hold: for goldens and for looking at.
import type { Account, CustodyKind, Organisation } from "../../src/core/organisation.ts";
import type { Proof, RotationEvent } from "../../src/core/rotation/events.ts";
import type { View } from "../../src/core/view.ts";
import { refused, status } from "../../src/core/views/answers.ts";
import { rotationAnnouncement } from "../../src/core/views/rotation-announcement.ts";
import { rotationCard } from "../../src/core/views/rotation-card.ts";
import { rotationDone, rotationFact, staffChangeDone } from "../../src/core/views/rotation-done.ts";
import { rotationAnswerWords } from "../../src/core/words/rotation-answers.ts";
import {
  attested,
  byCalendar,
  confirmed,
  day,
  drillUse,
  joined,
  left,
  opened,
  proved,
  reminded,
  rotationFrom,
  suspected,
  unexplained,
  use,
} from "../core/rotation/kit.ts";
import { ada, after, alice, dave, erin, first, rob, second } from "./cast.ts";

type Story = { events: readonly RotationEvent[]; custody?: CustodyKind; gone?: boolean };

/** As the audit log tells it: who gave the account another credential. */
export const provedBy = (by: Proof["by"], what: Proof["what"] = "key", at = 121): RotationEvent => ({
  type: "rotation-proved",
  at: after(at),
  proof: { what, changedAt: after(at - 1), source: "audit", by },
});

const overdue = [opened(), reminded("half-time", 721), reminded("due", day)];
const late = [...overdue, reminded("overdue", 2 * day, 1), reminded("overdue", 3 * day, 2)];

export const rotationStories = (hostile: string): Record<string, Story> => ({
  opened: { events: [opened()] },
  "opened-drill": { events: [opened(drillUse())] },
  "opened-key": { events: [opened()], custody: "hardware-key" },
  "opened-certificate": { events: [opened()], custody: "certificate" },
  "opened-token": { events: [opened()], custody: "password-and-token" },
  "opened-vault": { events: [opened()], custody: "vault" },
  "opened-gone": { events: [opened()], gone: true },
  unexplained: { events: [opened(unexplained(), 5, 240)] },
  suspected: { events: [opened(suspected(), 0, 240)] },
  calendar: { events: [opened(byCalendar, 0, 14 * day)] },
  "staff-change": { events: [opened(left(), 0, 3 * day)] },
  "staff-change-configured": {
    events: [opened({ kind: "staff-change", person: rob.id, by: undefined }, 0, 3 * day)],
  },
  "joined-use": { events: [opened(byCalendar, 0, 14 * day), joined(use(30), 31)] },
  "joined-word": { events: [opened(), joined(left(), 40, 3 * day)] },
  "many-reasons": {
    events: [
      opened(),
      ...[11, 12, 13, 14, 15, 16].map((alert) => joined(unexplained(alert, `AL-${alert}`), alert, 240)),
    ],
  },
  "half-time": { events: overdue.slice(0, 2) },
  due: { events: overdue },
  overdue: { events: late.slice(0, 4) },
  "overdue-louder": { events: late },
  proved: { events: [opened(), proved()] },
  "proved-by-audit": {
    events: [opened(), provedBy({ id: ada.id, name: "ada@contoso.com" })],
    custody: "hardware-key",
  },
  "proved-late": { events: [...late, proved(3 * day + 5), reminded("overdue", 4 * day, 3)] },
  "proved-and-used": { events: [opened(), proved(), joined(use(200), 201)] },
  confirmed: { events: [opened(), proved(), confirmed()] },
  "attested-once": { events: [opened(), attested()], custody: "certificate" },
  "attested-once-late": { events: [...late, attested(dave, 3 * day + 5)] },
  attested: { events: [opened(), attested(), attested(erin, 140)], custody: "certificate" },
  hostile: {
    events: [
      opened({ kind: "suspected", by: ada.id, note: hostile }, 0, 240),
      provedBy({ id: undefined, name: hostile }, "password"),
    ],
  },
  "attested-hostile": {
    events: [opened(), { ...attested(), note: hostile } as RotationEvent],
  },
});

/** The organisation of a story: its account is kept in that way, or is not in the file any more. */
export function organisationOf({ custody: kind, gone }: Story, organisation: Organisation): Organisation {
  const kept = (account: Account): Account =>
    account.id === first.id && kind ? { ...account, custody: { ...account.custody, kind } } : account;
  return {
    ...organisation,
    accounts: organisation.accounts.filter(({ id }) => !gone || id !== first.id).map(kept),
  };
}

/** `rotation/proved`, `rotation-said/proved` of its last event, `rotation-done/confirmed`, `rotation-own/dave`. */
export function rotationGallery(usual: Organisation, hostile: string): Record<string, View> {
  const views: Record<string, View> = {};
  for (const [name, story] of Object.entries(rotationStories(hostile))) {
    const organisation = organisationOf(story, usual);
    const rotation = rotationFrom(...story.events);
    const last = story.events.at(-1) ?? opened();
    const said = rotationAnnouncement(last, rotation, organisation);
    views[`rotation/${name}`] = rotationCard(rotation, organisation, undefined);
    if (said) views[`rotation-said/${name}`] = said;
    if (last.type in rotationAnswerWords) views[`rotation-done/${name}`] = rotationDone([last], rotation);
  }
  const waits = rotationFrom(opened(), proved());
  for (const viewer of [alice, dave, ada])
    views[`rotation-own/${viewer.name.toLowerCase()}`] = rotationCard(waits, usual, viewer);
  for (const why of ["own-use", "already-attested"] as const)
    views[`rotation-refused/${why}`] = refused(why, undefined, "T0CONTOSO/U0ALICE", usual);
  views["rotation-done/staff-change"] = staffChangeDone(rob, [first.id, second.id], usual);
  const open = [waits, rotationFrom(...late), rotationFrom(opened())];
  const facts = open.map((rotation) => rotationFact(rotation, usual, dave));
  views["rotation-done/status"] = status([], usual, dave, [], facts);
  return views;
}
