// Azure Monitor's webhook between a stand-in for Entra's keys and whoever calls: with a clock that the test moves.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { pino } from "pino";
import { createAzureMonitor } from "../../../src/adapters/azure-monitor/azure-monitor.ts";
import { nine } from "../../kit/cast.ts";

export const tenant = "00000000-0000-4000-8000-000000009000";
export const audience = "00000000-0000-4000-8000-0000000000d1";
export const pathSecret = "a-practice-secret-of-the-tests-32";
export const notifications = "461e8683-5575-4561-ac7f-899cc907d62a";

export type Lie = {
  /** Undefined: the token lacks it. */
  claims?: Record<string, unknown>;
  header?: { kid?: string; alg?: string };
  /** Signed with a key that nobody published. */
  forged?: boolean;
};

type Options = {
  audience?: string | undefined;
  pathSecret?: string | undefined;
  onAlert?: () => void;
  patience?: number;
};

const listening = async (server: Server): Promise<string> => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const stopped = async (server: Server): Promise<void> => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};

export type Door = Awaited<ReturnType<typeof openDoor>>;

export async function openDoor(options: Options = {}) {
  let moment = nine;
  let wakes = 0;
  let key = await newKey();
  const forger = await newKey();
  /** What the stand-in answers when it is asked for its keys. */
  const entra = {
    mode: "fine" as "fine" | "down" | "hanging" | "html" | "redirect",
    fetches: 0,
    paths: [] as string[],
    more: {} as Record<string, unknown>,
  };
  const keys = createServer((request, response) => {
    entra.fetches += 1;
    entra.paths.push(request.url ?? "");
    if (entra.mode === "hanging") return;
    if (entra.mode === "down") return void response.writeHead(503).end("<html>down</html>");
    if (entra.mode === "html") return void response.end("<html>sign in</html>");
    if (entra.mode === "redirect" && request.url !== "/elsewhere")
      return void response.writeHead(302, { location: "/elsewhere" }).end();
    response.end(
      JSON.stringify({
        keys: [
          { kty: "EC", kid: "other" },
          { ...key.jwk, ...entra.more },
        ],
      }),
    );
  });
  const authorityHost = await listening(keys);

  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const { handle } = createAzureMonitor({
    settings: {
      tenant,
      authorityHost,
      audience: "audience" in options ? options.audience : audience,
      pathSecret: options.pathSecret,
    },
    onAlert: () => {
      wakes += 1;
      options.onAlert?.();
    },
    now: () => moment,
    log,
    ...(options.patience && { patience: options.patience }),
  });
  const failed: unknown[] = [];
  const door = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => failed.push(error));
  });
  const url = await listening(door);

  async function token({ claims = {}, header = {}, forged = false }: Lie = {}): Promise<string> {
    const seconds = Math.floor(moment.epochMilliseconds / 1_000);
    const signer = forged ? forger : key;
    return new SignJWT({
      iss: `${authorityHost}/${tenant}/v2.0`,
      aud: audience,
      tid: tenant,
      azp: notifications,
      iat: seconds,
      nbf: seconds,
      exp: seconds + 3_600,
      ...claims,
    })
      .setProtectedHeader({ alg: "RS256", kid: key.jwk.kid, ...header })
      .sign(signer.privateKey);
  }

  return {
    url,
    port: Number(new URL(url).port),
    authorityHost,
    entra,
    lines,
    failed,
    token,
    wakes: () => wakes,
    later(time: Temporal.DurationLike) {
      moment = moment.add(time);
    },
    async rotate() {
      key = await newKey();
    },
    /** A call as Azure Monitor makes it, unless `more` says otherwise. */
    async call(
      body: unknown = alert(),
      more: { token?: string; path?: string } & RequestInit = {},
    ): Promise<number> {
      const { token: given, path = "/webhooks/azure-monitor", ...init } = more;
      const response = await fetch(`${url}${path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json; charset=utf-8",
          authorization: `Bearer ${given ?? (await token())}`,
        },
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...init,
      });
      return response.status;
    },
    async stop() {
      await Promise.all([stopped(door), stopped(keys)]);
    },
  };
}

/** An alert that was not told before. */
export const alert = (essentials: Record<string, unknown> = {}) => ({
  schemaId: "azureMonitorCommonAlertSchema",
  data: {
    essentials: {
      alertId: `/subscriptions/s/providers/Microsoft.AlertsManagement/alerts/${randomUUID()}`,
      alertRule: "bg-signin",
      monitorCondition: "Fired",
      ...essentials,
    },
  },
});

async function newKey() {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid: randomUUID(), use: "sig" } };
}
