// What goes over the wire between the bot and the Teams stand-in, for tests: lies, requests as they are, faults and calls.

/** Ways to lie in a token. What is left out is honest. */
export type TokenOverrides = {
  /** Merged over the honest claims; undefined leaves one out. */
  claims?: Readonly<Record<string, unknown>>;
  /** Merged over the honest header. */
  header?: Readonly<Record<string, unknown>>;
  /**
   * "channel" (honest), "entra": the keys of the Entra metadata document, with the claims of a token of the bot's own
   * app; "stranger": a key that nobody publishes, under the honest key's id; "unendorsed": a published key that
   * endorses only webchat; "none": alg none, no signature; "shared-secret": HS256 with the public key as the secret.
   */
  signedBy?: "channel" | "entra" | "stranger" | "unendorsed" | "none" | "shared-secret";
  /** Negative: expired. Default 3600. */
  lifetimeSeconds?: number;
};

export type RawOptions = {
  /** Default: an honest token. null: none. */
  token?: string | null;
  headers?: Readonly<Record<string, string>>;
  /** Sent in place of the activity's JSON. */
  body?: string;
  method?: string;
};

export type RawAnswer = { status: number; body: string; ms: number };

/** A request to the bot exactly as it went out. */
export type Sent = {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  at: number;
  status: number;
};

/** `connector` is every one of send, reply, update, delete, createConversation and members. */
export type Operation =
  | "connector"
  | "send"
  | "reply"
  | "update"
  | "delete"
  | "createConversation"
  | "members"
  | "token"
  | "openId"
  | "keys";

/** What goes wrong with an operation's next calls. */
export type Fault = {
  latencyMs?: number;
  /** Never answered; the connection stays open. */
  hang?: boolean;
  /** The connection is cut. */
  reset?: boolean;
  status?: number;
  /** Seconds. */
  retryAfter?: number;
  /** Teams' error code, with `status`: MessageWritesBlocked, BotDisabledByAdmin, … */
  code?: string;
  /** Sent in place of JSON, as text/html. */
  html?: string;
  /** How many calls; default: until cleared. */
  times?: number;
  /** The call is carried out first, and only then its answer is spoiled. */
  afterDoing?: boolean;
};

/** One call of the bot, without its token. */
export type Call = {
  operation: Operation;
  method: string;
  path: string;
  query: Readonly<Record<string, string>>;
  body: unknown;
  at: number;
  /** 0 when the connection was cut or left hanging. */
  status: number;
  /** The error code of the answer. */
  code?: string;
};
