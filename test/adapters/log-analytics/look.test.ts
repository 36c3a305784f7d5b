// One look: what is asked, from when, and how far the reader has come afterwards.
import { describe, expect, test } from "vitest";
import { after, first, nine, second } from "../../kit/cast.ts";
import { beat, beatAt, empty, parameter, patient, rowsOf, seen, stage } from "./kit.ts";

const signIn = (id: string, minutes: number, more: object = {}) => ({
  Id: id,
  UserId: first.id,
  ResultType: "0",
  TimeGenerated: after(minutes).toString(),
  Ingested: after(minutes).toString(),
  ...more,
});

describe("what is asked", () => {
  test("sign-ins, changes and the heartbeat are asked side by side, each of the workspace, with a time limit for the server", async () => {
    let waiting = 0;
    let most = 0;
    const { log, asked } = stage(async (question) => {
      most = Math.max(most, ++waiting);
      await new Promise((resolve) => setTimeout(resolve, 20));
      waiting -= 1;
      return empty(question);
    });
    await seen(log.look(nine, patient()));
    expect(most).toBe(3);
    expect(asked.map(({ query }) => query).sort()).toEqual(["audit", "heartbeat", "sign-ins"]);
    for (const { url, headers } of asked) {
      expect(url).toBe(
        "https://api.loganalytics.io/v1/workspaces/00000000-0000-4000-8000-000000009100/query",
      );
      expect(headers).toMatchObject({ prefer: "wait=15", authorization: "Bearer secret-token" });
    }
  });

  test("the accounts, their names and the exclusion groups are those of the moment", async () => {
    const accounts = [{ id: first.id, upn: first.upn }];
    const { log, asked } = stage(empty, { accounts: () => accounts });
    await log.look(nine, patient());
    accounts.push({ id: second.id, upn: second.upn });
    await log.look(nine, patient());
    const lists = asked.filter(({ query }) => query === "sign-ins").map((one) => parameter(one, "ids"));
    expect(lists).toEqual([`dynamic(["${first.id}"])`, `dynamic(["${first.id}", "${second.id}"])`]);
    const audit = asked.find(({ query }) => query === "audit");
    expect(parameter(audit, "groups")).toBe('dynamic(["00000000-0000-4000-8000-000000000951"])');
  });

  test("the token is for the cloud that the address belongs to", async () => {
    const { log, scopes } = stage(empty, { url: "https://api.loganalytics.us/v1" });
    await log.look(nine, patient());
    expect(scopes).toEqual(["https://api.loganalytics.us/.default"]);
  });

  test("F2: a look begins five minutes before where the last one ended, and takes rows that happened up to two days earlier", async () => {
    const { log, asked } = stage(empty);
    await log.look(nine, patient());
    const question = asked.find(({ query }) => query === "sign-ins");
    expect(parameter(question, "since")).toBe("datetime(2026-11-21T08:55:00Z)");
    expect(question?.timespan.split("/")[0]).toBe("2026-11-19T08:55:00.000Z");
  });

  test("after weeks without a look, all that became readable since is asked for", async () => {
    const { log, asked } = stage(empty);
    await log.look(nine.subtract({ hours: 24 * 21 }), patient());
    const question = asked.find(({ query }) => query === "sign-ins");
    expect(question?.timespan).toBe("2026-10-29T08:55:00.000Z/2026-11-22T09:00:00.000Z");
  });

  test("the heartbeat is looked for two days back until both sign-in tables showed a row, and then from the older one", async () => {
    const scene = stage(empty);
    const begins = [];
    const [older, newer] = [after(-9), after(-3)];
    for (const beats of [
      { SigninLogs: newer, AuditLogs: after(2) },
      { AADNonInteractiveUserSignInLogs: older },
      {},
    ]) {
      scene.asked.length = 0;
      scene.answer = rowsOf({ heartbeat: beat(beats) });
      await seen(scene.log.look(nine, patient()));
      begins.push(
        parameter(
          scene.asked.find(({ query }) => query === "heartbeat"),
          "since",
        ),
      );
    }
    const twoDaysBack = "datetime(2026-11-19T09:00:00Z)";
    expect(begins).toEqual([twoDaysBack, twoDaysBack, "datetime(2026-11-21T08:51:00Z)"]);
  });

  test("a table that was switched off a month ago does not make the question longer than at first", async () => {
    const { log, asked } = stage(rowsOf({ heartbeat: beatAt(nine) }));
    await log.look(nine, patient());
    await log.look(nine.add({ hours: 30 * 24 }), patient());
    expect(parameter(asked.at(-1), "since")).toBe("datetime(2026-12-19T09:00:00Z)");
  });
});

describe("what is seen", () => {
  test("rows of all tables, oldest first", async () => {
    const { log } = stage(
      rowsOf({
        "sign-ins": [signIn("late", -60, { Ingested: after(3).toString() }), signIn("early", 2)],
        audit: [{ Id: "change", OperationName: "Reset user password", ActivityDateTime: nine.toString() }],
      }),
    );
    const { rows } = await seen(log.look(nine, patient()));
    expect(rows.map(({ id }) => id)).toEqual(["late", "change", "early"]);
  });

  test("the next look begins at the newest row of anybody, by the server's clock and not by ours", async () => {
    const scene = stage(rowsOf({ "sign-ins": [signIn("a", 1)], heartbeat: beatAt(after(4)) }));
    scene.now = nine.add({ hours: 5 });
    const look = await seen(scene.log.look(nine, patient()));
    expect(look.next.toString()).toBe(after(4).toString());
    expect(look.heartbeat?.toString()).toBe(after(4).toString());
  });

  test("the next look never begins earlier than this one", async () => {
    const { log } = stage(rowsOf({ heartbeat: beatAt(after(-30)) }));
    expect((await seen(log.look(nine, patient()))).next.toString()).toBe(nine.toString());
  });
});
