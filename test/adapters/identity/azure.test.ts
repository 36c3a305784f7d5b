// Microsoft's own client against a token endpoint that works, hangs, is down or refuses.
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type AzureIdentity, createCredential } from "../../../src/adapters/identity/credential.ts";
import { contoso } from "../../kit/cast.ts";
import { type Sts, startSts } from "./sts.ts";

const clientId = "00000000-0000-4000-8000-000000009002";
const scope = "https://api.loganalytics.io/.default";
const secret: AzureIdentity = { type: "secret", clientId, secret: "my-secret" };

let sts: Sts;
beforeAll(async () => {
  sts = await startSts();
});
afterAll(() => sts.stop());
afterEach(() => {
  vi.unstubAllEnvs();
  sts.answer = "token";
});

const credentialOf = (identity: AzureIdentity, authorityHost = sts.authorityHost) =>
  createCredential({ ...identity, tenant: contoso.tenant, authorityHost });

async function why(identity: AzureIdentity, authorityHost?: string): Promise<string> {
  const error: unknown = await credentialOf(identity, authorityHost)
    .getToken(scope)
    .then(
      () => undefined,
      (refused: unknown) => refused,
    );
  expect(error).toHaveProperty("name", "NoToken");
  return (error as Error).message;
}

describe("every kind of identity gets a token", () => {
  test("a secret", async () => {
    const token = await credentialOf(secret).getToken(scope);
    expect(token?.token).toMatch(/^token-/);
    const asked = new URLSearchParams(sts.asked.at(-1));
    expect(asked.get("client_secret")).toBe("my-secret");
    expect(asked.get("scope")).toContain(scope);
  });

  test("a certificate, whose key never leaves", async () => {
    await credentialOf({ type: "certificate", clientId, certificate: sts.certificate }).getToken(scope);
    const asked = new URLSearchParams(sts.asked.at(-1));
    expect(asked.get("client_assertion")?.split(".")).toHaveLength(3);
    expect(sts.asked.at(-1)).not.toContain("PRIVATE");
  });

  test("a workload, by the token in the file that Kubernetes names", async () => {
    const file = join(tmpdir(), `workload-${process.pid}`);
    await writeFile(file, "the-workload's-token");
    vi.stubEnv("AZURE_FEDERATED_TOKEN_FILE", file);
    await credentialOf({ type: "workload", clientId }).getToken(scope);
    expect(new URLSearchParams(sts.asked.at(-1)).get("client_assertion")).toBe("the-workload's-token");
  });

  /** One credential: the library keeps a host's endpoint, and what asks it, for the whole process. */
  test("the host's own identity; when its endpoint fails, that is said, and it recovers", async () => {
    vi.stubEnv("IDENTITY_ENDPOINT", sts.identityEndpoint);
    vi.stubEnv("IDENTITY_HEADER", "header");
    const credential = credentialOf({ type: "managed-identity", clientId });
    sts.answer = "unavailable";
    await expect(credential.getToken(scope)).rejects.toThrow(
      "the managed identity's endpoint answers 503 instead of a token",
    );
    sts.answer = "token";
    expect((await credential.getToken(scope))?.token).toBe("of-the-host");
    const before = sts.requests();
    await credential.getToken(scope);
    expect(sts.requests()).toBe(before);
  });
});

describe("F11: no token, and why", () => {
  test("an endpoint that hangs: given up after five seconds, with the connection; then it works again", async () => {
    const credential = credentialOf(secret);
    sts.answer = "hanging";
    const begun = performance.now();
    await expect(credential.getToken(scope)).rejects.toThrow("Entra does not answer, and gave no token");
    expect(performance.now() - begun).toBeLessThan(8_000);
    sts.answer = "token";
    expect(await credential.getToken(scope)).toBeTruthy();
  });

  test("a token that is held is served while the endpoint hangs", async () => {
    const credential = credentialOf(secret);
    const first = await credential.getToken(scope);
    sts.answer = "hanging";
    const before = sts.requests();
    expect(await credential.getToken(scope, { abortSignal: AbortSignal.timeout(50) })).toEqual(first);
    expect(sts.requests()).toBe(before);
  });

  test("an endpoint that is down", async () => {
    sts.answer = "unavailable";
    expect(await why(secret)).toBe("Entra answers 503 instead of a token");
  });

  test("a redirect is not followed: the secret goes nowhere else", async () => {
    sts.answer = "elsewhere";
    expect(await why(secret)).toContain("Entra cannot be reached for a token");
    expect(sts.strayed()).toBe(0);
  });

  test("an address where nothing listens", async () => {
    const gone = await startSts();
    await gone.stop();
    expect(await why(secret, gone.authorityHost)).toBe("Entra cannot be reached for a token (ECONNREFUSED)");
  });

  test("an expired secret, in plain words and without the secret", async () => {
    sts.answer = { error: "AADSTS7000222: The provided client secret keys are expired. my-secret" };
    expect(await why(secret)).toBe(
      "Entra refuses the bot a token: its client secret has expired; make a new one and set it here (AADSTS7000222)",
    );
  });

  test("an app that the tenant does not know", async () => {
    sts.answer = { error: "AADSTS700016: Application not found in the directory. my-secret" };
    expect(await why(secret)).toContain("the tenant knows no app with this client id");
  });

  test("a number that is not known is told as it is", async () => {
    sts.answer = { error: "AADSTS9999999: my-secret" };
    expect(await why(secret)).toBe("Entra refuses the bot a token: AADSTS9999999");
  });

  test("a certificate that is none", async () => {
    const identity: AzureIdentity = { type: "certificate", clientId, certificate: "my-secret" };
    expect(await why(identity)).toBe(
      "Entra gave no token; is the certificate PEM text that holds both the key and the certificate?",
    );
  });

  test("a workload without its file", async () => {
    vi.stubEnv("AZURE_FEDERATED_TOKEN_FILE", "");
    expect(await why({ type: "workload", clientId })).toContain("is AZURE_FEDERATED_TOKEN_FILE set");
  });
});
