// The address of a store: what it names, what may be said of it aloud, and whether it is read as it was meant.
import { loadPg } from "./postgres.ts";

/** Undefined for a store that is no SQLite file. */
export const sqlitePath = (url: string): string | undefined =>
  url.startsWith("sqlite:") ? url.slice("sqlite:".length) : undefined;

/** A bare / ? or # in a password would end the host there, and the rest of the password be taken for a path. */
const plain = /^[a-z+.-]+:\/\/[^/?#]*(?:[/?][^@#]*)?$/i;

/** What a store is called where no password may stand. Undefined when the address cannot be read. */
export function nameOf(url: string): string | undefined {
  const path = sqlitePath(url);
  if (path !== undefined) return path === "" ? undefined : path;
  if (!plain.test(url) || !URL.canParse(url)) return undefined;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

/** Throws with what to write instead, and nothing of the address: any part of it may be of a password. */
export function checkReadable(postgres: string): void {
  if (plain.test(postgres) && canConnect(postgres)) return;
  throw new Error(
    "the address cannot be read: write postgres://user:password@host:5432/database, " +
      "with %40 for @, %23 for #, %2F for /, %3F for ? and %25 for % in a password",
  );
}

/** Asks pg itself, which reads more than a URL: a socket's folder, for one. It connects to nothing yet. */
function canConnect(postgres: string): boolean {
  const { Client } = loadPg();
  try {
    return new Client({ connectionString: postgres }) instanceof Client;
  } catch (error) {
    if (error instanceof URIError || (error as NodeJS.ErrnoException).code === "ERR_INVALID_URL")
      return false;
    throw error; // a certificate that is not there, say
  }
}

/** What failed, with the name of what it is about. */
export const about = (name: string | undefined, error: unknown): Error =>
  new Error(`${name ?? "the database"}: ${whyOf(error)}`, { cause: error });

/** A server with several addresses fails once for each; the first will do. */
export function whyOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return whyOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
