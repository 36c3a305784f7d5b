// Answers the one who asked, so that nobody else reads it.
import type { Scene } from "./activity.ts";
import { person } from "./addresses.ts";
import type { Connector } from "./connector.ts";
import type { Log } from "./log.ts";
import { openAddress, type Reach } from "./reach.ts";
import { textActivity } from "./say.ts";
import { texts } from "./texts.ts";

export type TellPrivately = (scene: Scene, activity: object) => Promise<void>;

/**
 * In a personal chat, there. Elsewhere as a targeted message; where Teams would not have that, in the person's
 * own chat; where that is not possible either, a word in the conversation that says nothing of the matter.
 */
export function createTellPrivately(reach: Reach, log: Log): TellPrivately {
  const { connector } = reach;
  return async (scene, activity) => {
    const { serviceUrl, conversation, user } = scene;
    const targeted = { ...activity, recipient: { id: user } };
    if (scene.personal) {
      const reply = await connector.post(serviceUrl, conversation, activity);
      if (!reply.ok) log.warn(about(reply), "an answer in a Teams chat did not arrive");
      return;
    }
    const reply = await connector.post(serviceUrl, conversation, targeted, true);
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

const about = (reply: Awaited<ReturnType<Connector["post"]>>): object =>
  reply.ok ? {} : { status: reply.status, code: reply.code };
