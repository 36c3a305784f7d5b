// Who can read a channel: nothing is posted where people of another organisation can read or click.
import { z } from "zod";
import { explained, type NotShown, notShown, slackWord } from "./failure.ts";
import type { Web } from "./web.ts";

export type Audience = {
  /** Undefined: only our own people are there. */
  whyNot(channel: string): Promise<NotShown | undefined>;
  /** It may have changed: look again. */
  forget(channel: string): void;
};

const freshMinutes = 10;
/** When Slack cannot say, an older reading serves this long. */
const staleMinutes = 60;

const info = z.object({
  channel: z.object({
    name: z.string().optional(),
    is_ext_shared: z.boolean().default(false),
    is_pending_ext_shared: z.boolean().default(false),
    is_archived: z.boolean().default(false),
    is_member: z.boolean().default(true),
  }),
});
export type ChannelInfo = z.infer<typeof info>["channel"];

/** Rejects as the Web API does. */
export const channelInfo = async (web: Web, channel: string): Promise<ChannelInfo> =>
  info.parse(await web.patient.apiCall("conversations.info", { channel })).channel;

export const sharedOutside = (channel: ChannelInfo): boolean =>
  channel.is_ext_shared || channel.is_pending_ext_shared;

export const sharedWarning =
  "shared with another organisation (Slack Connect): end the sharing, or name another channel in breakglass.yaml";

export function createAudience(web: Web, now: () => Temporal.Instant): Audience {
  const known = new Map<string, { shared: boolean; at: Temporal.Instant }>();

  async function whyNot(channel: string): Promise<NotShown | undefined> {
    const last = known.get(channel);
    const age = last && now().since(last.at).total("minutes");
    if (last && age !== undefined && age < freshMinutes) return refusal(last.shared);
    try {
      const shared = sharedOutside(await channelInfo(web, channel));
      known.set(channel, { shared, at: now() });
      return refusal(shared);
    } catch (error) {
      const failed = failure(error);
      if (failed.type === "later" && last && age !== undefined && age < staleMinutes)
        return refusal(last.shared);
      return failed;
    }
  }

  return { whyNot, forget: (channel) => void known.delete(channel) };
}

const refusal = (shared: boolean): NotShown | undefined =>
  shared ? { type: "refused", why: `the channel is ${sharedWarning}` } : undefined;

/** A lost channel is no lost message: nothing is `gone` here. */
function failure(error: unknown): NotShown {
  const failed = notShown(error);
  const word = slackWord(error);
  return failed.type === "gone" ? { type: "refused", why: explained(word ?? failed.why) } : failed;
}
