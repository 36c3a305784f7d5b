// The desk: whoever speaks, on whatever surface, is known, heard and answered here.
import type { Organisation } from "../core/organisation.ts";
import { callerId, whoIs } from "../core/people.ts";
import type { Answer, Desk, Heard, Messenger, Store } from "../core/ports.ts";
import type { Refusal } from "../core/refusal.ts";
import { understand } from "../core/understand.ts";
import { streamOf, type View } from "../core/view.ts";
import { help, invalid, refused, unrecorded } from "../core/views/answers.ts";
import { form, type Read, readClick, readSubmitted } from "../core/views/forms.ts";
import { fulfil } from "./fulfil.ts";
import type { Log } from "./log.ts";
import { isOwnCard, seen } from "./own-card.ts";
import { liveRequests } from "./requests.ts";
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
};

export function createDesk(parts: DeskParts): Desk {
  const { organisation, log } = parts;
  const busy = busyAccounts(parts);
  return {
    understand,
    async hear(said) {
      // what somebody else did under the same name of an interaction is neither repeated nor told
      const heard = { ...said, key: `${said.key}/${callerId(said.caller)}` };
      try {
        return await answer(parts, heard);
      } catch (error) {
        log.error({ err: error, key: heard.key }, "not recorded");
        return view(unrecorded);
      }
    },
    form(name, about, words) {
      const ready = organisation().accounts.find(({ id }) => !busy.has(id))?.id;
      return form(name, organisation(), {
        ...(about ? { about } : {}),
        ...(words ? { words } : {}),
        ...(ready ? { ready } : {}),
      });
    },
    card: (stream, caller, from) => shownCard(parts, stream, caller, from),
    seen: (key, place, ref) => seen(parts, key, place, ref),
  };
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
  if (result.type === "turned-away") return view(await turnAway(parts, heard, wish.type, result.why));
  return result;
}

function readHeard(heard: Heard, organisation: Organisation): Read {
  if ("wish" in heard) return { wish: heard.wish };
  if ("click" in heard) return { wish: readClick(heard.click, heard.typed) };
  return readSubmitted(heard.submitted, heard.typed, organisation);
}

/** Kept on the stream `door`: an attempt that never became a command on a request. */
async function turnAway(parts: DeskParts, heard: Heard, wish: string, why: Refusal): Promise<View> {
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
  return refused(why, undefined, who, parts.organisation());
}

/** Which accounts have an open request, kept in memory so that a form can open before any look-up. */
function busyAccounts({ store, log }: DeskParts): ReadonlySet<string> {
  const busy = new Set<string>();
  const refresh = async () => {
    const requests = await liveRequests(store);
    busy.clear();
    for (const { account } of requests) busy.add(account);
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
      .catch((error: unknown) => log.warn({ err: error }, "open requests not read"));
  };
  store.onAppend(look);
  look();
  return busy;
}
