// The managed identity's token, where Azure's host gives it by IDENTITY_ENDPOINT (App Service, Container Apps).
// @azure/identity keeps the first endpoint it saw for the whole process, and cannot be told to wait less.
import { z } from "zod";

export type Given = { token: string; until: Temporal.Instant };

const timeOut = 5_000;

const answerSchema = z.object({
  access_token: z.string().min(1),
  /** Seconds since 1970, as text or number. */
  expires_on: z.coerce.number().int().positive(),
});

/** Undefined where the host gives none this way: the library knows the others. Rejects when it does not answer. */
export async function hostToken(clientId: string, resource: string): Promise<Given | undefined> {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header } = process.env;
  if (!endpoint || !header) return undefined;
  const url = new URL(endpoint);
  url.searchParams.set("api-version", "2019-08-01");
  url.searchParams.set("resource", resource);
  url.searchParams.set("client_id", clientId);
  const response = await fetch(url, {
    headers: { "x-identity-header": header },
    redirect: "error",
    signal: AbortSignal.timeout(timeOut),
  });
  if (!response.ok) throw new Error(`the managed identity endpoint answers ${response.status}`);
  const { data } = answerSchema.safeParse(await response.json());
  if (!data) throw new Error("the managed identity endpoint answers without a token");
  return {
    token: data.access_token,
    until: Temporal.Instant.fromEpochMilliseconds(data.expires_on * 1_000),
  };
}
