// A row of sign-ins.kql, as the core reads it.
import { outcomeOf } from "../../core/sign-in/codes.ts";
import type { SignIn } from "../../core/sign-in/row.ts";
import { flag, moment, object, rowId, text } from "./cell.ts";
import { cellsOf, places, type Table } from "./table.ts";
import { createOwner, type Watched } from "./watched.ts";

/** What sign-ins.kql returns, and all that is read of it. */
export const signInColumns = [
  "Ingested",
  "TimeGenerated",
  "CreatedDateTime",
  "Id",
  "IsInteractive",
  "UserId",
  "UserPrincipalName",
  "AlternateSignInName",
  "SignInIdentifier",
  "ResultType",
  "ResultDescription",
  "IPAddress",
  "Location",
  "LocationDetails",
  "DeviceDetail",
  "ClientAppUsed",
  "AppDisplayName",
  "UserAgent",
] as const;

/** Longest texts that are kept; the sender chooses some of these. */
const most = { name: 320, code: 20, why: 500, ip: 64, place: 100, application: 200, userAgent: 300 };

/** `seenAt` stands in for a row that has no moment at all. */
export function parseSignIns(table: Table, watched: Watched, seenAt: Temporal.Instant): SignIn[] {
  const at = places(table.columns, signInColumns);
  const ownerOf = createOwner(watched.accounts);

  return table.rows.map((row): SignIn => {
    const cells = cellsOf(row);
    const readable = moment(cells[at.Ingested]);
    const where = object(cells[at.LocationDetails]);
    const code = text(cells[at.ResultType], most.code);
    return {
      kind: "sign-in",
      id: rowId(cells[at.Id], row),
      at: moment(cells[at.CreatedDateTime]) ?? moment(cells[at.TimeGenerated]) ?? readable ?? seenAt,
      readable,
      account: ownerOf(
        text(cells[at.UserId], most.name),
        text(cells[at.UserPrincipalName], most.name),
        text(cells[at.AlternateSignInName], most.name),
        text(cells[at.SignInIdentifier], most.name),
      ),
      interactive: flag(cells[at.IsInteractive]),
      outcome: outcomeOf(code),
      code,
      why: text(cells[at.ResultDescription], most.why),
      ip: text(cells[at.IPAddress], most.ip),
      country: country(cells[at.Location]) ?? country(where["countryOrRegion"]),
      city: text(where["city"], most.place),
      application: text(cells[at.AppDisplayName], most.application),
      client:
        text(object(cells[at.DeviceDetail])["browser"], most.place) ??
        text(cells[at.ClientAppUsed], most.place),
      userAgent: text(cells[at.UserAgent], most.userAgent),
    };
  });
}

function country(cell: unknown): string | undefined {
  const letters = typeof cell === "string" ? cell.trim().toUpperCase() : "";
  return /^[A-Z]{2}$/.test(letters) ? letters : undefined;
}
