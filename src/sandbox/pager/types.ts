// What the stand-in for a paging service offers: a webhook that checks signatures, and PagerDuty's Events API v2.

export type PagerSettings = {
  /** Takes generic JSON, signed. */
  webhookUrl: string;
  webhookSecret: string;
  /** `…/v2/enqueue`. */
  pagerDutyUrl: string;
  routingKey: string;
  /** The certificate that signed the stand-in's own: PEM. */
  ca: string;
};

export type PagerOptions = {
  secret?: string;
  routingKey?: string;
  /** False: plain HTTP. */
  secure?: boolean;
  /** Milliseconds since 1970. */
  clock?: () => number;
};

/** What is wrong with it, from now on. */
export type PagerFault =
  | "none"
  | "down" // 503 with an HTML body
  | "throttled" // 429
  | "hanging"; // accepts, and never answers

export type Heard = {
  /** When it came: ISO 8601. */
  at: string;
  road: "webhook" | "pager-duty";
  /** What it names as the incident: messages with the same name are one. */
  incident: string;
  action: "trigger" | "acknowledge" | "resolve";
  /** Its title; empty where PagerDuty is told no more than that it is over. */
  text: string;
  /** The whole body, as it came. */
  body: unknown;
};

export type PagerStandIn = {
  settings: PagerSettings;
  /** What it took, oldest first. */
  heard(): readonly Heard[];
  /** What it turned away, and why, oldest first. */
  refused(): readonly { at: string; status: number; why: string }[];
  /** How many came while it was hanging. */
  waiting(): number;
  fault(fault: PagerFault): void;
  state(): { fault: PagerFault };
  /** Something was heard or refused, or the fault changed. Returns how to stop listening. */
  on(event: "change", heard: () => void): () => void;
  stop(): Promise<void>;
};
