// A wire to the database that a test can cut, or let go silent, and mend.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Proxy = {
  /** The same database, by this wire. */
  url: string;
  /** Every connection ends at once, and new ones are refused. */
  cut(): void;
  /** Connections stay open and new ones are taken, but nothing passes any more. */
  silence(): void;
  mend(): void;
  close(): Promise<void>;
};

export async function proxyTo(database: string): Promise<Proxy> {
  const target = new URL(database);
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: "fine" | "cut" | "silent" = "fine";

  const server = createServer((near) => {
    near.on("error", () => near.destroy());
    if (state === "cut") return void near.resetAndDestroy();
    const far = connect(Number(target.port || 5432), target.hostname);
    far.on("error", () => near.destroy());
    const pair = [near, far] as const;
    pairs.add(pair);
    const gone = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    near.on("close", gone);
    far.on("close", gone);
    near.pipe(far);
    far.pipe(near);
    if (state === "silent") hush(pair);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const url = new URL(database);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  const drop = () => {
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.destroy();
    }
  };
  return {
    url: url.href,
    cut() {
      state = "cut";
      drop();
    },
    silence() {
      state = "silent";
      for (const pair of pairs) hush(pair);
    },
    mend() {
      state = "fine";
      drop(); // what went silent does not speak again, as after a failover
    },
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function hush([near, far]: readonly [Socket, Socket]): void {
  near.unpipe(far);
  far.unpipe(near);
  near.on("data", () => undefined);
  far.on("data", () => undefined);
}
