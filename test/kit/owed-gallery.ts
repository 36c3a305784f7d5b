// How accounts stand and what is owed on them, in every state, and with the worst names: for goldens and for looking at.
import { owings } from "../../src/core/calendar.ts";
import type { Account, Organisation } from "../../src/core/organisation.ts";
import { type AccountRecord, readiness } from "../../src/core/readiness.ts";
import type { View } from "../../src/core/view.ts";
import { accountsView } from "../../src/core/views/accounts.ts";
import { calendarView } from "../../src/core/views/calendar.ts";
import {
  confirmed,
  day,
  drillOf,
  failedDrill,
  finished,
  proved,
  reasons,
  recordOf,
  rotationOf,
  started,
  witnessed,
} from "./account-record.ts";
import { alice, bob, dave, first, nine, second } from "./cast.ts";
import { approved, asked, declared, ended, granted, signedIn } from "./events.ts";
import { stateOf } from "./given.ts";

const used = stateOf(
  asked(alice, { at: -190 }),
  approved(bob, -189),
  granted(-189),
  signedIn(-180),
  ended(alice, -160),
);
const inUse = stateOf(asked(alice, { at: -20 }), approved(bob, -19), granted(-19));
const lone: Account = {
  ...first,
  custody: { ...first.custody, parts: [{ name: "key", place: "Safe in Berlin", custodians: [dave.id] }] },
};

/** Each with a second account on which nothing but the calendar is owed. */
const stories: Record<string, Partial<AccountRecord>> = {
  new: {},
  ready: {
    rotations: [rotationOf({}, proved(-10 * day), confirmed(-9 * day))],
    drills: [drillOf({ id: 3 }, finished(-20 * day)), drillOf()],
  },
  asked: { requests: [stateOf(asked(alice, { at: -5 }))] },
  "in-use": { requests: [inUse] },
  "in-use-declared": { requests: [stateOf(asked(alice, { at: -5 }), declared(alice, -4))] },
  "rotation-due": { rotations: [rotationOf()], requests: [used] },
  "rotation-proved": { rotations: [rotationOf({}, proved(-10))] },
  "rotation-overdue": {
    rotations: [rotationOf({ at: -16 * day, due: -2 * day, reason: reasons.calendar })],
  },
  "rotation-staff": { rotations: [rotationOf({ reason: reasons["staff-change"] })] },
  "review-open": { requests: [used] },
  "not-attested": {
    requests: [stateOf(asked(alice, { at: -400 }), declared(alice, -399), ended(alice, -380))],
  },
  "drill-due": { drills: [drillOf({ id: 3 }, finished(-91 * day)), drillOf({ due: -day })] },
  "drill-running": { drills: [drillOf({}, started(-5), witnessed(-4))] },
  "not-ready": {
    account: lone,
    rotations: [rotationOf({ reason: reasons.suspected })],
    drills: [drillOf({}, failedDrill(-day))],
  },
  unexplained: { rotations: [rotationOf({ reason: reasons["unexplained-use"] })] },
};

/** `accounts/drill-due`, `calendar/overdue`. */
export function owedGallery(organisation: Organisation, hostile: string): Record<string, View> {
  const views: Record<string, View> = {};
  const shown = (records: readonly AccountRecord[]): View =>
    accountsView(
      records.map((record) => readiness(record, nine, organisation)),
      organisation,
    );
  const other = recordOf({ account: second, drills: [drillOf({ id: 2 }, finished(-30 * day))] });
  const evil = recordOf({ account: { ...first, label: hostile, upn: hostile } });
  for (const [name, more] of Object.entries(stories))
    views[`accounts/${name}`] = shown([recordOf(more), other]);
  views["accounts/hostile"] = shown([evil]);

  const listed = (records: readonly AccountRecord[]): View =>
    calendarView(owings(records, nine, organisation), organisation);
  views["calendar/none"] = listed([]);
  views["calendar/planned"] = listed([recordOf(), other]);
  views["calendar/opened"] = listed([recordOf({ drills: [drillOf()], rotations: [rotationOf()] }), other]);
  views["calendar/overdue"] = listed([
    recordOf({
      ...stories["not-attested"],
      drills: [drillOf({ due: -day })],
      rotations: [rotationOf({ due: -5 })],
    }),
    other,
  ]);
  views["calendar/review"] = listed([recordOf({ requests: [used] })]);
  views["calendar/hostile"] = listed([evil]);
  views["accounts/many"] = shown(many(24));
  views["calendar/many"] = listed(many(24));
  return views;
}

const many = (count: number): readonly AccountRecord[] =>
  Array.from({ length: count }, (_, index) =>
    recordOf({
      account: { ...first, label: `Emergency ${index + 1}` },
      drills: [drillOf({ id: index + 1, due: (index + 1) * day })],
      rotations: [rotationOf({ id: index + 1, due: (index + 40) * day })],
    }),
  );
