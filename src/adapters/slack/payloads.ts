// What Slack sends, read strictly: what cannot be read is undefined, never a guess.
import { z } from "zod";
import type { Speaker } from "./callers.ts";

export type Command = { speaker: Speaker; text: string; channel: string; trigger: string; reply: string };

/** `from`: the message that the button is on; undefined on an ephemeral, in a modal, on the home tab. */
export type Click = {
  speaker: Speaker;
  button: string;
  value: string;
  trigger: string;
  reply: string | undefined;
  channel: string | undefined;
  from: { conversation: string; message: string } | undefined;
  view: { id: string; hash: string; type: string } | undefined;
};

export type Submission = {
  speaker: Speaker;
  callback: string;
  metadata: string;
  view: string;
  trigger: string;
  typed: Record<string, string>;
  /** The ids of the fields it has. */
  fields: readonly string[];
};

const id = z.string().min(1).max(255);
/** Workflows and functions click too; no human stands behind them. */
const automatic = z.object({
  bot_id: z.unknown().optional(),
  function_data: z.unknown().optional(),
  bot_access_token: z.unknown().optional(),
  workflow: z.unknown().optional(),
});
const isAutomatic = (body: z.infer<typeof automatic>): boolean =>
  [body.bot_id, body.function_data, body.bot_access_token, body.workflow].some(
    (mark) => (mark ?? undefined) !== undefined,
  );

const command = automatic.extend({
  team_id: id,
  user_id: id,
  channel_id: id,
  text: z.string().default(""),
  trigger_id: id,
  response_url: z.string(),
});

export function parseCommand(body: unknown): Command | undefined {
  const read = command.safeParse(body).data;
  return (
    read && {
      speaker: { team: read.team_id, user: read.user_id, bot: isAutomatic(read) },
      text: read.text,
      channel: read.channel_id,
      trigger: read.trigger_id,
      reply: read.response_url,
    }
  );
}

/** The team is the user's own: the envelope's may be the host of a shared channel. */
const user = z.object({ id, team_id: id });

const click = automatic.extend({
  user,
  trigger_id: id,
  response_url: z.string().optional(),
  container: z.object({
    type: z.string(),
    channel_id: id.optional(),
    message_ts: id.optional(),
    is_ephemeral: z.boolean().default(false),
  }),
  channel: z.object({ id }).optional(),
  view: z.object({ id, hash: z.string(), type: z.string() }).nullish(),
  actions: z.tuple([z.object({ action_id: z.string(), value: z.string().default("") })], z.unknown()),
});

export function parseClick(body: unknown): Click | undefined {
  const read = click.safeParse(body).data;
  if (!read) return undefined;
  const { container } = read;
  const channel = container.channel_id ?? read.channel?.id;
  const onMessage = container.type === "message" && !container.is_ephemeral;
  return {
    speaker: { team: read.user.team_id, user: read.user.id, bot: isAutomatic(read) },
    button: read.actions[0].action_id,
    value: read.actions[0].value,
    trigger: read.trigger_id,
    reply: read.response_url,
    channel,
    from:
      onMessage && channel !== undefined && container.message_ts !== undefined
        ? { conversation: channel, message: container.message_ts }
        : undefined,
    view: read.view ?? undefined,
  };
}

const submission = automatic.extend({
  user,
  trigger_id: id,
  view: z.object({
    id,
    callback_id: z.string().default(""),
    private_metadata: z.string().default(""),
    blocks: z.array(z.object({ type: z.string(), block_id: z.string().optional() })).default([]),
    state: z.object({
      values: z.record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            value: z.string().nullish(),
            selected_option: z.object({ value: z.string() }).nullish(),
          }),
        ),
      ),
    }),
  }),
});

export function parseSubmission(body: unknown): Submission | undefined {
  const read = submission.safeParse(body).data;
  if (!read) return undefined;
  const typed: Record<string, string> = {};
  for (const [field, elements] of Object.entries(read.view.state.values)) {
    const [element] = Object.values(elements);
    const value = element?.value ?? element?.selected_option?.value;
    if (typeof value === "string") typed[field] = value;
  }
  return {
    speaker: { team: read.user.team_id, user: read.user.id, bot: isAutomatic(read) },
    callback: read.view.callback_id,
    metadata: read.view.private_metadata,
    view: read.view.id,
    trigger: read.trigger_id,
    typed,
    fields: read.view.blocks.flatMap((block) =>
      block.type === "input" && block.block_id !== undefined ? [block.block_id] : [],
    ),
  };
}

const envelope = z.object({ team_id: z.string(), api_app_id: z.string(), event_id: id });
const events = z.discriminatedUnion("type", [
  z.object({ type: z.literal("app_home_opened"), user: id, tab: z.string() }),
  z.object({
    type: z.literal("message_metadata_posted"),
    app_id: z.string(),
    channel_id: id,
    message_ts: id,
    metadata: z.object({ event_type: z.string(), event_payload: z.object({ key: z.string().min(1) }) }),
  }),
  z.object({ type: z.literal("channel_shared"), channel: id }),
  z.object({ type: z.literal("channel_id_changed"), old_channel_id: id, new_channel_id: id }),
  z.object({ type: z.literal("tokens_revoked"), tokens: z.object({ bot: z.array(z.string()).default([]) }) }),
  z.object({ type: z.literal("app_uninstalled") }),
]);
const happened = envelope.extend({ event: events });
export type Happened = z.infer<typeof happened>;

/** What Slack must be asked to tell: the manifest's `bot_events`. */
export const eventTypes = events.options.map(({ shape }) => shape.type.value);

export const parseEvent = (body: unknown): Happened | undefined => happened.safeParse(body).data;
