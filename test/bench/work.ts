// What is asked of the bots, and what is asked of the bare framework beside it.
import { approveButton, command } from "./slack-requests.ts";
import { approveInvoke, message } from "./teams-requests.ts";

export type Base = "bolt" | "botbuilder";

/** What requests need to be made for a target. */
export type Senders = { platforms: string; token: string; forgedToken: string };

export type Work = {
  name: string;
  /** One line for the reader: what we do, and what the base does. */
  what: string;
  base: Base;
  /** Ours writes one entry to its log for each, and flushes it, before it answers. */
  recorded: boolean;
  /** Each answer is followed by a message to this platform. */
  told?: "slack" | "teams";
  /** The expected answers. */
  status: { ours: number; base: number };
  /** `n`: a request on record, another one each time. */
  request(n: number, senders: Senders): Buffer;
};

const fine = { ours: 200, base: 200 };

/**
 * A decision can be made once, so the load makes the same refused ones again and again: refusals are read, decided,
 * chained and flushed like any other outcome, only that no card changes.
 */
export const works: readonly Work[] = [
  {
    name: "whoami",
    what: "Slack command, answered from memory; Bolt: a fixed line",
    base: "bolt",
    recorded: false,
    status: fine,
    request: (_, senders) => command("whoami", senders),
  },
  {
    name: "command",
    what: "Slack command that is refused and recorded; Bolt: a fixed line",
    base: "bolt",
    recorded: true,
    status: fine,
    request: (n, senders) => command(`withdraw BG-${n}`, senders),
  },
  {
    name: "button",
    what: "Slack Approve that is refused and recorded, then told in private; Bolt: chat.update",
    base: "bolt",
    recorded: true,
    told: "slack",
    status: fine,
    request: approveButton,
  },
  {
    name: "message",
    what: "Teams message that is refused and recorded, then told in private; botbuilder: a reply",
    base: "botbuilder",
    recorded: true,
    told: "teams",
    status: fine,
    request: (n, senders) => message(`withdraw BG-${n}`, senders),
  },
  {
    name: "invoke",
    what: "Teams Approve that is refused and recorded, told in the answer; botbuilder: a card in the answer",
    base: "botbuilder",
    recorded: true,
    status: fine,
    request: approveInvoke,
  },
  {
    name: "forged-slack",
    what: "a button with a wrong signature",
    base: "bolt",
    recorded: false,
    status: { ours: 401, base: 401 },
    request: (n, senders) => approveButton(n, { ...senders, secret: "somebody else's" }),
  },
  {
    name: "forged-teams",
    what: "an invoke with a token of the wrong key",
    base: "botbuilder",
    recorded: false,
    status: { ours: 401, base: 500 },
    request: (n, senders) => approveInvoke(n, { ...senders, token: senders.forgedToken }),
  },
];

/** Throws when there is none of that name. */
export function workOf(name: string): Work {
  const work = works.find((one) => one.name === name);
  if (!work) throw new Error(`no work is called ${name}`);
  return work;
}
