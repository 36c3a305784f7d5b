// What the stand-in for Entra offers: a directory's logs as Log Analytics and Graph tell them, and the token endpoint.

/** Each part has a port of its own. */
export type EntraSettings = {
  /** `https://localhost:<port>/v1`. */
  logAnalyticsUrl: string;
  /** `https://localhost:<port>/graph/`. */
  graphUrl: string;
  /** `https://localhost:<port>/login`. */
  authorityHost: string;
  workspace: string;
  tenant: string;
  clientId: string;
  clientSecret: string;
  /** The app registration that Azure Monitor's secure webhook is for: the audience of `webhookToken`. */
  webhookApp: string;
  /** The certificate that signed the stand-in's own: PEM. */
  ca: string;
};

export type EntraOptions = {
  tenant?: string;
  accounts?: readonly Directory[];
  /** The client secret that the token endpoint accepts. Random. */
  secret?: string;
  /** What the app may do at first: to read the logs and the users in Graph. */
  granted?: Partial<Granted>;
  /** "off": no rate limits. On: 200 queries in 30 s, and 5 Graph calls in 10 s. */
  rates?: "on" | "off";
  /** Milliseconds between rows of other people of the tenant, or none of them. 1500. */
  background?: number | "off";
  /** Tables that exist; a query of another one is refused. All of them. */
  tables?: readonly TableName[];
  /** How much one answer of Log Analytics may hold: above it, the answer is partial. The service's own. */
  limits?: { rows: number; bytes: number };
  /** Milliseconds since 1970. */
  clock?: () => number;
};
/** Application permissions of Microsoft Graph by name, and roles of the tenant by template id. */
export type Granted = { permissions: readonly string[]; directoryRoles: readonly string[] };
/** A user of the directory, named in the rows. */
export type Directory = { objectId: string; upn: string; label: string };
export type TableName = "SigninLogs" | "AADNonInteractiveUserSignInLogs" | "AuditLogs";

export type NewSignIn = {
  /** Entra object id. */
  account: string;
  /**
   * `mfa-asked`: two rows of one sign-in, asked for a second factor and then let in.
   * `mfa-abandoned`: only the first of them: the password was right, the second factor never came.
   */
  result: "success" | "failure" | "mfa-asked" | "mfa-abandoned";
  /** AADSTS number of a failure. 50126: wrong password. */
  code?: number;
  from: { ip: string; country: string; city: string };
  interactive?: boolean;
  application?: string;
  userAgent?: string;
  /** Seconds ago. 0. */
  ago?: number;
  /** Seconds until it can be read. 0. */
  late?: number;
};

export type NewChange = {
  operation: string;
  /** Object ids of users and groups that it changes. */
  targets: readonly string[];
  by: { id: string; name: string; ip: string };
  properties?: readonly string[];
  result?: "success" | "failure";
  /** Seconds ago. 0. */
  ago?: number;
  late?: number;
};

/** What is wrong with a part, from now on. */
export type EntraFault =
  | "none"
  | "throttled" // 429 with Retry-After
  | "unavailable" // 503 with an HTML body
  | "cut" // 200, and the connection ends in the middle of the body
  | "partial" // 200 with PartialError (Log Analytics only)
  | "hanging" // accepts, and never answers
  | "refused"; // 401 (token endpoint: invalid_client)
export type EntraPart = "log-analytics" | "graph" | "login";

/** Who signs a webhook token: `stranger` is a key that Entra does not publish; the others are classic forgeries. */
export type WebhookSigner = "entra" | "stranger" | "none" | "shared-secret";

export type EntraStandIn = {
  settings: EntraSettings;
  /** Returns the row's Id: of several, the last one's. */
  signIn(row: NewSignIn): string;
  change(row: NewChange): string;
  /**
   * Diagnostic settings on or off, all of them or the category of one table: off, its rows reach neither source, and its
   * heartbeats cease; on again, they are lost.
   */
  connected(on: boolean, table?: TableName): void;
  /** Throws for "partial" of a part that knows no partial answers. */
  fault(part: EntraPart, fault: EntraFault): void;
  /** Milliseconds every answer takes. 0. */
  delay(ms: number): void;
  /** From the next token on the app may do this. */
  grant(granted: Partial<Granted>): void;
  /** The token that Azure Monitor's secure webhook brings. `claims`: instead of the honest ones; undefined removes one. */
  webhookToken(claims?: Record<string, unknown>, signedBy?: WebhookSigner): Promise<string>;
  /** Rows that were made here, newest first, for the page. */
  log(): readonly LoggedRow[];
  /** `connected`: every category is. */
  state(): { connected: boolean; faults: Readonly<Record<EntraPart, EntraFault>>; delay: number };
  /** How many requests came in, by part: answered or not. */
  asked(): Readonly<Record<EntraPart, number>>;
  /** The clock went ahead: the other people of the tenant do something at once, so that the logs do not seem broken. */
  leapt(): void;
  /** A row became readable, or the state changed. Returns how to stop listening. */
  on(event: "change", heard: () => void): () => void;
  stop(): Promise<void>;
};

/** `readableAt`: undefined when it never becomes readable, because the logs were disconnected. */
export type LoggedRow = { id: string; at: string; readableAt: string | undefined; text: string };
