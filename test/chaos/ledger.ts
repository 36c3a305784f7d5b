// What people did, as it went by on the wire: each interaction by the name under which the bot may record it once.
import { parse } from "node:querystring";
import { z } from "zod";

export type Interaction = {
  /** The beginning of the bot's idempotency key: the person's own id follows. */
  key: string;
  platform: "slack" | "teams";
  /** Slack user id or Entra object id. */
  who: string;
  /** `approve BG-12`, as typed or as the button says; `form` for a form that was handed in. */
  what: string;
  at: number;
  /** The answer itself says what became of it; otherwise that follows on its own way. */
  answersAtOnce: boolean;
  deliveries: Delivery[];
};

/** One try of the platform, or a double that the wire made of it. */
export type Delivery = {
  node: string;
  at: number;
  /** Milliseconds until the bot's answer. */
  ms: number;
  /** 0: the bot gave none. */
  status: number;
  body: string;
  /** Whether the platform still listened, and the wire let the answer through. */
  arrived: boolean;
};

export type Ledger = {
  /** Undefined: nothing that could be recorded (an event, a screen's refresh, a form that opens). */
  note(path: string, body: string): Interaction | undefined;
  all(): readonly Interaction[];
};

export function createLedger(): Ledger {
  const byKey = new Map<string, Interaction>();
  return {
    note(path, body) {
      const read =
        path === "/slack/events" ? fromSlack(body) : path === "/api/messages" ? fromTeams(body) : undefined;
      if (!read) return undefined;
      const known = byKey.get(read.key);
      const noted = known ?? { ...read, at: Date.now(), deliveries: [] };
      if (!known) byKey.set(read.key, noted);
      return noted;
    },
    all: () => [...byKey.values()],
  };
}

type Read = Omit<Interaction, "at" | "deliveries">;

/** Those that the bot records, done or refused. */
const acts = /^(approve|deny|withdraw|declare|attest|release|end|ack|classify|close) (BG|AL)-\d+/;

const command = z.object({ trigger_id: z.string(), user_id: z.string(), text: z.string() });
const payload = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("block_actions"),
    trigger_id: z.string(),
    user: z.object({ id: z.string() }),
    actions: z.array(z.object({ value: z.string().optional() })).min(1),
  }),
  z.object({
    type: z.literal("view_submission"),
    user: z.object({ id: z.string() }),
    view: z.object({ id: z.string() }),
  }),
]);

function fromSlack(body: string): Read | undefined {
  if (body.startsWith("{")) return undefined; // an event
  const fields = parse(body);
  if (typeof fields["payload"] === "string") return fromPayload(json(fields["payload"]));
  const typed = command.safeParse(fields).data;
  const [what] = acts.exec(typed?.text ?? "") ?? [];
  if (!typed || what === undefined) return undefined;
  const key = `slack/command/${typed.trigger_id}`;
  return { key, platform: "slack", who: typed.user_id, what, answersAtOnce: true };
}

function fromPayload(raw: unknown): Read | undefined {
  const given = payload.safeParse(raw).data;
  if (!given) return undefined;
  const from = { platform: "slack", who: given.user.id } as const;
  if (given.type === "view_submission")
    return { ...from, key: `slack/form/${given.view.id}`, what: "form", answersAtOnce: true };
  const what = clicked(json(given.actions[0]?.value ?? ""));
  return what === undefined
    ? undefined
    : { ...from, key: `slack/click/${given.trigger_id}`, what, answersAtOnce: false };
}

const activity = z.object({
  type: z.string(),
  id: z.string(),
  text: z.string().optional(),
  from: z.object({ aadObjectId: z.string() }),
  conversation: z.object({ id: z.string() }),
  value: z
    .object({ trigger: z.string(), action: z.object({ verb: z.string(), data: z.unknown() }) })
    .optional(),
});

function fromTeams(body: string): Read | undefined {
  const said = activity.safeParse(json(body)).data;
  if (!said) return undefined;
  const { type, id, text = "", from, conversation, value } = said;
  const of = { key: `teams/${conversation.id}/${id}`, platform: "teams", who: from.aadObjectId } as const;
  if (type === "message") {
    const [what] = acts.exec(text) ?? [];
    return what === undefined ? undefined : { ...of, what, answersAtOnce: false };
  }
  if (type !== "invoke" || value?.trigger !== "manual") return undefined;
  if (value.action.verb === "bg.submit") return { ...of, what: "form", answersAtOnce: true };
  const what = clicked(value.action.data);
  return what === undefined ? undefined : { ...of, what, answersAtOnce: true };
}

const button = z.object({
  action: z.object({ verb: z.string(), request: z.string().optional(), alert: z.string().optional() }),
  form: z.string().optional(),
});

/** Undefined: it opens a form, or is none of ours. */
function clicked(raw: unknown): string | undefined {
  const { action, form } = button.safeParse(raw).data ?? {};
  return action && form === undefined ? `${action.verb} ${action.request ?? action.alert}` : undefined;
}

/** The interaction that an idempotency key of the store belongs to: without the person, and without a form's words. */
export function keyOfInteraction(stored: string): string {
  const parts = stored.split("/").slice(0, -2);
  return (stored.startsWith("slack/form/") ? parts.slice(0, 3) : parts).join("/");
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
