// What the page and its server tell each other: what two people see on their screens, and what they do.
import type { EntraFault, EntraPart, LoggedRow } from "../entra/types.ts";
import type { Heard, PagerFault } from "../pager/types.ts";
import type { ClockState } from "../practice-clock.ts";
import type { Conversation, Modal, View } from "../slack/types.ts";
import type { SeenChannel, Message as TeamsMessage } from "../teams/types.ts";

export type State = {
  slack: {
    channels: readonly Conversation[];
    dms: readonly Conversation[];
    modals: readonly Modal[];
    /** Their Home tab, when the bot published one. */
    home?: View;
  };
  teams: { channels: readonly SeenChannel[]; chat: readonly TeamsMessage[] };
  /** The newest private message of each person, for the marks on the pickers: by Slack user id or object id. */
  newest: Readonly<Record<string, string>>;
  entra: EntraState;
  /** Whether a chat takes nothing that the bot says. */
  down: Readonly<Record<"slack" | "teams", boolean>>;
  clock: ClockState;
  bot: BotState;
};

export type EntraState = {
  /** Newest first. */
  rows: readonly LoggedRow[];
  connected: boolean;
  faults: Readonly<Record<EntraPart, EntraFault>>;
  /** What the second road heard, newest first. */
  paged: readonly Pick<Heard, "at" | "incident" | "action" | "text">[];
  pagerFault: PagerFault;
};

export type BotState = {
  /** Why it is not running any more; undefined while it runs. */
  dead: string | undefined;
  /** What its /readyz says. */
  ready: { status: number; body: unknown };
};

export type BotPart = { ready: boolean; why?: string };

/** What its /readyz says of each part; none of a bot that does not answer. */
export const partsOf = ({ body }: BotState["ready"]): Readonly<Record<string, BotPart>> =>
  (body as { parts?: Record<string, BotPart> }).parts ?? {};

/** Never changes while the practice tenant runs. */
export type Company = {
  name: string;
  /** IANA name. */
  timeZone: string;
  people: readonly Employee[];
  accounts: readonly {
    label: string;
    upn: string;
    custody: string;
    parts: readonly string[];
    approvals: string;
  }[];
  slack: { name: string; bot: string; botUser: string };
  teams: { bot: string };
  /** What can be done in Entra, and from where. */
  entra: Readonly<
    Record<"accounts" | "places" | "outcomes" | "changes" | "doers", readonly { id: string; name: string }[]>
  >;
  /** Files of this machine, and the address of the calendar. */
  places: { log: string; config: string; calendar: string };
};

export type Employee = {
  name: string;
  job: string;
  roles: string;
  timeZone: string;
  slack: string;
  teams: string;
};

/** What came of something a person did: `error` is what the platform itself says went wrong. */
export type Outcome = {
  error?: string;
  /** Teams: a short private message over the card. */
  toast?: string;
  /** Fields that must be mended, by id. */
  invalid?: Readonly<Record<string, string>>;
};
