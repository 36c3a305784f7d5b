// The numbers of the process, each with its reason. `breakglass.yaml` may set its own under `policy:`.

/** All numbers are minutes. */
export type Policy = {
  /** A request nobody answered is over after this: the emergency has changed by then, ask anew. */
  answerWithin: number;
  /** Tier 2 is asked after this: long enough to find a phone, short enough for an emergency. */
  nextTierAfter: number;
  /** Approvers who have not answered are reminded this often. */
  remindEvery: number;
  /** The window offered first: most lock-outs are mended in an hour. */
  defaultWindow: number;
  /** The longest window one approval opens; longer work needs an extension, and so a new approval. */
  longestWindow: number;
  /** People in a window are told this long before it closes. */
  closingNotice: number;
  /** A declaration must be attested by a second person within this: one shift. */
  attestWithin: number;
  /** A missed attestation is told again this often, until somebody attests. */
  attestRepeat: number;
};

export const defaultPolicy: Policy = {
  answerWithin: 30,
  nextTierAfter: 5,
  remindEvery: 10,
  defaultWindow: 60,
  longestWindow: 240,
  closingNotice: 10,
  attestWithin: 240,
  attestRepeat: 60,
};

/** Characters a reason may have. Slack's text input ends at 3,000, and the card must hold it whole. */
export const longestReason = 2_000;
/** A reason shorter than this tells an approver nothing. */
export const shortestReason = 10;
/** Characters of a ticket or link. */
export const longestTicket = 200;
