// What shows that a credential is another one. Alice used the account at nine; minutes count from there.
import { describe, expect, test } from "vitest";
import type { CustodyKind } from "../../../src/core/organisation.ts";
import type { CredentialLook } from "../../../src/core/ports/entra.ts";
import type { RotationEvent } from "../../../src/core/rotation/events.ts";
import { proofOf } from "../../../src/core/rotation/proof.ts";
import type { Change } from "../../../src/core/sign-in/row.ts";
import { change } from "../../kit/alert-events.ts";
import { ada, after, first, second } from "../../kit/cast.ts";
import {
  attested,
  byCalendar,
  confirmed,
  joined,
  left,
  opened,
  proved,
  rotationFrom,
  suspected,
  unexplained,
  use,
} from "./kit.ts";

const changedAt = (at: number): CredentialLook => ({ type: "seen", passwordChangedAt: after(at) });
const noPassword: CredentialLook = { type: "seen", passwordChangedAt: undefined };
const blind: CredentialLook = { type: "blind", why: "Graph answered 503." };

const itself = { id: first.id.toUpperCase(), name: undefined, ip: undefined };
const byName = { id: undefined, name: first.upn.toUpperCase(), ip: undefined };
const unsaid = { id: undefined, name: undefined, ip: undefined };
const added = (at: number, more: Partial<Change> = {}) =>
  change(at, { operation: "Add FIDO2 security key", ...more });
const deleted = (at: number, more: Partial<Change> = {}) =>
  change(at, { operation: "Delete FIDO2 security key(s)", ...more });

const used = [opened(use(0))];
const proof = (look?: CredentialLook, changes: readonly Change[] = [], events = used) =>
  proofOf(rotationFrom(...events), look, changes);

describe("a password", () => {
  test("Entra itself says when it was changed, whatever is in the log", () => {
    expect(proof(changedAt(10))).toEqual({
      what: "password",
      changedAt: after(10),
      source: "directory",
      by: undefined,
    });
  });

  test.each<[string, CredentialLook | undefined]>([
    ["not asked", undefined],
    ["blind", blind],
    ["no password", noPassword],
    ["changed before the use", changedAt(-1)],
    ["changed in the very moment of it", changedAt(0)],
  ])("no word of the directory: %s", (_, look) => {
    expect(proof(look)).toBeUndefined();
    expect(proof(look, [change(10)])).toEqual({
      what: "password",
      changedAt: after(10),
      source: "audit",
      by: { id: ada.id, name: "ada@contoso.com" },
    });
  });

  test.each(["Reset password (by admin)", "Change password (self-service)", "RESET USER PASSWORD"])(
    "by the audit log: %s",
    (operation) => expect(proof(undefined, [change(10, { operation })])).toMatchObject({ what: "password" }),
  );

  test.each([
    "Admin started password reset",
    "Set force change user password",
    "Self-service password reset flow activity progress",
    "Blocked from self-service password reset",
    "Update StsRefreshTokenValidFrom Timestamp",
    "Unlock user account",
    "Update user",
    "User registered security info",
    "Add Windows Hello for Business credential",
  ])("what may have changed something else proves nothing: %s", (operation) => {
    const row = change(10, { operation, properties: ["PasswordProfile"] });
    expect(proof(undefined, [row])).toBeUndefined();
  });

  test("where both tell of one change, Entra's own word counts, and the log says who", () => {
    const rows = [change(10.2, { by: { id: undefined, name: "ada@contoso.com", ip: undefined } })];
    expect(proof(changedAt(10), rows)).toEqual({
      what: "password",
      changedAt: after(10),
      source: "directory",
      by: { id: undefined, name: "ada@contoso.com" },
    });
  });

  test("of several changes, the newest", () => {
    expect(proof(changedAt(10), [change(30), change(20)])?.changedAt).toEqual(after(30));
    expect(proof(changedAt(40), [change(30)])).toMatchObject({ source: "directory", by: undefined });
  });
});

describe("a key", () => {
  test.each([
    ["registered first", [added(10), deleted(15)]],
    ["deleted first", [deleted(10), added(15)]],
    ["told in the other order", [added(15), deleted(10)]],
    ["by their newer names", [change(10, { operation: "Add passkey" }), deleted(15)]],
  ])("another one is registered and the old one deleted: %s", (_, rows) => {
    expect(proof(undefined, rows)).toMatchObject({ what: "key", changedAt: after(10), source: "audit" });
  });

  test("who registered it stands in the record", () => {
    const rows = [added(15), deleted(10, { by: unsaid })];
    expect(proof(undefined, rows)?.by).toEqual({ id: ada.id, name: "ada@contoso.com" });
  });

  test.each([
    ["only registered", [added(10)]],
    ["only deleted", [deleted(10)]],
    ["registered before the use", [added(-1), deleted(10)]],
    ["deleted before the use", [deleted(-1), added(10)]],
    ["one of them failed", [added(10), deleted(15, { succeeded: false })]],
  ])("half of it is nothing: %s", (_, rows) => expect(proof(undefined, rows)).toBeUndefined());

  test("a use between the two, known afterwards, leaves half of it", () => {
    const rows = [added(10), deleted(20)];
    const found = proof(undefined, rows);
    if (!found) throw new Error("no proof");
    const known: RotationEvent[] = [...used, { type: "rotation-proved", at: after(21), proof: found }];
    const later = [...known, joined(use(15), 22)];
    expect(rotationFrom(...later).proof).toBeUndefined();
    expect(proof(undefined, rows, later)).toBeUndefined();
  });
});

describe("no proof", () => {
  test.each([
    ["it failed", change(10, { succeeded: false })],
    ["before the use", change(-1)],
    ["in the very moment of the use", change(0)],
    ["another account", change(10, { touches: [second.id] })],
    ["the account's own doing", change(10, { by: itself })],
  ])("%s", (_, row) => expect(proof(undefined, [row])).toBeUndefined());

  test("a row that does not say whether it worked, or who did it, counts", () => {
    expect(proof(undefined, [change(10, { succeeded: undefined })])).toBeDefined();
    expect(proof(undefined, [change(10, { by: unsaid })])?.by).toEqual({ id: undefined, name: undefined });
  });

  test("keys that the account gave to itself", () => {
    expect(proof(undefined, [added(10, { by: itself }), deleted(15)])).toBeUndefined();
  });

  test("the directory tells of what the account did itself", () => {
    expect(proof(changedAt(10), [change(10.3, { by: itself })])).toBeUndefined();
    expect(proof(changedAt(10.3), [change(10, { by: itself })])).toBeUndefined();
    expect(proof(changedAt(20), [change(10, { by: itself })])).toMatchObject({ changedAt: after(20) });
  });

  test("whoever is in the account and changes it again has undone the renewal", () => {
    expect(proof(undefined, [change(10), change(15, { by: itself })])).toBeUndefined();
    expect(proof(undefined, [change(10), change(15, { by: itself }), change(20)])).toMatchObject({
      changedAt: after(20),
    });
  });

  test("where the account is known, so is its own doing by name", () => {
    const rows = [change(10, { by: byName })];
    expect(proofOf(rotationFrom(...used), undefined, rows, first)).toBeUndefined();
    expect(proofOf(rotationFrom(...used), undefined, [change(10, { by: unsaid })], first)).toBeDefined();
  });

  test.each<[string, readonly RotationEvent[]]>([
    ["proved and confirmed", [...used, proved(), confirmed()]],
    ["attested", [...used, attested(), attested(ada)]],
  ])("nothing is asked for any more: %s", (_, events) => {
    expect(proof(changedAt(200), [], [...events])).toBeUndefined();
  });
});

describe("newer than every cause", () => {
  test.each([
    ["the calendar", [opened(byCalendar, 5)]],
    ["a departure", [opened(left(), 5)]],
    ["a suspicion", [opened(suspected(), 5)]],
    ["a use, and a departure afterwards", [...used, joined(left(), 5)]],
    ["a use, and a suspicion afterwards", [...used, joined(suspected(), 5)]],
    ["a use that became known late", [opened(use(5), 100)]],
    ["a use that nothing explains", [opened(unexplained(5), 100)]],
    ["two uses, the later one known first", [opened(use(5), 6), joined(unexplained(1), 7)]],
  ])("%s", (_, events) => {
    expect(proof(changedAt(5), [], events)).toBeUndefined();
    expect(proof(changedAt(5.1), [], events)).toBeDefined();
  });
});

describe("what is known already", () => {
  const known = [...used, proved(121, 120)];

  test("is not told again, nor is the log's word on the same change", () => {
    expect(proof(changedAt(120), [], known)).toBeUndefined();
    expect(proof(undefined, [change(120.5)], known)).toBeUndefined();
    expect(proof(undefined, [change(60)], known)).toBeUndefined();
  });

  test("a later change is", () => {
    expect(proof(changedAt(122), [], known)?.changedAt).toEqual(after(122));
  });

  test("after a newer use, only what is newer than that", () => {
    const again = [...known, joined(use(130), 131)];
    expect(proof(changedAt(120), [], again)).toBeUndefined();
    expect(proof(changedAt(140), [], again)).toBeDefined();
  });
});

test.each<[CustodyKind, boolean, boolean]>([
  ["hardware-key", false, true],
  ["certificate", false, false],
  ["split-password", true, false],
  ["password-and-token", true, false],
  ["vault", true, true],
])("where the account is known, what it is kept by must be another one: %s", (kind, byPassword, byKey) => {
  const account = { ...first, custody: { ...first.custody, kind } };
  const rotation = rotationFrom(...used);
  expect(proofOf(rotation, changedAt(10), [], account) !== undefined).toBe(byPassword);
  expect(proofOf(rotation, undefined, [added(10), deleted(15)], account) !== undefined).toBe(byKey);
});
