// A keep-alive HTTP/1.1 client on a raw socket: it costs little beside the server that it measures.
import { connect, type Socket } from "node:net";

type Answer = { status: number; body: string };

/** One request at a time. */
export type Connection = {
  /** Rejects when the connection breaks. */
  send(bytes: Buffer): Promise<Answer>;
  end(): void;
};

export async function openConnection(port: number): Promise<Connection> {
  let socket: Socket | undefined;
  let read: Buffer = Buffer.alloc(0);
  let waiting: PromiseWithResolvers<Answer> | undefined;

  function broken(why: Error): void {
    socket = undefined;
    waiting?.reject(why);
    waiting = undefined;
  }

  function onData(data: Buffer): void {
    read = read.length === 0 ? data : Buffer.concat([read, data]);
    const answer = parse(read);
    if (!answer) return;
    read = Buffer.alloc(0);
    if (answer.close) {
      socket?.destroy();
      socket = undefined;
    }
    waiting?.resolve(answer);
    waiting = undefined;
  }

  async function opened(): Promise<Socket> {
    const fresh = connect({ port, host: "127.0.0.1", noDelay: true });
    await new Promise<void>((resolve, reject) => fresh.once("connect", resolve).once("error", reject));
    read = Buffer.alloc(0);
    fresh.on("data", onData);
    fresh.on("error", broken);
    fresh.on("close", () => fresh === socket && broken(new Error("the connection was closed")));
    socket = fresh;
    return fresh;
  }

  await opened();
  return {
    async send(bytes) {
      const on = socket ?? (await opened());
      const answered = Promise.withResolvers<Answer>();
      waiting = answered;
      on.write(bytes);
      return answered.promise;
    },
    end() {
      const last = socket;
      socket = undefined;
      last?.destroy();
    },
  };
}

const endOfHead = Buffer.from("\r\n\r\n");

/** Undefined while the answer is not whole. Nothing here sends the next one before it was asked for. */
function parse(bytes: Buffer): (Answer & { close: boolean }) | undefined {
  const end = bytes.indexOf(endOfHead);
  if (end < 0) return undefined;
  const head = bytes.toString("latin1", 0, end).toLowerCase();
  const from = end + endOfHead.length;
  const answer = { status: Number(head.slice(9, 12)), close: head.includes("\r\nconnection: close") };
  if (head.includes("\r\ntransfer-encoding: chunked")) {
    const body = chunks(bytes, from);
    return body === undefined ? undefined : { ...answer, body };
  }
  const [, length = "0"] = /\r\ncontent-length: *(\d+)/.exec(head) ?? [];
  const to = from + Number(length);
  return bytes.length < to ? undefined : { ...answer, body: bytes.toString("utf8", from, to) };
}

function chunks(bytes: Buffer, start: number): string | undefined {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const line = bytes.indexOf("\r\n", at);
    const size = line < 0 ? Number.NaN : Number.parseInt(bytes.toString("latin1", at, line), 16);
    const to = line + 2 + size;
    if (Number.isNaN(size) || bytes.length < to + 2) return undefined;
    if (size === 0) return Buffer.concat(parts).toString();
    parts.push(bytes.subarray(line + 2, to));
    at = to + 2;
  }
}

/** The bytes of one POST. */
export function post(path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: ${length}\r\n${lines.join("")}\r\n${body}`,
  );
}
