// What an identity may do too much is told once for each change, stops nothing, and is never lost because Entra is down.
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { startFindings } from "../../src/bots/findings.ts";
import { type Finding, judgeRights } from "../../src/core/rights.ts";
import { nine } from "../kit/cast.ts";

const more = (...given: string[]): Finding[] => judgeRights("watch", "graph", given, []);
const mail = "Mail.Read";
const policy = "Policy.ReadWrite.All";

let running: ReturnType<typeof startFindings> | undefined;
afterEach(() => running?.stop());

/** One identity; `look` does it once more, and resolves when that is done. */
function stage(gives: () => Promise<readonly Finding[]>) {
  const lines: { level: number; msg: string; why?: string }[] = [];
  const scene = { gives, done: 0, now: nine };
  const findings = startFindings({
    looks: [
      {
        part: "watch",
        look: () => scene.gives().finally(() => queueMicrotask(() => void (scene.done += 1))),
      },
    ],
    now: () => scene.now,
    log: pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) }),
    calm: 0,
  });
  running = findings;
  const look = async () => {
    const before = scene.done;
    findings.wake();
    await expect.poll(() => scene.done).toBeGreaterThan(before);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const said = (level: number) => lines.filter((line) => line.level === level).map(({ msg }) => msg);
  return { scene, findings, look, warned: () => said(40), informed: () => said(30), lines };
}

test("a finding is told once, with since when, however often it is found", async () => {
  const { scene, findings, look, warned } = stage(async () => more(mail));
  await look();
  scene.now = nine.add({ hours: 3 });
  await look();
  await look();
  expect(warned()).toEqual([expect.stringContaining("Mail.Read (opens everybody's mail")]);
  expect(findings.read()).toMatchObject({
    told: [{ part: "watch", kind: "more", since: nine.toString() }],
    checked: ["watch"],
    unchecked: {},
  });
});

test("a right that is given later is told when the token shows it, and one that is taken away is told as well", async () => {
  const { scene, findings, look, warned, informed } = stage(async () => []);
  await look();
  expect(warned()).toEqual([]);
  scene.gives = async () => more(mail, policy);
  await look();
  expect(warned()).toEqual([expect.stringContaining(policy)]);
  scene.gives = async () => [];
  await look();
  expect(informed()).toEqual([expect.stringMatching(/^no longer so: .*Mail\.Read/)]);
  expect(findings.read().told).toEqual([]);
  scene.gives = async () => more(mail, policy);
  await look();
  expect(warned()).toHaveLength(2);
});

test("what could not be checked is said plainly, once for each reason, and what was found before stands", async () => {
  const { scene, findings, look, warned, lines } = stage(async () => more(mail));
  await look();
  scene.gives = () => Promise.reject(new Error("Entra gave no token in time"));
  await look();
  await look();
  expect(warned().slice(1)).toEqual(["what this identity may do is not checked"]);
  expect(lines.at(-1)?.why).toBe("Entra gave no token in time");
  expect(findings.read()).toMatchObject({
    told: [{ kind: "more" }],
    unchecked: { watch: "Entra gave no token in time" },
  });
  scene.gives = async () => more(mail);
  await look();
  expect(findings.read().unchecked).toEqual({});
  expect(warned()).toHaveLength(2); // found again is not found anew
});

test("stopped before its first look, it asks nobody", async () => {
  let asked = false;
  const findings = startFindings({
    looks: [{ part: "watch", look: async () => more(String((asked = true))) }],
    now: () => nine,
    log: pino({ level: "silent" }),
  });
  await findings.stop();
  expect(asked).toBe(false);
});

test("it stops at once, and says nothing, while an endpoint hangs", async () => {
  let asked = false;
  const { findings, lines } = stage(() => {
    asked = true;
    return new Promise<never>(() => {});
  });
  await expect.poll(() => asked).toBe(true);
  await findings.stop();
  expect(lines).toEqual([]);
});
