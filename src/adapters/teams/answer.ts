// Answers the one who asked, so that nobody else reads it.
import { setTimeout } from "node:timers/promises";
import type { Scene } from "./activity.ts";
import { person } from "./addresses.ts";
import type { Reply } from "./connector.ts";
import type { Log } from "./log.ts";
import { openAddress, type Reach } from "./reach.ts";
import { textActivity } from "./say.ts";
import { texts } from "./texts.ts";

export type TellPrivately = (scene: Scene, activity: object) => Promise<void>;

/**
 * In a personal chat, there. Elsewhere as a targeted message; where Teams would not have that, in the person's
 * own chat; where that is not possible either, a word in the conversation that says nothing of the matter.
 */
/** `stopping`: the process ends; an answer is then tried once and not waited for again. */
export function createTellPrivately(reach: Reach, log: Log, stopping: AbortSignal): TellPrivately {
  const { connector } = reach;
  return async (scene, activity) => {
    const { serviceUrl, conversation, user } = scene;
    const targeted = { ...activity, recipient: { id: user } };
    if (scene.personal) {
      const reply = await persist(() => connector.post(serviceUrl, conversation, activity), stopping);
      if (!reply.ok) log.warn(about(reply), "an answer in a Teams chat did not arrive");
      return;
    }
    const reply = await persist(() => connector.post(serviceUrl, conversation, targeted, true), stopping);
    if (reply.ok) return;
    log.warn(
      about(reply),
      "a private answer in a Teams channel did not arrive: trying the person's own chat",
    );
    if (await inOwnChat(scene, activity, reach)) return;
    const last = await connector.post(serviceUrl, conversation, textActivity(texts.couldNotTellPrivately));
    if (!last.ok) log.warn(about(last), "an answer in a Teams channel did not arrive");
  };
}

async function inOwnChat({ objectId }: Scene, activity: object, reach: Reach): Promise<boolean> {
  if (!objectId) return false;
  const address = await openAddress(person(objectId), reach);
  if ("sent" in address) return false;
  return (await reach.connector.post(address.serviceUrl, address.conversation, activity)).ok;
}

/** Seconds between the tries of one answer, where Teams asks for no other: somebody waits for it and looks at the screen. */
const pauses = [1, 2, 5];
/** Seconds after which an answer no longer helps anybody. */
const tooLate = 20;

/** Tries again while Teams is throttled or stumbles; what it refuses, it refuses. */
async function persist(post: () => Promise<Reply>, stopping: AbortSignal): Promise<Reply> {
  let reply = await post();
  for (const pause of pauses) {
    if (reply.ok || !passing(reply.status) || (reply.after ?? 0) > tooLate) return reply;
    const waited = await setTimeout((reply.after ?? pause) * 1_000, true, { signal: stopping }).catch(
      () => false,
    );
    if (!waited) return reply;
    reply = await post();
  }
  return reply;
}

const passing = (status: number): boolean =>
  status === 0 || status === 412 || status === 429 || status >= 500;

const about = (reply: Reply): object => (reply.ok ? {} : { status: reply.status, code: reply.code });
