// Keeps the process alive between emergencies: opens what the calendar owes, notices who left, looks for proof.
import { hastened, scheduledByCalendar } from "../core/drill/plan.ts";
import type { AccountId, PersonId } from "../core/ids.ts";
import type { CredentialLook, Directory } from "../core/ports/entra.ts";
import type { AccountRecord } from "../core/readiness.ts";
import { calendarRotation } from "../core/rotation/open.ts";
import type { Rotation } from "../core/rotation/state.ts";
import { leavers, rosterText } from "../core/staff.ts";
import { planDrill } from "./drills.ts";
import type { Log } from "./log.ts";
import { type Loop, startLoop } from "./loop.ts";
import { readRecords } from "./records.ts";
import { openRotation, oweRotation, prove, readableRotations } from "./rotations.ts";
import type { TakeParts } from "./take.ts";

export type KeepParts = TakeParts & {
  log: Log;
  /** Undefined: nothing reads the directory, the audit log alone proves a renewal. */
  directory: Directory | undefined;
};

/** Milliseconds between looks: nothing here is owed to the minute. */
const interval = 30_000;
/** Milliseconds that one look into the directory may take. */
const patience = 15_000;
const place = "roster";

/** What this process looked at last: of two nodes, one may still have the roster of before the other one's. */
type Looked = { roster?: string };

export function startKeep(parts: KeepParts): Loop {
  const looked: Looked = {};
  const stopping = new AbortController();
  const loop = startLoop({
    name: "keep",
    interval,
    log: parts.log,
    work: async () => {
      await keep(parts, looked, stopping.signal);
      return false;
    },
  });
  return {
    wake: loop.wake,
    async stop() {
      stopping.abort();
      await loop.stop();
    },
  };
}

/** Owes nothing new when run twice; several nodes may run it, for only one append wins. */
export async function keep(
  parts: KeepParts,
  looked: Looked = {},
  stopping: AbortSignal = new AbortController().signal,
): Promise<void> {
  await alone(parts, "roster", () => noticeLeavers(parts, looked));
  await alone(parts, "calendar", async () => {
    for (const record of await readRecords(parts))
      await alone(parts, record.account.label, () => keepCalendar(parts, record));
  });
  for (const rotation of await readableRotations(parts.store)) {
    if (stopping.aborted) return;
    await alone(parts, rotation.id, () => lookForProof(parts, rotation, stopping));
  }
}

/** What goes wrong with one of them holds up no other; all are looked at again. */
async function alone({ log }: KeepParts, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error, what }, "not kept");
  }
}

async function keepCalendar(parts: KeepParts, record: AccountRecord): Promise<void> {
  const { now, organisation } = parts;
  const { account } = record;
  await openRotation(parts, account.id, (rotations, id) => {
    const event = calendarRotation({ ...record, rotations }, id, now(), organisation());
    return event && { event, into: undefined };
  });
  await planDrill(parts, account.id, (drills, id) => {
    const events = scheduledByCalendar({ ...record, drills }, id, now(), organisation());
    return { events, drill: undefined };
  });
}

/** A file that two people signed off no longer names somebody, or takes something from them. */
async function noticeLeavers(parts: KeepParts, looked: Looked): Promise<void> {
  const { store, organisation } = parts;
  const text = rosterText(organisation());
  if (text === looked.roster) return;
  const before = await store.recall(place);
  if (text !== before) {
    for (const { person, accounts } of leavers(before, organisation())) {
      await staffChanged(parts, person, undefined, accounts);
    }
    await store.remember(place, text); // last: killed before, the same is noticed again and owes nothing new
  }
  looked.roster = text;
}

/** `by`: undefined when the configuration says so. */
export async function staffChanged(
  parts: TakeParts,
  person: PersonId,
  by: PersonId | undefined,
  accounts: readonly AccountId[],
): Promise<void> {
  const records = (await readRecords(parts)).filter(({ account }) => accounts.includes(account.id));
  for (const record of records) {
    await oweRotation(parts, { kind: "staff-change", person, by }, record.account.id);
    await planDrill(parts, record.account.id, (drills, id) =>
      hastened({ ...record, drills }, id, person, parts.now(), parts.organisation()),
    );
  }
}

/** What could not be looked at is looked at again: a renewal is never taken for proved because of silence. */
async function lookForProof(parts: KeepParts, rotation: Rotation, stopping: AbortSignal): Promise<void> {
  if (rotation.proof) return;
  const { directory, log } = parts;
  const look = await directory
    ?.credential(rotation.account, AbortSignal.any([stopping, AbortSignal.timeout(patience)]))
    .catch((error: unknown): CredentialLook => ({ type: "blind", why: String(error) }));
  if (stopping.aborted) return;
  if (look?.type === "blind") log.warn({ why: look.why, rotation: rotation.id }, "could not look for proof");
  await prove(parts, rotation, look);
}
