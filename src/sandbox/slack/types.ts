// What the Slack stand-in offers: a Slack over real HTTP for the bot, and simulated people for tests and the
// practice page. `startSlack` lives in start-slack.ts.
import type { Call, Fault, Forgery, RawAnswer, RawRequest, Sent } from "./wire.ts";

type SlackTeam = { id: string; domain: string; name: string };

export type SlackPerson = {
  /** "U…" */
  id: string;
  name: string;
  /** IANA name. */
  tz: string;
  isGuest?: boolean;
  isBot?: boolean;
  deleted?: boolean;
  /** Another workspace's id: a Slack Connect person. */
  teamId?: string;
};

export type SlackChannel = {
  /** "C…" */
  id: string;
  name: string;
  /** "all" leaves out only another workspace's people, unless the channel is shared. The bot is in it unless `botIsIn` is false. */
  members: "all" | readonly string[];
  isExtShared?: boolean;
  botIsIn?: boolean;
};

export type SlackOptions = {
  team: SlackTeam;
  botToken: string;
  signingSecret: string;
  /** "A…" */
  appId?: string;
  bot: { id: string; userId: string; name: string };
  /** Where the bot hears Slack, e.g. http://127.0.0.1:3978/slack/events; `setBotUrl` sets it later. */
  botUrl?: string;
  people: readonly SlackPerson[];
  channels: readonly SlackChannel[];
  /** What the bot token may do. Those that the manifest asks for. */
  scopes?: readonly string[];
  /** 0, the default: any free port. */
  port?: number;
  /** Waits before the three redeliveries of an event. Default [0, 60, 300]. */
  eventRetrySeconds?: readonly number[];
  /** Slack's own limits are the default: about one message a second a channel, with a burst. */
  rates?: "off" | { perSecond: number; burst: number };
  /** How long the bot may take to answer a command, click or form. Default 3000, as on Slack. */
  ackLimitMs?: number;
  /** Milliseconds since 1970, for triggers, response URLs and timestamps. Default: the machine's clock. */
  clock?: () => number;
};

/** Block Kit JSON that passed the validator. */
export type Block = { type: string; block_id?: string; [property: string]: unknown };

export type TextObject = { type: "plain_text" | "mrkdwn"; text: string; emoji?: boolean; verbatim?: boolean };

export type Metadata = { event_type: string; event_payload: Record<string, unknown> };

export type Version = { text: string; blocks: readonly Block[] };

export type Message = Version & {
  ts: string;
  /** C… or D… */
  channel: string;
  threadTs?: string;
  metadata?: Metadata;
  editedAt?: string;
  deleted?: true;
  /** The user id of who wrote it: the bot's, or a person's. */
  by: string;
  /** Only this person sees it. */
  ephemeralFor?: string;
  /** How often it was changed. */
  updates: number;
  /** What it showed before each change, oldest first. */
  earlier: readonly Version[];
};

export type View = {
  id: string;
  type: "modal" | "home";
  hash: string;
  callback_id: string;
  private_metadata: string;
  title?: TextObject;
  submit?: TextObject | null;
  close?: TextObject | null;
  blocks: readonly Block[];
  notify_on_close?: boolean;
  clear_on_close?: boolean;
  external_id?: string;
};

/** A modal in front of a person; the last of a person's modals is on top. */
export type Modal = View & {
  user: string;
  /** The trigger that opened it. */
  trigger: string;
  /** What Slack or the bot says is wrong, by block id; the modal stays open. */
  errors: Readonly<Record<string, string>>;
};

/** What Slack shows a person who did something. */
export type Reaction = {
  /** Milliseconds until the bot acknowledged. */
  ms: number;
  /** The bot's HTTP status; 0 when no answer came. */
  status: number;
  /**
   * What went wrong, in Slack's word: operation_timeout (3 s), dispatch_failed (not a 2xx, or nobody there),
   * invalid_response (an acknowledgement Slack could not use; `detail` says why).
   */
  error?: "operation_timeout" | "dispatch_failed" | "invalid_response";
  detail?: string;
  /** Goes with everything the bot then opens or says: `modal.trigger`. */
  trigger: string;
  /** The message that the acknowledgement itself held. */
  message?: Message;
  /** The modal on top of this person's screen when the acknowledgement came and that this act opened or changed. */
  modal?: Modal;
  /** Under the fields of a form: Slack's own checks (then nothing was sent: status 0) or the bot's. */
  errors?: Readonly<Record<string, string>>;
};

export type Conversation = { id: string; name: string; messages: readonly Message[] };

/** An interactive element of a message or home, with the block it is in. */
export type Element = { type: string; action_id?: string; value?: string; [property: string]: unknown };

export type WhichElement = string | ((element: Element, blockId: string) => boolean);

type ClickOptions = Forgery & {
  /** Replay the buttons of an earlier version: 0 is as first posted. Default: what the message shows now. */
  version?: number;
  /** For a select or an input that dispatches: the value chosen. */
  value?: string;
};

export type SlackStandIn = {
  /** http://127.0.0.1:p/api/ */
  apiUrl: string;
  team: SlackTeam;
  people: readonly SlackPerson[];
  setBotUrl(url: string): void;
  /** Slack's check of a new request URL: does the bot return the challenge? */
  verifyBotUrl(): Promise<boolean>;

  /** Only what this person's own screen would show: their channels, DMs, ephemerals, modals. */
  seenBy(userId: string): {
    channels: readonly Conversation[];
    dms: readonly Conversation[];
    modals: readonly Modal[];
    home?: View;
  };
  /** Everything in it, deleted and ephemeral messages too, oldest first. */
  messages(channelId: string): readonly Message[];
  /** Every message anywhere that is not deleted, oldest first. */
  all(): readonly Message[];
  /** Waits until `look` finds something; rejects after `ms` (default 5000). */
  until<T>(look: () => T | undefined | false | null, ms?: number): Promise<T>;

  /** `text` is all that was typed: "/breakglass request" or only "request". */
  command(userId: string, text: string, channelId: string, forgery?: Forgery): Promise<Reaction>;
  /** Takes an element the person can see (a confirmation is taken as given); rejects when there is none. */
  click(
    userId: string,
    message: { channel: string; ts: string },
    which: WhichElement,
    options?: ClickOptions,
  ): Promise<Reaction>;
  /** Clicks inside an open modal or the home tab. */
  clickInView(userId: string, viewId: string, which: WhichElement, options?: ClickOptions): Promise<Reaction>;
  /** By block id: the text typed, or the value of the option picked. A missing one keeps its initial value. */
  submit(
    userId: string,
    viewId: string,
    values: Readonly<Record<string, string>>,
    forgery?: Forgery,
  ): Promise<Reaction>;
  close(userId: string, viewId: string): Promise<void>;
  /** Sends app_home_opened; the bot's answer is `seenBy(userId).home`. */
  openHome(userId: string): Promise<void>;
  /** Sends any event, with Slack's retries; resolves when it was taken or given up. */
  event(event: Record<string, unknown>, forgery?: Forgery): Promise<{ taken: boolean; attempts: number }>;

  /** Signed with the real secret unless it says otherwise. */
  send(raw: RawRequest): Promise<RawAnswer>;
  /** The last request again, byte for byte (or the one given). */
  replay(sent?: Sent): Promise<RawAnswer>;
  /** Everything sent to the bot. */
  sent: readonly Sent[];

  /** A fault for one method, for "response_url", or for "*", every one. */
  faults: { set(method: string, fault: Fault): void; clear(method?: string): void };
  calls: readonly Call[];
  /** Called after every change that somebody could see. Returns how to stop listening. */
  on(what: "change", heard: () => void): () => void;
  stop(): Promise<void>;
};
