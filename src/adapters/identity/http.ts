// What sends the credential's requests: none of them hangs. @azure/identity itself waits for an answer without end,
// whatever time-out or abort signal it is given, and with a managed identity nothing else of it can be told to wait less.
import type { TokenCredentialOptions } from "@azure/identity";

type HttpClient = NonNullable<TokenCredentialOptions["httpClient"]>;
type Request = Parameters<HttpClient["sendRequest"]>[0];
type Response = Awaited<ReturnType<HttpClient["sendRequest"]>>;

/** What went wrong with the last request: `ECONNREFUSED`, `503`; the library's own errors do not say. */
export type Trouble = { last: string | undefined };

export const createHttp = (timeOut: number, trouble: Trouble): HttpClient => ({
  async sendRequest(request: Request): Promise<Response> {
    const answer = await send(request, AbortSignal.timeout(timeOut)).catch((error: unknown) => {
      trouble.last = codeOf(error);
      // a time-out carries no `code`: it is not tried once more
      throw Object.assign(new Error("no answer"), trouble.last === "ETIMEDOUT" ? {} : { code: trouble.last });
    });
    trouble.last = answer.status >= 500 || answer.status === 429 ? String(answer.status) : undefined;
    return {
      request,
      status: answer.status,
      headers: headersOf(answer.headers),
      bodyAsText: answer.body,
    };
  },
});

async function send(request: Request, signal: AbortSignal) {
  const { method, url, body, headers } = request;
  const sent = headers.toJSON();
  delete sent["host"];
  delete sent["connection"]; // fetch sees to these itself, and refuses to be told
  delete sent["content-length"];
  const answer = await fetch(url, {
    method,
    headers: sent,
    redirect: "error", // a secret goes nowhere else
    signal,
    ...(typeof body === "string" && { body }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

function codeOf(error: unknown): string {
  if (error instanceof DOMException) return "ETIMEDOUT";
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : "ENETWORK";
}

function headersOf(headers: Headers): Response["headers"] {
  return {
    get: (name) => headers.get(name) ?? undefined,
    has: (name) => headers.has(name),
    set: (name, value) => headers.set(name, String(value)),
    delete: (name) => headers.delete(name),
    toJSON: () => Object.fromEntries(headers),
    [Symbol.iterator]: () => headers.entries(),
  };
}
