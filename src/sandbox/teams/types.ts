// What the Teams stand-in offers: Teams' Bot Connector, its login and its keys over real HTTP for the bot, and
// simulated people for tests and the practice page. `startTeams` lives in start-teams.ts.
import type { Call, Fault, Operation, RawAnswer, RawOptions, Sent, TokenOverrides } from "./wire.ts";

export type TeamsPerson = {
  /** Entra object id. */
  objectId: string;
  name: string;
  /** IANA name. */
  timeZone: string;
  /** A B2B guest of our own tenant. */
  isGuest?: boolean;
  /** Another tenant's id: an external person in a shared channel. */
  tenantId?: string;
  /** Whether the app is installed for them, so that the bot can write to them. Default: yes for our own people. */
  installed?: boolean;
};

type TeamsChannel = {
  /** "19:…@thread.tacv2" */
  id: string;
  name: string;
  /** Object ids; "all": everybody of our own tenant. */
  members: "all" | readonly string[];
};

/** `id` is also the conversation id of the team's General channel, as in Teams. */
export type TeamsTeam = { id: string; name: string; channels: readonly TeamsChannel[] };

export type TeamsOptions = {
  /** GUID. */
  tenant: string;
  /** GUID of the bot's app registration. */
  appId: string;
  /** What an @mention says. */
  botName: string;
  /** http://…/api/messages; `setBotUrl` sets it later. */
  botUrl?: string;
  people: readonly TeamsPerson[];
  teams: readonly TeamsTeam[];
  /** What the bot's identity may do in Microsoft Graph. Nothing. */
  permissions?: readonly string[];
  /** 0, the default: any free port. */
  port?: number;
  /** Teams' own limits per conversation are the default: 7 in 1 s, 8 in 2 s, 60 in 30 s, 1800 in an hour. */
  rates?: "off" | readonly { count: number; seconds: number }[];
  /** How long the bot may take to answer an activity. Default 10 000. */
  answerLimitMs?: number;
  /** Sends an invoke that timed out once more, byte for byte, as Teams' backend does. Default false. */
  retryInvokes?: boolean;
  /** Milliseconds before the screens of people who are watching refresh themselves. Default 50. */
  refreshDelayMs?: number;
  /** Milliseconds since 1970, for message ids, rates and token lifetimes. Default: the machine's clock. */
  clock?: () => number;
};

/** What the bot must be pointed at: the settings of ConfigurationBotFrameworkAuthentication and the environment. */
export type TeamsSettings = {
  /** ToBotFromChannelOpenIdMetadataUrl */
  openIdMetadata: string;
  /** ToBotFromChannelTokenIssuer */
  issuer: "https://api.botframework.com";
  /** http://127.0.0.1:p/amer/ */
  serviceUrl: string;
  /** ToChannelFromBotLoginUrl */
  loginUrl: string;
  /** IDENTITY_ENDPOINT */
  identityEndpoint: string;
  /** IDENTITY_HEADER */
  identityHeader: string;
  /** Where Entra itself would publish its keys: the ones `token({ signedBy: "entra" })` signs with. */
  entraMetadata: string;
};

/** Adaptive Card JSON. */
export type Card = Readonly<Record<string, unknown>>;

export type Message = {
  /** Milliseconds since 1970, as text. */
  id: string;
  /** Without `;messageid=`. */
  conversationId: string;
  /** A reply: the id of the message that opened the thread. */
  rootId?: string;
  text: string;
  textFormat: "markdown" | "plain" | "xml";
  /** What a notification and a screen reader say of a card. */
  summary?: string;
  /** As the viewer who asked sees it: their refreshed one, if any. */
  card?: Card;
  /** Only this person (object id) sees it. */
  targetedFor?: string;
  editedAt?: string;
  /** Seen as "This message has been deleted". */
  deleted?: true;
  /** Whether it rang when it was posted. An edit never rings. */
  notify: boolean;
  /** "bot", or the object id of who wrote it. */
  by: string;
  /** How often it was edited. */
  edits: number;
};

export type Thread = { root: Message; replies: readonly Message[] };

export type SeenChannel = { id: string; name: string; team: string; threads: readonly Thread[] };

/** What Teams shows a person who did something. */
export type Reaction = {
  /** The bot's HTTP status; 0 when nothing was sent or no answer came. */
  status: number;
  /** Milliseconds until the bot answered. */
  ms: number;
  /** What the bot had said, visible to this person in this conversation, by the time it answered. */
  replies: readonly Message[];
  /** Shown in place of the card they clicked on. */
  card?: Card;
  /** A short private message over the card. */
  toast?: string;
  /** What the client says when things went wrong; `detail` says why, for a test to read. */
  error?: string;
  detail?: string;
  /** Inputs that the client itself refused, by id; nothing was sent. */
  invalid?: Readonly<Record<string, string>>;
  /** The body of the bot's HTTP answer. */
  body: unknown;
};

export type SayOptions = {
  /** Begins with an @mention of the bot. Default: in channels yes, in the personal chat no. */
  mention?: boolean;
  /** Sent as a slash command of manifest 1.29: only the sender and the bot see it. */
  slash?: boolean;
};

/** An action of a card, as the card has it. */
export type CardAction = Readonly<Record<string, unknown>> & { type: string; title?: string; verb?: string };

/** A verb, else a title; or a look at the action itself. */
export type WhichAction = string | ((action: CardAction) => boolean);

export type TeamsStandIn = {
  settings: TeamsSettings;
  people: readonly (TeamsPerson & {
    /** "29:…", what the bot knows this person by. */
    mri: string;
    /** Conversation id of their chat with the bot. */
    chat: string;
  })[];
  setBotUrl(url: string): void;
  /** Tells the bot where it is installed, as Teams does: one per team, one per personal chat. */
  install(): Promise<readonly Reaction[]>;
  /** Installs or removes the app for one person, or (team id) for one team, and tells the bot. */
  setInstalled(objectIdOrTeamId: string, installed: boolean): Promise<Reaction>;

  /** Only what this person's own screen would show. */
  seenBy(objectId: string): { channels: readonly SeenChannel[]; chat: readonly Message[] };
  /** Every message anywhere that is not deleted, oldest first, with the card as posted. */
  all(): readonly Message[];
  /** Waits until `look` finds something, looking again at each change; rejects after `ms` (default 5000). */
  until<T>(look: () => T | undefined | false | null, ms?: number): Promise<T>;

  /**
   * `where`: "personal", a channel's id (opens a thread), or "<channel id>;messageid=<root>" (answers in one).
   * In a channel the bot hears only a mention or a slash command: anything else is shown and not sent (status 0).
   */
  say(objectId: string, where: string, text: string, options?: SayOptions): Promise<Reaction>;
  /**
   * Fills in inputs and clicks an action of the card as this person sees it (in a ShowCard too). Rejects when this
   * person does not see the message, the action or an input. Action.Submit goes out as a message, as in Teams.
   */
  execute(
    objectId: string,
    messageId: string,
    which: WhichAction,
    inputs?: Readonly<Record<string, string>>,
  ): Promise<Reaction>;
  /** The client shows a card: sends its refresh if this person is to have one. undefined: nothing to refresh. */
  show(objectId: string, messageId: string): Promise<Reaction | undefined>;
  /** People who are watching have every card refreshed by itself, shortly after it is posted or edited. */
  watch(objectId: string, watching: boolean): void;
  /** Resolves when no screen has a refresh under way or waiting. */
  settled(): Promise<void>;

  /** A token such as the channel's. Honest unless it says otherwise. */
  token(overrides?: TokenOverrides): Promise<string>;
  /** An honest activity to lie with: a message of this person, as `say` would send it. */
  activity(objectId: string, where: string, text: string, options?: SayOptions): Record<string, unknown>;
  /** Posts anything at all to the bot. */
  raw(activity: unknown, options?: RawOptions): Promise<RawAnswer>;
  /** The last request again, byte for byte (or the one given). */
  replay(sent?: Sent): Promise<RawAnswer>;
  /** Everything sent to the bot, oldest first; the last 1000. */
  sent: readonly Sent[];

  /** A new signing key, published at once; tokens of the old one are not sent any more. */
  rotateKeys(): Promise<void>;
  /** Whether the metadata and the keys answer 503. */
  keysDown(down: boolean): void;
  faults: { set(operation: Operation, fault: Fault): void; clear(operation?: Operation): void };
  /** The bot's calls, oldest first; the last 5000. */
  calls: readonly Call[];
  /** Called after every change that somebody could see. Returns how to stop listening. */
  on(what: "change", heard: () => void): () => void;
  stop(): Promise<void>;
};
