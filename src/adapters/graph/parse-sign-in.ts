// A signIn of Graph v1.0, as the core reads it.
import { z } from "zod";
import { type AccountId, parseAccountId, parseGuid } from "../../core/ids.ts";
import { outcomeOf } from "../../core/sign-in/codes.ts";
import type { SignIn } from "../../core/sign-in/row.ts";
import { flag, moment, object, rowId, text } from "./lenient.ts";
import type { Watched } from "./questions.ts";

/** Longest texts that are kept. */
const most = { name: 320, code: 20, why: 500, ip: 64, place: 100, application: 200, userAgent: 300 };

const schema = object({
  id: z.unknown().optional(),
  createdDateTime: moment,
  userId: text(most.name),
  userPrincipalName: text(most.name),
  isInteractive: flag,
  ipAddress: text(most.ip),
  location: object({ city: text(most.place), countryOrRegion: text(most.place) }),
  status: object({
    errorCode: text(most.code),
    failureReason: text(most.why),
    additionalDetails: text(most.why),
  }),
  appDisplayName: text(most.application),
  clientAppUsed: text(most.place),
  userAgent: text(most.userAgent),
  deviceDetail: object({ browser: text(most.place) }),
});

/** Undefined: it is clearly somebody else's; Graph has been seen to answer with rows that nobody asked for. */
export function parseSignIn(raw: unknown, watched: Watched, now: Temporal.Instant): SignIn | undefined {
  const row = schema.parse(raw);
  const { status, location, deviceDetail } = row;
  const account = accountOf(row.userId, row.userPrincipalName, watched);
  if (account === undefined && isOfSomebody(row.userId, row.userPrincipalName)) return undefined;
  const country = location.countryOrRegion?.toUpperCase();
  return {
    kind: "sign-in",
    id: rowId(row.id, raw),
    at: row.createdDateTime ?? now,
    readable: undefined,
    account,
    interactive: row.isInteractive,
    outcome: outcomeOf(status.errorCode),
    code: status.errorCode,
    why: reason(status.failureReason, status.additionalDetails),
    ip: row.ipAddress,
    country: country && /^[A-Z]{2}$/.test(country) ? country : undefined,
    city: location.city,
    application: row.appDisplayName,
    client: deviceDetail.browser ?? row.clientAppUsed,
    userAgent: row.userAgent,
  };
}

/** When the newest of these happened; undefined: none says. */
export function momentOf(rows: readonly unknown[]): Temporal.Instant | undefined {
  const moments = rows.map((raw) => schema.parse(raw).createdDateTime).filter((at) => at !== undefined);
  return moments.sort(Temporal.Instant.compare).at(-1);
}

/** F3: by object id; the name counts only where the row has no id of an account (an unknown or mistyped one has none). */
function accountOf(
  userId: string | undefined,
  upn: string | undefined,
  { accounts }: Watched,
): AccountId | undefined {
  const id = userId === undefined ? undefined : parseGuid(userId);
  const found =
    accounts.find((account) => account.id === id) ??
    accounts.find((account) => account.upn.toLowerCase() === upn?.toLowerCase());
  return found && parseAccountId(found.id);
}

const nobody = "00000000-0000-0000-0000-000000000000";

const isOfSomebody = (userId: string | undefined, upn: string | undefined): boolean =>
  upn !== undefined || (userId !== undefined && userId !== nobody);

/** Entra gives a success the reason "Other.". */
function reason(failure: string | undefined, more: string | undefined): string | undefined {
  const said = [failure === "Other." ? undefined : failure, more].filter((words) => words !== undefined);
  return said.length > 0 ? said.join(" ") : undefined;
}
