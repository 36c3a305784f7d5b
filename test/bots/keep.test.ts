// The loop that keeps the process alive between emergencies: how it stops.
import { afterEach, beforeEach, expect, test } from "vitest";
import { startKeep } from "../../src/bots/keep.ts";
import type { Account } from "../../src/core/organisation.ts";
import type { Directory } from "../../src/core/ports/entra.ts";
import { ada, contoso, first, second } from "../kit/cast.ts";
import { inSlack } from "../kit/chat.ts";
import { type Office, openOffice } from "../kit/office.ts";

const other: Account = { ...first, id: second.id, label: second.label, upn: second.upn };

let office: Office;
beforeEach(async () => {
  office = await openOffice({ ...contoso, accounts: [first, other] });
  await office.keep();
  await office.hear(inSlack(ada), "staff-change Dave");
});
afterEach(() => office.close());

test("it stops at once, and says nothing, while the directory hangs: the other accounts are not looked at any more", async () => {
  expect(await office.store.live("RO-")).toEqual(["RO-1", "RO-2"]);
  const asked: string[] = [];
  const warned: unknown[] = [];
  const directory: Directory = {
    credential: (account, signal) =>
      new Promise((resolve) => {
        asked.push(account);
        signal.addEventListener("abort", () => resolve({ type: "blind", why: "told to stop" }));
      }),
  };
  const log = { ...office.parts.log, warn: (line: unknown) => void warned.push(line) };
  const loop = startKeep({ ...office.parts, log, directory });
  await expect.poll(() => asked).toEqual([first.id]);
  const begun = performance.now();
  await loop.stop();
  expect(performance.now() - begun).toBeLessThan(1_000); // of 15 s for each account
  expect(asked).toEqual([first.id]);
  expect(warned).toEqual([]);
});
