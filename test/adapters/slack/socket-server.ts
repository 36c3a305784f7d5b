// A Slack that speaks Socket Mode on 127.0.0.1: apps.connections.open and one WebSocket at a time (RFC 6455, text only).
// Whoever is looked up there is a member of Contoso.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";

export async function startSocketSlack() {
  let socket: Duplex | undefined;
  let refusal: string | undefined;
  let connections = 0;
  const received: { envelope_id: string; payload: Record<string, unknown> }[] = [];
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const { port } = server.address() as AddressInfo;
    const user = { id: new URLSearchParams(await text(req)).get("user"), team_id: "T0CONTOSO" };
    const done = { ok: true, url: `ws://127.0.0.1:${port}/link`, user };
    res.setHeader("content-type", "application/json");
    res.end(JSON.stringify(refusal ? { ok: false, error: refusal } : done));
  };
  const server = createServer((req, res) => void answer(req, res));
  server.on("upgrade", (req, opened: Duplex) => {
    const accept = createHash("sha1")
      .update(`${req.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest("base64");
    opened.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    opened.on("error", () => {});
    opened.on("data", (data: Buffer) => {
      if (isGoodbye(data)) return void opened.end(Buffer.from([0x88, 0]));
      for (const frame of frames(data)) received.push(JSON.parse(frame) as (typeof received)[number]);
    });
    socket = opened;
    connections++;
    send({ type: "hello", num_connections: 1 });
  });
  const send = (message: object) => sendText(JSON.stringify(message));
  const sendText = (words: string) => {
    const body = Buffer.from(words);
    const head = Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
    socket?.write(Buffer.concat([head, body]));
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    send,
    sendText,
    received,
    connections: () => connections,
    isOpen: () => socket !== undefined && !socket.destroyed,
    drop: () => socket?.destroy(),
    refuse: (word: string | undefined) => {
      refusal = word;
    },
    async [Symbol.asyncDispose]() {
      socket?.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isGoodbye = (data: Buffer): boolean => ((data[0] ?? 0) & 15) === 8;

/** The text frames of a client, which are masked. */
function frames(data: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at + 6 <= data.length; ) {
    const kind = (data[at] ?? 0) & 15;
    const short = (data[at + 1] ?? 0) & 127;
    const long = short === 126;
    const size = long ? data.readUInt16BE(at + 2) : short;
    const mask = at + (long ? 4 : 2);
    const body = data.subarray(mask + 4, mask + 4 + size);
    if (kind === 1)
      found.push(Buffer.from(body.map((byte, n) => byte ^ (data[mask + (n % 4)] ?? 0))).toString());
    at = mask + 4 + size;
  }
  return found;
}
