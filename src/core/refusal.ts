// Every reason why a wish comes to nothing. `refusalWords` in words.ts has a sentence for each.

export type Refusal =
  // who speaks
  | "unknown-person"
  | "ambiguous-person"
  | "foreign-tenant"
  | "guest"
  | "external"
  | "bot"
  | "disabled"
  | "standing-unknown"
  // what they may
  | "not-a-responder"
  | "not-an-approver"
  | "not-a-custodian"
  | "not-the-requester"
  | "not-yours-to-end"
  | "same-person"
  // what is being asked for
  | "no-such-request"
  | "no-such-account"
  | "no-such-part"
  | "which-request"
  | "which-part"
  | "none-of-yours"
  | "reason-missing"
  | "reason-too-long"
  | "duration-out-of-range"
  // when and in what state
  | "already-asked"
  | "already-answered"
  | "already-decided"
  | "already-released"
  | "already-attested"
  | "already-declared"
  | "extension-open"
  | "question-closed"
  | "expired"
  | "over"
  | "not-open"
  | "nothing-to-attest"
  // about alerts
  | "not-soc"
  | "no-such-alert"
  | "which-alert"
  | "own-use"
  | "already-acknowledged"
  | "already-classified"
  | "already-closed"
  | "not-classified"
  // where from
  | "foreign-card";
