// What each chat does with somebody who asks too much: nothing is looked up, heard or posted for them.
import { describe, expect, test } from "vitest";
import type { Asked, TooMuch } from "../../src/core/ports/desk.ts";
import { flooded } from "../../src/core/views/floods.ts";
import { aliceId, open } from "../adapters/slack/kit.ts";
import { approve, approveData, bg7, click, openPractice, requests } from "../adapters/teams/kit.ts";
import { bob, nine } from "../kit/cast.ts";

const much = (again: boolean): TooMuch => ({ view: flooded("person", 20, nine), again });
/** Lets nobody be heard, and keeps what was asked. */
function gate(again: boolean) {
  const asked: Asked[] = [];
  const tooMuch = (one: Asked): TooMuch => {
    asked.push(one);
    return much(again);
  };
  return { asked, tooMuch };
}

describe("Slack", () => {
  test("a command is told in its acknowledgement once, and then acknowledged with nothing", async () => {
    const texts = [];
    for (const again of [false, true]) {
      const { asked, tooMuch } = gate(again);
      await using bot = await open({ tooMuch });
      const reaction = await bot.slack.command(aliceId, "status", "C0REQUESTS");
      expect([reaction.status, reaction.error]).toEqual([200, undefined]);
      texts.push(reaction.message?.text);
      expect(bot.told.heard).toEqual([]);
      expect(bot.slack.calls.filter(({ method }) => method === "users.info")).toEqual([]);
      expect(asked).toMatchObject([
        { caller: { user: aliceId }, where: "C0REQUESTS", wish: { type: "status" } },
      ]);
    }
    expect(texts).toEqual([expect.stringContaining("Too much at once"), undefined]);
  });

  test("no form opens", async () => {
    await using bot = await open(gate(true));
    expect((await bot.slack.command(aliceId, "request", "C0REQUESTS")).modal).toBeUndefined();
    expect(bot.slack.calls.filter(({ method }) => method === "views.open")).toEqual([]);
  });

  test("a form that is handed in stays open with what was typed, and says why, each time", async () => {
    let limited = false;
    await using bot = await open({ tooMuch: () => (limited ? much(true) : undefined) });
    const { modal } = await bot.slack.command(aliceId, "request", "C0REQUESTS");
    limited = true;
    const typed = { failure: "other", reason: "Nobody can sign in any more.", ticket: "" };
    for (let n = 0; n < 2; n++) {
      const { errors } = await bot.slack.submit(aliceId, modal?.id ?? "", typed);
      expect(Object.values(errors ?? {}).join()).toContain("Too much at once");
    }
    expect(bot.told.heard).toEqual([]);
    limited = false;
    await bot.slack.submit(aliceId, modal?.id ?? "", typed);
    expect(bot.told.heard).toHaveLength(1);
  });

  test("the home tab stays as it was", async () => {
    const { asked, tooMuch } = gate(true);
    await using bot = await open({ tooMuch });
    await bot.slack.openHome(aliceId);
    await bot.adapter.stop();
    expect(bot.told.homes).toEqual([]);
    expect(asked).toMatchObject([{ look: true }]);
  });
});

describe("Teams", () => {
  test("words are told once, and then left; where somebody was is not even noted", async () => {
    for (const again of [false, true]) {
      const practice = await openPractice();
      try {
        const { asked, tooMuch } = gate(again);
        practice.notes.tooMuch = tooMuch;
        expect((await practice.teams.say(bob.id, requests, "status")).status).toBe(200);
        await practice.adapter.stop();
        expect(practice.notes.heard).toEqual([]);
        expect([...practice.store.keys()].join()).not.toContain(bob.id);
        expect(practice.teams.calls.filter(({ operation }) => /send|reply/.test(operation))).toHaveLength(
          again ? 0 : 1,
        );
        expect(asked).toMatchObject([{ where: requests, wish: { type: "status" } }]);
      } finally {
        await practice.stop();
      }
    }
  });

  test.each([
    ["a click", approve, { click: { verb: "approve", request: bg7 } }],
    ["a screen that draws itself anew", { ...approve, trigger: "automatic" }, { look: true }],
    [
      "a form about a request",
      {
        ...approve,
        action: {
          ...approve.action,
          verb: "bg.submit",
          data: { ...approveData, verb: "bg.submit", form: "deny" },
        },
      },
      { click: { request: bg7 } },
    ],
    [
      "a button that is not ours",
      { action: { type: "Action.Execute", verb: "x", data: {} } },
      { wish: { type: "help" } },
    ],
  ])("%s is told in the answer each time, and nothing is heard or posted", async (_, value, wanted) => {
    const practice = await openPractice();
    try {
      const { asked, tooMuch } = gate(true);
      practice.notes.tooMuch = tooMuch;
      const { status, body } = await practice.teams.raw(click(practice, value));
      expect(status).toBe(200);
      expect(body).toContain("Too much at once");
      expect(practice.notes.heard).toEqual([]);
      expect(practice.teams.calls.filter(({ operation }) => /send|reply/.test(operation))).toEqual([]);
      expect(asked).toMatchObject([{ caller: { objectId: bob.id }, where: requests, ...wanted }]);
    } finally {
      await practice.stop();
    }
  });
});
