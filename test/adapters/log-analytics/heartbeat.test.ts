// The heartbeat: whether rows of anybody arrive, in each of the tables of sign-ins.
import { expect, test } from "vitest";
import { after, nine } from "../../kit/cast.ts";
import { type Beat, beat, beatAt, empty, patient, rowsOf, seen, stage } from "./kit.ts";

/** What each look says of it, when these tables bring a row in turn. */
async function heartbeats(...answers: readonly Beat[]) {
  const scene = stage(empty);
  const told = [];
  for (const beats of answers) {
    scene.answer = rowsOf({ heartbeat: beat(beats) });
    told.push((await seen(scene.log.look(nine, patient()))).heartbeat);
  }
  return told;
}
const all = { SigninLogs: nine, AADNonInteractiveUserSignInLogs: nine, AuditLogs: nine };

test("a log without any row has none, and neither has one of which a sign-in table never showed a row", async () => {
  expect(await heartbeats({})).toEqual([undefined]);
  expect(await heartbeats({ SigninLogs: nine, AuditLogs: nine })).toEqual([undefined]);
  expect(await heartbeats({ AADNonInteractiveUserSignInLogs: nine, AuditLogs: nine })).toEqual([undefined]);
});

test.each(["SigninLogs", "AADNonInteractiveUserSignInLogs"] as const)(
  "%s alone was switched off: it is as old as that, whatever the others bring",
  async (table) => {
    const others = (minutes: number) => ({
      SigninLogs: after(minutes),
      AADNonInteractiveUserSignInLogs: after(minutes),
      AuditLogs: after(minutes),
      [table]: undefined,
    });
    expect(await heartbeats(all, others(1), others(60))).toEqual([nine, nine, nine]);
  },
);

test("rows of both tables advance it, also when each look brings only one of them", async () => {
  const told = await heartbeats(
    all,
    { SigninLogs: after(1) },
    { AADNonInteractiveUserSignInLogs: after(2) },
    { SigninLogs: after(3) },
    { AADNonInteractiveUserSignInLogs: after(4) },
  );
  expect(told).toEqual([nine, nine, after(1), after(2), after(3)]);
});

test("changes alone do not advance it, though the next look begins at the newest of them", async () => {
  const scene = stage(rowsOf({ heartbeat: beatAt(nine) }));
  await seen(scene.log.look(nine, patient()));
  scene.answer = rowsOf({ heartbeat: beat({ AuditLogs: after(7) }) });
  const { heartbeat, next } = await seen(scene.log.look(nine, patient()));
  expect([heartbeat, next]).toEqual([nine, after(7)]);
});

test("no table ever goes back", async () => {
  expect(await heartbeats(all, { SigninLogs: after(-5) }, {})).toEqual([nine, nine, nine]);
});

test("an answer that names no table is no heartbeat", async () => {
  const { log } = stage(rowsOf({ heartbeat: [{ Newest: nine.toString() }] }));
  expect((await seen(log.look(nine, patient()))).heartbeat).toBeUndefined();
});
