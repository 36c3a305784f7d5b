// What goes over the wire between the bot and the Slack stand-in, for tests: lies, requests as they are, faults and calls.

/** Ways to lie in an act. What is left out is honest. */
export type Forgery = {
  secret?: string;
  /** Added to the signed timestamp: -400 is old, 86400 is tomorrow. */
  secondsOff?: number;
  /** The team of the envelope. */
  team?: string;
  /** The team of the user inside the envelope. */
  userTeam?: string;
  appId?: string;
  /** The old verification token. */
  token?: string;
};

export type RawRequest = {
  body: string;
  /** Default application/x-www-form-urlencoded. */
  contentType?: string;
  /** Added, or put in place of the honest ones. `undefined` leaves one out. */
  headers?: Readonly<Record<string, string | undefined>>;
  secret?: string;
  secondsOff?: number;
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

/** What goes wrong with a method's next calls. */
export type Fault = {
  latencyMs?: number;
  /** Never answered; the connection stays open. */
  hang?: boolean;
  /** The connection is cut. */
  reset?: boolean;
  status?: number;
  /** Seconds, with status 429. */
  retryAfter?: number;
  /** Sent in place of JSON, as text/html. */
  body?: string;
  /** {"ok":false,"error":…} */
  slackError?: string;
  /** How many calls; default: until cleared. */
  times?: number;
  /** The call is carried out first, and only then its answer is spoiled. */
  afterDoing?: boolean;
};

/** One call of the bot. `args` holds no token. `method` is "response_url" for those. */
export type Call = {
  method: string;
  at: number;
  args: Readonly<Record<string, unknown>>;
  ok: boolean;
  error?: string;
};
