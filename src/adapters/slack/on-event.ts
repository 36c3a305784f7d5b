// What Slack tells us by itself: a message of ours stands somewhere, a home tab opened, the set-up changed.

import type { Kit } from "./kit.ts";
import { metadataType } from "./messenger.ts";
import { type Happened, parseEvent } from "./payloads.ts";

/** Where a message stands is told again when this rejects; of the rest Slack had its acknowledgement before. */
export async function onEvent(kit: Kit, body: unknown): Promise<void> {
  const happened = parseEvent(body);
  if (!happened) return;
  const { event } = happened;
  switch (event.type) {
    case "message_metadata_posted":
      return messagePosted(kit, happened, event);
    case "app_home_opened":
      return event.tab === "home" ? homeOpened(kit, happened, event.user) : undefined;
    case "channel_shared":
      kit.audience.forget(event.channel);
      return kit.log.error({ channel: event.channel }, "a channel is shared with another organisation");
    case "channel_id_changed": {
      const { old_channel_id: was, new_channel_id: is } = event;
      if (!Object.values(kit.organisation().slack?.channels ?? {}).includes(was)) return;
      return wrong(kit, `channel_id_changed: ${was} is now ${is}: change it in breakglass.yaml`);
    }
    case "tokens_revoked":
      if (event.tokens.bot.length === 0) return; // a person's token: we use none
      return wrong(kit, "tokens_revoked: install the app again and set SLACK_BOT_TOKEN");
    case "app_uninstalled":
      return wrong(kit, "app_uninstalled: install the app again and set SLACK_BOT_TOKEN");
  }
}

type Posted = Extract<Happened["event"], { type: "message_metadata_posted" }>;

/** Only our own app's word counts: any app may write metadata that looks like ours. */
async function messagePosted(kit: Kit, { api_app_id, team_id }: Happened, event: Posted): Promise<void> {
  const { app_id, metadata, channel_id, message_ts } = event;
  if (app_id !== api_app_id || team_id !== kit.organisation().slack?.team) return;
  if (metadata.event_type !== metadataType) return;
  const place = { platform: "slack", kind: "channel", id: channel_id } as const;
  await kit.desk.seen(metadata.event_payload.key, place, { conversation: channel_id, message: message_ts });
}

function homeOpened(kit: Kit, { team_id: team }: Happened, user: string): void {
  if (team === kit.organisation().slack?.team) kit.homes.opened({ team, user, bot: false });
}

function wrong(kit: Kit, problem: string): void {
  kit.setup.note(problem);
  kit.log.error({ problem }, "Slack's set-up changed");
}
