// Delivery: brings every stale copy of a card up to date and says every announcement, until each is shown.
import type { Organisation } from "../core/organisation.ts";
import type { MessageRef, Messenger, Outgoing, Sent } from "../core/ports/messenger.ts";
import type { Delivery, Store } from "../core/ports/store.ts";
import type { View } from "../core/view.ts";
import { draw } from "./draw.ts";
import type { Log } from "./log.ts";
import { type Loop, startLoop } from "./loop.ts";
import { type Left, leftToNewer } from "./newer.ts";
import { noteSent } from "./reach.ts";

/** Longer than a platform call may take (8 s), so that nobody else takes work that is under way. */
const leaseSeconds = 20;
/** Under way at once: both platforms allow more, and neither gets slower by it. */
const atOnce = 20;
/** Milliseconds between looks when nothing woke the loop. */
const interval = 500;
/** Seconds between tries: doubled each time, up to five minutes; a quarter of a minute when it is urgent. */
const longestWait = { urgent: 15, calm: 300 };
/** Seconds until a place that refuses is tried again: somebody must first invite or install the app. */
const refusedWait = { urgent: 15, calm: 120 };

export type DeliverParts = {
  store: Store;
  organisation: () => Organisation;
  messenger: Messenger;
  now: () => Temporal.Instant;
  log: Log;
  onSent?: (delivery: Delivery, sent: Sent) => void;
};

/** One for each platform: one that hangs never holds up the other. */
export function startDeliver(parts: DeliverParts): Loop {
  const underWay = new Set<Promise<void>>();
  const left = leftToNewer(parts);
  const loop = startLoop({
    name: `deliver to ${parts.messenger.platform}`,
    interval,
    log: parts.log,
    async work() {
      const free = atOnce - underWay.size;
      const deliveries = free > 0 ? await claim(parts, left, free) : [];
      for (const delivery of deliveries) {
        const sending = deliver(parts, left, delivery).finally(() => {
          underWay.delete(sending);
          loop.wake();
        });
        underWay.add(sending);
      }
      return false;
    },
  });
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop();
      await Promise.all(underWay);
    },
  };
}

const claim = ({ store, now, messenger }: DeliverParts, left: Left, limit: number) =>
  store.claim(now(), leaseSeconds, limit, messenger.platform, left.streams());

async function deliver(parts: DeliverParts, left: Left, delivery: Delivery): Promise<void> {
  try {
    await deliverOne(parts, left, delivery);
  } catch (error) {
    parts.log.error(
      { err: error, key: delivery.key },
      "delivery failed; it is tried again when its lease runs out",
    );
  }
}

async function deliverOne(parts: DeliverParts, left: Left, delivery: Delivery): Promise<void> {
  const drawn = await draw(parts.store, parts.organisation(), delivery).catch((error: unknown) => {
    left.leave(delivery.stream, error);
    return "unreadable" as const;
  });
  if (drawn === "unreadable")
    return parts.store.giveBack(delivery, "only a newer version of breakglass can read it");
  if (!drawn) return later(parts, delivery, { type: "refused", why: "nothing to show" });
  const { view, version, incident } = drawn;
  const { place, key, stream, ref, thread } = delivery;
  const outgoing: Outgoing = {
    place,
    view,
    key,
    stream,
    ...(ref ? { update: ref } : thread && isCalm(view) ? { thread } : {}),
    ...(incident && { incident }),
  };
  const sent = await parts.messenger.send(outgoing);
  parts.onSent?.(delivery, sent);
  if (sent.type !== "shown") await later(parts, delivery, sent);
  else if (!(await parts.store.delivered(delivery, sent.ref, version))) await lost(parts, key, sent.ref);
  await noteSent(parts, delivery, sent);
}

/** What is said below a card rings for those who follow it; a Sev 0 must ring for the whole channel. */
const isCalm = ({ severity }: View): boolean => severity !== 0;

/** Somebody else has it by now: if they posted it too, ours is one too many. */
async function lost({ store, messenger, log }: DeliverParts, key: string, ref: MessageRef): Promise<void> {
  log.warn({ key }, "shown after the lease was lost");
  if ((await store.settle(key, ref)) === "orphan") await messenger.remove(ref);
}

async function later(
  { store, now, log }: DeliverParts,
  delivery: Delivery,
  sent: Exclude<Sent, { type: "shown" }>,
): Promise<void> {
  const wait = waitFor(delivery, sent);
  log.warn(
    { key: delivery.key, sent: sent.type, why: sent.why, wait, attempts: delivery.attempts },
    "not shown yet",
  );
  await store.failed(
    delivery,
    now().add({ milliseconds: Math.round(wait * 1000) }),
    sent.why,
    sent.type === "gone",
  );
}

/** Seconds. */
function waitFor({ attempts, urgent }: Delivery, sent: Exclude<Sent, { type: "shown" }>): number {
  const kind = urgent ? "urgent" : "calm";
  switch (sent.type) {
    case "gone": // posted anew at once, but a place that says so again is not asked without a pause
      return attempts === 0 ? 0 : Math.min(2 ** attempts, longestWait[kind]);
    case "refused":
      return refusedWait[kind];
    case "later":
      return sent.after ?? Math.min(2 ** attempts, longestWait[kind]);
  }
}
