// Entra's token endpoint over HTTPS, and a host's managed identity endpoint, for the real client; both can fail.
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { generate } from "selfsigned";
import { contoso } from "../../kit/cast.ts";

export type Sts = {
  authorityHost: string;
  /** `IDENTITY_ENDPOINT`. */
  identityEndpoint: string;
  /** PEM text of a key and its certificate, as an app would have it. */
  certificate: string;
  /** Bodies of the token requests so far. */
  asked: string[];
  requests: () => number;
  answer: "token" | "hanging" | "unavailable" | "elsewhere" | { error: string };
  /** Requests that came to where "elsewhere" leads. */
  strayed: () => number;
  stop(): Promise<void>;
};

const hour = 3_600;

export async function startSts(): Promise<Sts> {
  const altNames = [{ type: 2, value: "localhost" }] as const;
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    extensions: [{ name: "subjectAltName", altNames: [...altNames] }],
  });
  const trusted = tls.getCACertificates("default");
  tls.setDefaultCACertificates([...trusted, cert]); // the client is given no certificate of its own

  let requests = 0;
  let strayed = 0;
  const heard = (request: IncomingMessage, response: ServerResponse) => void handle(request, response);
  const secure = createServer({ key, cert }, heard);
  const plain = createPlain(heard);
  await Promise.all(
    [secure, plain].map((server) => new Promise<void>((up) => server.listen(0, "127.0.0.1", up))),
  );
  const portOf = (server: typeof secure | typeof plain) => (server.address() as AddressInfo).port;
  const base = `https://localhost:${portOf(secure)}/login`;

  const sts: Sts = {
    authorityHost: base,
    identityEndpoint: `http://127.0.0.1:${portOf(plain)}/msi/token`,
    certificate: `${key}\n${cert}`,
    asked: [],
    requests: () => requests,
    strayed: () => strayed,
    answer: "token",
    async stop() {
      for (const server of [secure, plain]) {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
      }
      tls.setDefaultCACertificates(trusted);
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    let body = "";
    for await (const part of request) body += part;
    const { answer } = sts;
    const send = (status: number, type: string, text: string) =>
      response.writeHead(status, { "content-type": type }).end(text);
    const json = (status: number, value: object) => send(status, "application/json", JSON.stringify(value));
    if (answer === "hanging") return;
    if (request.url === "/elsewhere") strayed += 1;
    if (answer === "elsewhere" && request.method === "POST") {
      response.writeHead(307, { location: `${new URL(base).origin}/elsewhere` }).end();
      return;
    }
    if (answer === "unavailable") {
      send(503, "text/html", "<html>my-secret</html>");
    } else if (request.url?.includes("openid-configuration")) {
      const tenant = `${base}/${contoso.tenant}`;
      json(200, {
        issuer: `${tenant}/v2.0`,
        authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${tenant}/keys`,
      });
    } else if (typeof answer === "object") {
      json(401, { error: "invalid_client", error_description: answer.error });
    } else if (request.url?.startsWith("/msi/token")) {
      const until = Math.floor(Date.now() / 1_000) + 24 * hour;
      json(200, { access_token: "of-the-host", expires_on: String(until), token_type: "Bearer" });
    } else {
      sts.asked.push(body);
      json(200, { access_token: `token-${sts.asked.length}`, expires_in: hour, token_type: "Bearer" });
    }
  }
  return sts;
}
