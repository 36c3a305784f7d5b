// The credential's own promises: a held token at once, one acquisition at a time, and an end to every wait.
import { describe, expect, test } from "vitest";
import { createCredential } from "../../../src/adapters/identity/credential.ts";
import { contoso, nine } from "../../kit/cast.ts";

const scope = "https://api.loganalytics.io/.default";
const settings = {
  type: "secret",
  clientId: "00000000-0000-4000-8000-000000009002",
  secret: "my-secret",
  tenant: contoso.tenant,
  authorityHost: "https://login.microsoftonline.com",
} as const;

type Token = { token: string; expiresOnTimestamp: number; refreshAfterTimestamp?: number };

/** Entra behind the library: tokens of one hour, numbered, for as long as `gives` says so. */
function stage(more: { patience?: number; life?: Partial<Token> } = {}) {
  const scene = { now: nine.epochMilliseconds, asked: 0, opened: 0, gives: async () => {} };
  const credential = createCredential(settings, {
    now: () => scene.now,
    ...(more.patience !== undefined && { patience: more.patience }),
    async open() {
      scene.opened += 1;
      return {
        async getToken() {
          scene.asked += 1;
          const number = scene.asked;
          await scene.gives();
          return { token: `token-${number}`, expiresOnTimestamp: scene.now + 3_600_000, ...more.life };
        },
      };
    },
  });
  const ask = async (signal?: AbortSignal) =>
    (await credential.getToken(scope, signal ? { abortSignal: signal } : {}))?.token;
  return { scene, credential, ask };
}

const minutes = (count: number): number => count * 60_000;
const hanging = () => new Promise<never>(() => {});

describe("a token that is held", () => {
  test("is served without asking Entra", async () => {
    const { scene, ask } = stage();
    expect([await ask(), await ask()]).toEqual(["token-1", "token-1"]);
    expect(scene.asked).toBe(1);
  });

  test("is renewed in time, and nobody waits for that", async () => {
    const { scene, ask } = stage();
    await ask();
    scene.now += minutes(51);
    scene.gives = hanging;
    expect(await ask()).toBe("token-1");
    expect(scene.asked).toBe(2);
  });

  test("is served to its end while Entra is down", async () => {
    const { scene, ask } = stage();
    await ask();
    scene.gives = () => Promise.reject(new Error("AADSTS90033"));
    scene.now += minutes(58);
    expect(await ask()).toBe("token-1");
    scene.now += minutes(1.5);
    await expect(ask()).rejects.toThrow("Entra has trouble of its own (AADSTS90033)");
  });

  test("is renewed when the host says so: a managed identity's at half its life", async () => {
    const refreshAfterTimestamp = nine.epochMilliseconds + minutes(20);
    const { scene, ask } = stage({ life: { refreshAfterTimestamp } });
    await ask();
    scene.now += minutes(21);
    await ask();
    await expect.poll(() => scene.asked).toBe(2);
  });

  test("is another one for another service, and a new one when the service refused it with a claims challenge", async () => {
    const { scene, credential, ask } = stage();
    await ask();
    await credential.getToken("https://graph.microsoft.com/.default");
    expect(scene.asked).toBe(2);
    expect((await credential.getToken(scope, { claims: "{}" }))?.token).toBe("token-3");
    expect(await ask()).toBe("token-3");
  });
});

describe("F11: an endpoint that hangs", () => {
  test("an abort rejects at once, with a plain reason", async () => {
    const { scene, ask } = stage();
    scene.gives = hanging;
    const over = new AbortController();
    const asked = ask(over.signal);
    over.abort();
    await expect(asked).rejects.toMatchObject({ name: "NoToken", message: "Entra gave no token in time" });
    await expect(ask(AbortSignal.abort())).rejects.toThrow("Entra gave no token in time");
  });

  test("polls for hours do not pile up: one acquisition at a time, and no listener is left", async () => {
    const { scene, ask } = stage();
    scene.gives = hanging;
    let listeners = 0;
    for (let poll = 0; poll < 2_000; poll += 1) {
      const over = new AbortController();
      const { signal } = over;
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
      const asked = ask(signal);
      over.abort();
      await expect(asked).rejects.toThrow("in time");
    }
    expect([scene.asked, scene.opened]).toEqual([1, 1]);
    expect(listeners).toBe(0);
  });

  test("those who wait together get the same token", async () => {
    const { scene, ask } = stage();
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(["token-1", "token-1", "token-1"]);
    expect(scene.asked).toBe(1);
  });

  test("when even the time-outs fail, the next may begin after a while, and the old one does not get in its way", async () => {
    const { scene, ask } = stage({ patience: 30 });
    scene.gives = hanging;
    await expect(ask()).rejects.toThrow("Entra gave no token in time");
    scene.gives = async () => {};
    expect(await ask()).toBe("token-2");
  });
});

test("what failed is thrown away with all that it kept, and the next begins anew", async () => {
  const { scene, ask } = stage();
  scene.gives = () => Promise.reject(new Error("my-secret"));
  await expect(ask()).rejects.toThrow(/^Entra gave no token$/);
  scene.gives = async () => {};
  await ask();
  expect(scene.opened).toBe(2);
});
