// Names of things. A branded id is made only by its parser, so an unchecked string cannot pass for one.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A human: the first Entra object id that the roster lists for them, a lower-case GUID. */
export type PersonId = Branded<"person">;
/** An emergency access account: its Entra object id, a lower-case GUID. */
export type AccountId = Branded<"account">;
/** A request: `BG-12`. */
export type RequestId = Branded<"request">;
/** An alert: `AL-7`. */
export type AlertId = Branded<"alert">;
/** A rotation: `RO-3`. */
export type RotationId = Branded<"rotation">;
/** A drill: `DR-4`. */
export type DrillId = Branded<"drill">;

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The GUID in lower case, or undefined when the text is no GUID. */
export function parseGuid(raw: string): string | undefined {
  const lower = raw.trim().toLowerCase();
  return guid.test(lower) ? lower : undefined;
}

export const parsePersonId = (raw: string): PersonId | undefined => parseGuid(raw) as PersonId | undefined;

export const parseAccountId = (raw: string): AccountId | undefined => parseGuid(raw) as AccountId | undefined;

/** `bg-12`, ` BG-12` and `12` are all BG-12: a person under stress types any of them. */
export function parseRequestId(raw: string): RequestId | undefined {
  const match = /^(?:bg-)?([1-9]\d{0,8})$/i.exec(raw.trim());
  return match ? requestId(Number(match[1])) : undefined;
}

export const requestId = (number: number): RequestId => `BG-${number}` as RequestId;

/** `al-7` and ` AL-7` are AL-7; a bare number is a request's. */
export function parseAlertId(raw: string): AlertId | undefined {
  const match = /^al-([1-9]\d{0,8})$/i.exec(raw.trim());
  return match ? alertId(Number(match[1])) : undefined;
}

export const alertId = (number: number): AlertId => `AL-${number}` as AlertId;

export function parseRotationId(raw: string): RotationId | undefined {
  const match = /^ro-([1-9]\d{0,8})$/i.exec(raw.trim());
  return match ? rotationId(Number(match[1])) : undefined;
}

export const rotationId = (number: number): RotationId => `RO-${number}` as RotationId;

export function parseDrillId(raw: string): DrillId | undefined {
  const match = /^dr-([1-9]\d{0,8})$/i.exec(raw.trim());
  return match ? drillId(Number(match[1])) : undefined;
}

export const drillId = (number: number): DrillId => `DR-${number}` as DrillId;
