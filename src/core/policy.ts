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
  /** Two clocks may differ by this: a sign-in so close to a window is inside it. */
  clockTolerance: number;
  /** A declaration covers sign-ins this long before it: a shift, for the hour when chat was down too. */
  declareAfterwards: number;
  /** A sign-in this long after its request ended is called outside its window; later, it matches nothing. */
  outsideWindowFor: number;
  /** Sign-ins no further apart than this are one alert. */
  burstGap: number;
  /** Failed attempts this long before a success make the success suspicious. */
  failuresRemembered: number;
  /** A Sev 0 that nobody acknowledged is repeated after this, then after twice as long, and so on. */
  alertRepeat: number;
  /** … but at least this often. */
  longestAlertRepeat: number;
  /** An account's credential may be renewed this long after a use: a change in that time was expected. */
  renewWithin: number;
  /** A used credential must be renewed within this. */
  rotateAfterUse: number;
  /** … after somebody left who knew or kept a part of it. */
  rotateAfterStaffChange: number;
  /** … when somebody may know it who should not, or a use of it is unexplained. */
  rotateAfterSuspicion: number;
  /** A password that nobody used is renewed this often; 0: never. */
  rotatePasswords: number;
  /** The same for keys and certificates. */
  rotateKeys: number;
  /** Each account is drilled this often at least: Microsoft says 90 days. */
  drillEvery: number;
  /** … and this soon after somebody left. */
  drillAfterStaffChange: number;
  /** … and this soon after a drill that failed. */
  drillAfterFailure: number;
  /** A drill must be finished within this, with its rotation. */
  drillWithin: number;
  /** A use must be reviewed within this. */
  reviewWithin: number;
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
  clockTolerance: 2,
  declareAfterwards: 240,
  outsideWindowFor: 1_440,
  burstGap: 10,
  failuresRemembered: 60,
  alertRepeat: 5,
  longestAlertRepeat: 60,
  renewWithin: 1_440,
  rotateAfterUse: 1_440,
  rotateAfterStaffChange: 4_320,
  rotateAfterSuspicion: 240,
  rotatePasswords: 129_600,
  rotateKeys: 0,
  drillEvery: 129_600,
  drillAfterStaffChange: 20_160,
  drillAfterFailure: 10_080,
  drillWithin: 2_880,
  reviewWithin: 4_320,
};

/** A reminder that nobody heeds is said again after this many minutes. */
export const remindAgainAfter = 1_440;
/** A rotation by the calendar is opened this many days before it is due. */
export const rotationNotice = 14;
/** A use up to this many minutes before its account was first seen may still go on, and is renewed. */
export const useBeforeKnown = 1_440;
/** Seconds by which the directory and the audit log may differ about the moment of one change. */
export const sameChangeWithin = 60;

/** Failed attempts in one alert from which it is Sev 1: nobody mistypes an emergency password so often. */
export const manyFailures = 5;
/** Seconds in which a chat must have taken a Sev 0, before the fallback webhook is called. */
export const takenWithin = 30;
/** Rows of one alert; the next one begins another, so that no alert is too long to read. */
export const mostRowsOfAlert = 1_000;
/** A row that became readable later than this many minutes after it happened is called late. */
export const lateAfter = 15;
/** Looks, or rows, that may be missed in a row before the watch is blind. */
export const missedBeforeBlind = 3;

/** Characters a reason may have. Slack's text input ends at 3,000, and the card must hold it whole. */
export const longestReason = 2_000;
/** A reason shorter than this tells an approver nothing. */
export const shortestReason = 10;
/** Characters of a ticket or link. */
export const longestTicket = 200;
