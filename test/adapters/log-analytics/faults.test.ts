// Log Analytics or the token endpoint fails, in every way they do: blind is said, in time, in words, without secrets.
import { describe, expect, test } from "vitest";
import { createRest } from "../../../src/adapters/log-analytics/rest.ts";
import { after, nine } from "../../kit/cast.ts";
import { type Asked, blind, empty, patient, type Reply, type Scene, seen, stage, table } from "./kit.ts";

const page = "<html><body>gateway of secret-token</body></html>";
const html = { "content-type": "text/html" };

/** One of the three queries fails, the others are fine. */
const failing =
  (reply: Reply, which: Asked["query"] = "audit"): Scene["answer"] =>
  (asked) =>
    asked.query === which ? reply : empty(asked);

const unknownTable = (name: string) => ({
  error: {
    code: "BadArgumentError",
    message: "The request had some invalid properties",
    innererror: {
      code: "SemanticError",
      message: "A semantic error occurred.",
      innererror: {
        code: "SEM0100",
        message: `'where' operator: Failed to resolve table or column expression named '${name}'`,
      },
    },
  },
});

describe("F11: what it answers is said", () => {
  test.each<[string, Reply, string]>([
    ["a gateway's page", { status: 503, headers: html, body: page }, "Log Analytics answers 503"],
    ["a page in place of an answer", { headers: html, body: page }, "no table, or was cut off"],
    ["a cut body", { body: '{"tables":[{"name":"Primary' }, "no table, or was cut off"],
    ["nothing", { body: "" }, "no table, or was cut off"],
    ["an object without tables", { body: {} }, "no table, or was cut off"],
    ["no table among the tables", { body: { tables: [] } }, "no table, or was cut off"],
    ["rows that are none", { body: { tables: [{ columns: [], rows: 7 }] } }, "no table, or was cut off"],
    ["null", { body: "null" }, "no table, or was cut off"],
    [
      "an answer in part",
      { body: { ...table("audit", []), error: { code: "PartialError", message: "secret-token" } } },
      "answers only in part (PartialError)",
    ],
    [
      "a refused token",
      { status: 401, body: { error: { code: "InvalidTokenError", message: "secret-token" } } },
      "answers 401 (InvalidTokenError): it does not take the token",
    ],
    [
      "no right to read",
      { status: 403, body: { error: { code: "InsufficientAccessError", message: "no" } } },
      "give it the role Log Analytics Data Reader",
    ],
    [
      "another workspace",
      { status: 404, body: { error: { code: "WorkspaceNotFoundError", message: "no" } } },
      "is the workspace id right?",
    ],
    [
      "a redirect, which it does not follow",
      { status: 307, headers: { location: "https://api.loganalytics.io/evil" }, body: "" },
      "answers 307",
    ],
  ])("%s", async (_, reply, why) => {
    const { log, asked } = stage(failing(reply));
    const said = await blind(log.look(nine, patient()));
    expect(asked).toHaveLength(3);
    expect(said).toContain(why);
    expect(said.length).toBeLessThan(200);
    expect(said).not.toMatch(/secret|html|evil/);
  });

  test.each([
    ["SigninLogs", "SignInLogs"],
    ["AADNonInteractiveUserSignInLogs", "NonInteractiveUserSignInLogs"],
    ["AuditLogs", "AuditLogs"],
  ])("a workspace without the table %s: which category has to be switched on", async (name, category) => {
    const { log } = stage(failing({ status: 400, body: unknownTable(name) }));
    expect(await blind(log.look(nine, patient()))).toBe(
      `the workspace has no table ${name}: switch on the category ${category} in Entra's diagnostic settings, for this workspace`,
    );
  });

  test("another fault of the query is told by its code", async () => {
    const { log } = stage(failing({ status: 400, body: unknownTable("Elsewhere") }));
    expect(await blind(log.look(nine, patient()))).toBe("Log Analytics answers 400 (BadArgumentError)");
  });

  test("no address to connect to", async () => {
    const { log } = stage(() => {
      throw Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:443"), { code: "ECONNREFUSED" });
    });
    expect(await blind(log.look(nine, patient()))).toBe("Log Analytics cannot be reached (ECONNREFUSED)");
  });

  test("one query that fails is enough, and ends the others", async () => {
    let ended = 0;
    const { log } = stage((asked, { abortSignal }) => {
      if (asked.query === "heartbeat") return { status: 500, body: "" };
      return new Promise((_, reject) => {
        abortSignal?.addEventListener("abort", () => {
          ended += 1;
          reject(new Error("aborted"));
        });
      });
    });
    expect(await blind(log.look(nine, patient()))).toBe("Log Analytics answers 500");
    await expect.poll(() => ended).toBe(2);
  });

  test("it is asked once, and not again within the look", async () => {
    const { log, asked } = stage(() => ({ status: 503, headers: html, body: page }));
    await blind(log.look(nine, patient()));
    expect(asked).toHaveLength(3);
  });

  test("it sees again as soon as it is answered", async () => {
    const scene = stage(failing({ status: 503, body: "" }));
    await blind(scene.log.look(nine, patient()));
    scene.answer = empty;
    await seen(scene.log.look(nine, patient()));
  });

  test("a list of accounts that cannot be told is blindness, not an error", async () => {
    const { log } = stage(empty, {
      accounts: () => {
        throw new Error("no configuration");
      },
    });
    expect(await blind(log.look(nine, patient()))).toBe("Log Analytics could not be read");
  });
});

describe("F11: a rest that was asked for is kept", () => {
  const throttled = (after: string): Reply => ({
    status: 429,
    headers: { "retry-after": after },
    body: { error: { code: "ThrottledError", message: "slow down" } },
  });

  test("429 with Retry-After: it is not asked before, and says so at once", async () => {
    const scene = stage(failing(throttled("90")));
    expect(await blind(scene.log.look(nine, patient()))).toBe(
      "Log Analytics answers 429 (ThrottledError): too many queries",
    );
    scene.answer = empty;
    scene.asked.length = 0;
    scene.now = after(1);
    expect(await blind(scene.log.look(nine, patient()))).toContain("it is not asked for another 30 s");
    expect([scene.asked.length, scene.scopes.length]).toEqual([0, 1]);
    scene.now = after(1.5);
    await seen(scene.log.look(nine, patient()));
  });

  test("Retry-After as a date is kept too", async () => {
    const scene = stage(failing(throttled("Sat, 21 Nov 2026 09:00:30 GMT")));
    await blind(scene.log.look(nine, patient()));
    expect(await blind(scene.log.look(nine, patient()))).toContain("another 30 s");
  });

  test("429 without it: the next look asks again", async () => {
    const scene = stage(failing({ status: 429, body: "" }));
    await blind(scene.log.look(nine, patient()));
    scene.answer = empty;
    await seen(scene.log.look(nine, patient()));
  });

  test("nobody is blind for a day because of one header, or because the clock was set back", () => {
    let now = nine;
    const rest = createRest(() => now);
    rest.begin(86_400, "throttled");
    now = after(9.9);
    expect(rest.why()).toBe("throttled; it is not asked for another 6 s");
    now = after(10);
    expect(rest.why()).toBeUndefined();
    now = nine.subtract({ hours: 1 });
    expect(rest.why()).toBeUndefined();
  });
});

describe("F11: nothing outlives the look", () => {
  const hanging = () => new Promise<never>(() => {});
  const soon = () => AbortSignal.timeout(100);

  async function timed(look: Promise<unknown>): Promise<number> {
    const begun = performance.now();
    await look;
    return performance.now() - begun;
  }

  test("a socket that hangs, and does not even hear the signal", async () => {
    const { log } = stage(hanging);
    const look = log.look(nine, soon());
    expect(await timed(look)).toBeLessThan(1_000);
    expect(await blind(look)).toBe("Log Analytics did not answer in time");
  });

  test("a token endpoint that hangs", async () => {
    const { log, asked } = stage(empty, { credential: { getToken: hanging } });
    const look = log.look(nine, soon());
    expect(await timed(look)).toBeLessThan(1_000);
    expect(await blind(look)).toBe("Entra gave no token in time");
    expect(asked).toHaveLength(0);
  });

  test("a look that is over before it begins asks nothing", async () => {
    const { log, asked } = stage(empty);
    expect(await blind(log.look(nine, AbortSignal.abort()))).toBe("Entra gave no token in time");
    expect(asked).toHaveLength(0);
  });

  test.each([
    [
      "our own credential's words",
      Object.assign(new Error("Entra cannot be reached"), { name: "NoToken" }),
      "Entra cannot be reached",
    ],
    [
      "Entra's number",
      new Error("invalid_client: AADSTS7000222: secret-token"),
      "Entra refuses a token (AADSTS7000222)",
    ],
    ["anything else", new Error("secret-token"), "Entra gave no token"],
    ["no error at all", "secret-token", "Entra gave no token"],
  ])("a dead token endpoint: %s", async (_, error, why) => {
    const { log } = stage(empty, { credential: { getToken: () => Promise.reject(error) } });
    expect(await blind(log.look(nine, patient()))).toBe(why);
  });

  test("no token and no reason", async () => {
    const { log } = stage(empty, { credential: { getToken: async () => null } });
    expect(await blind(log.look(nine, patient()))).toBe("Entra gave no token");
  });
});

test("F11: memory stays flat over two thousand looks that fail, under one signal that lives on", async () => {
  const living = new AbortController();
  let listeners = 0;
  const { signal } = living;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listeners += 1;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listeners -= 1;
    remove(...given);
  };
  const scene = stage(() => ({ status: 503, headers: html, body: page.repeat(1_000) }));
  const looks = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      await scene.log.look(nine, signal);
      scene.asked.length = 0;
      scene.scopes.length = 0;
    }
    await new Promise((resolve) => setImmediate(resolve));
    return settledHeap();
  };
  const before = await looks(200);
  const grown = (await looks(2_000)) - before;
  expect(listeners).toBe(0);
  expect(grown).toBeLessThan(4_000_000); // one page kept for each look would be 200 MB
});

/** Bytes in use once the collector has nothing more to find; it is called by hand where the process lets us. */
async function settledHeap(): Promise<number> {
  const { setFlagsFromString } = await import("node:v8");
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
