// Why Graph could not be read, in words for an admin: never a token, an address of somebody, or a gateway's page.

/** Its message is such a reason; other errors may hold anything. */
export class Blind extends Error {}

export function whyBlind(error: unknown, signal: AbortSignal): string {
  if (error instanceof Blind) return error.message;
  if (signal.aborted) return "Graph did not answer in time";
  const code = networkCode(error);
  return code ? `Graph cannot be reached (${code})` : "Graph could not be read";
}

/** `ECONNREFUSED`, from wherever in the chain of causes it lies. */
function networkCode(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 5) return undefined;
  const { code } = error as { code?: unknown };
  const isCode = typeof code === "string" && /^[A-Z][A-Z0-9_]{3,50}$/.test(code);
  return isCode ? code : networkCode(error.cause, depth + 1);
}
