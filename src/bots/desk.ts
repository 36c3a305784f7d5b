// The desk: whoever speaks, on whatever surface, is known, heard and answered here.
import type { AccountId, DrillId } from "../core/ids.ts";
import type { Organisation } from "../core/organisation.ts";
import { callerId, whoIs } from "../core/people.ts";
import type { Answer, Desk, Heard } from "../core/ports/desk.ts";
import type { Messenger } from "../core/ports/messenger.ts";
import type { Store } from "../core/ports/store.ts";
import type { Refusal } from "../core/refusal.ts";
import { isOver } from "../core/request/state.ts";
import { understand } from "../core/understand.ts";
import { Unreadable } from "../core/unreadable.ts";
import { streamOf, type View } from "../core/view.ts";
import { help, invalid, refused, tooOld, unrecorded } from "../core/views/answers.ts";
import { form, type Read, readClick, readSubmitted } from "../core/views/forms.ts";
import { readableDrills } from "./drills.ts";
import { createFloods } from "./floods.ts";
import { fulfil } from "./fulfil.ts";
import { accountsNow } from "./fulfil-owed.ts";
import type { Log } from "./log.ts";
import { isOwnCard, seen } from "./own-card.ts";
import { readableRequests } from "./requests.ts";
import { shownCard } from "./shown-card.ts";
import type { SightNow } from "./watch.ts";

export type DeskParts = {
  store: Store;
  organisation: () => Organisation;
  now: () => Temporal.Instant;
  log: Log;
  messengers: readonly Messenger[];
  /** What the watch sees at this moment; undefined without one. */
  sight: () => SightNow | undefined;
  /** How much one person may ask at once. */
  asksAtOnce: number;
};

export function createDesk(parts: DeskParts): Desk {
  const { organisation, log } = parts;
  const live = liveAccounts(parts);
  return {
    understand,
    tooMuch: createFloods({ ...parts, isLive: (stream) => live.streams.has(stream) }),
    async hear(said) {
      // what somebody else did under the same name of an interaction is neither repeated nor told
      const heard = { ...said, key: `${said.key}/${callerId(said.caller)}` };
      try {
        return await answer(parts, heard);
      } catch (error) {
        log.error({ err: error, key: heard.key }, "not recorded");
        return view(error instanceof Unreadable ? tooOld : unrecorded);
      }
    },
    form(name, about, words) {
      const ready = organisation().accounts.find(({ id }) => !live.asked.has(id))?.id;
      const account = about && "drill" in about ? live.drilled.get(about.drill) : undefined;
      return form(name, organisation(), {
        ...(about ? { about } : {}),
        ...(words ? { words } : {}),
        ...(ready ? { ready } : {}),
        ...(account ? { account } : {}),
      });
    },
    card: (stream, caller, from) =>
      shownCard(parts, stream, caller, from).catch((error: unknown) => ifTooOld(error, undefined)),
    async home(caller) {
      const person = whoIs(caller, organisation());
      return typeof person === "string"
        ? refused(person, undefined, callerId(caller), organisation())
        : accountsNow(parts, person).catch((error: unknown) => ifTooOld(error, tooOld));
    },
    seen: (key, place, ref) => seen(parts, key, place, ref),
  };
}

/** What is told instead of what only a newer version can read. Any other error is thrown. */
function ifTooOld<Told>(error: unknown, told: Told): Told {
  if (error instanceof Unreadable) return told;
  throw error;
}

const view = (shown: View): Answer => ({ type: "view", view: shown });

async function answer(parts: DeskParts, heard: Heard): Promise<Answer> {
  const organisation = parts.organisation();
  const read = readHeard(heard, organisation);
  const person = whoIs(heard.caller, organisation);
  if ("wrong" in read) {
    if (typeof person === "string") return view(await turnAway(parts, heard, "unreadable form", person));
    return { type: "wrong", fields: read.wrong, view: invalid };
  }
  const { wish } = read;
  if (wish.type === "help") return view(help(wish.unknown));
  if (typeof person === "string") return view(await turnAway(parts, heard, wish.type, person));
  if ("click" in heard && !(await isOwnCard(parts, heard, streamOf(heard.click)))) {
    return view(await turnAway(parts, heard, wish.type, "foreign-card"));
  }
  const result = await fulfil(parts, person, wish, heard);
  if (result.type === "turned-away") {
    return view(await turnAway(parts, heard, wish.type, result.why, result.lastDay));
  }
  return result;
}

function readHeard(heard: Heard, organisation: Organisation): Read {
  if ("wish" in heard) return { wish: heard.wish };
  if ("click" in heard) return { wish: readClick(heard.click, heard.typed) };
  return readSubmitted(heard.submitted, heard.typed, organisation);
}

/** Kept on the stream `door`: an attempt that never became a command on a request. */
async function turnAway(
  parts: DeskParts,
  heard: Heard,
  wish: string,
  why: Refusal,
  lastDay?: Temporal.PlainDate,
): Promise<View> {
  const who = callerId(heard.caller);
  const { platform } = heard.caller;
  await parts.store.append({
    stream: "door",
    expected: "any",
    key: heard.key,
    events: [{ type: "turned-away", at: parts.now(), platform, who, wish, why }],
    due: undefined,
    holds: undefined,
    redraw: false,
    cards: [],
    announcements: [],
  });
  return refused(why, undefined, who, parts.organisation(), undefined, lastDay);
}

/** All that is open, accounts that somebody asked for or has, and those of open drills. */
type LiveAccounts = {
  streams: ReadonlySet<string>;
  asked: ReadonlySet<AccountId>;
  drilled: ReadonlyMap<DrillId, AccountId>;
};

/** Kept in memory, so that a form can open before any look-up. */
function liveAccounts({ store, log }: DeskParts): LiveAccounts {
  const live: LiveAccounts = { streams: new Set(), asked: new Set(), drilled: new Map() };
  const refresh = async () => {
    live.streams = new Set(await store.live(""));
    const requests = (await readableRequests(store)).found.filter((request) => !isOver(request));
    const known = requests.filter(({ drill }) => !drill || drill.known); // or the form would tell the SOC
    live.asked = new Set(known.map(({ account }) => account));
    live.drilled = new Map((await readableDrills(store)).map(({ id, account }) => [id, account]));
  };
  let next = Promise.resolve();
  let waiting = false;
  const look = () => {
    if (waiting) return;
    waiting = true;
    next = next
      .then(() => {
        waiting = false;
        return refresh();
      })
      .catch((error: unknown) => log.warn({ err: error }, "open requests and drills not read"));
  };
  store.onAppend(look);
  look();
  return live;
}
