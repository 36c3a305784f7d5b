// What somebody wants of BG-1, and when: minutes count from nine o'clock, one minute past it unless told.
import type { Class } from "../../src/core/alert/events.ts";
import type { Person } from "../../src/core/organisation.ts";
import { actor } from "../../src/core/people.ts";
import type { RequestCommand } from "../../src/core/request/decide.ts";
import type { CleanUp } from "../../src/core/request/events.ts";
import { after, alice, first } from "./cast.ts";
import { type Asked, findings, id, reason, wanted } from "./events.ts";

type When = { at?: number };
type Answering = When & { about?: number; reason?: string };

const who = (person: Person, { at = 1 }: When) => ({ by: actor(person), at: after(at) });
const question = ({ about }: Answering) => (about === undefined ? {} : { about });

const opening = (by: Person, { at = 0, quorum, enough, drill, ...more }: Asked) => ({
  ...who(by, { at }),
  request: id,
  wanted: wanted(more),
  quorum: quorum ?? first.quorum,
  enough: enough ?? true,
  ...(drill ? { drill } : {}),
});
export const ask = (by: Person = alice, more: Asked = {}): RequestCommand => ({
  type: "ask",
  ...opening(by, more),
});
export const declare = (by: Person = alice, more: Asked = {}): RequestCommand => ({
  type: "declare",
  ...opening(by, more),
});

export const approve = (by: Person, more: Answering = {}): RequestCommand => ({
  type: "approve",
  ...who(by, more),
  ...question(more),
});
export const deny = (by: Person, more: Answering = {}): RequestCommand => ({
  type: "deny",
  ...who(by, more),
  ...question(more),
  reason: more.reason ?? "Call me first please",
});
export const withdraw = (by: Person = alice, more: When = {}): RequestCommand => ({
  type: "withdraw",
  ...who(by, more),
});
export const end = (by: Person = alice, more: When = {}): RequestCommand => ({
  type: "end",
  ...who(by, more),
});
export const declarePending = (by: Person = alice, why?: string, more: When = {}): RequestCommand => ({
  type: "declare-pending",
  ...who(by, more),
  ...(why === undefined ? {} : { reason: why }),
});
export const extend = (
  by: Person = alice,
  more: When & { minutes?: number; reason?: string } = {},
): RequestCommand => ({
  type: "extend",
  ...who(by, { at: 10, ...more }),
  minutes: more.minutes ?? 30,
  reason: more.reason ?? reason,
});
export const attest = (by: Person, more: When & { note?: string } = {}): RequestCommand => ({
  type: "attest",
  ...who(by, { at: 2, ...more }),
  note: more.note ?? "I called Alice",
});
export const release = (by: Person, part: string, more: When = {}): RequestCommand => ({
  type: "release",
  ...who(by, { at: 2, ...more }),
  part,
  parts: first.custody.parts,
});

export const cleanUp = (by: Person, item: CleanUp, more: When = {}): RequestCommand => ({
  type: "clean-up",
  ...who(by, { at: 70, ...more }),
  item,
});
export const review = (by: Person, more: When & { as?: Class; note?: string } = {}): RequestCommand => ({
  type: "review",
  ...who(by, { at: 90, ...more }),
  class: more.as ?? "emergency",
  note: more.note ?? findings,
});
