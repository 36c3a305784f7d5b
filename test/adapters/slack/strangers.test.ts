// What people who are not ours, and messages that are not ours, get out of Slack's doors.
import { expect, test } from "vitest";
import { aliceId, bobId, open, shows } from "./kit.ts";

test.each(["U0GUEST", "U0NOBODY"])(
  "%s asks for a form the first time: heard and turned away, no form names an account to them",
  async (user) => {
    await using place = await open({
      hear: () => shows("I do not know you"),
      slack: {
        people: [
          { id: aliceId, name: "Alice", tz: "Europe/Berlin" },
          { id: "U0NOBODY", name: "Ned", tz: "UTC" },
          { id: "U0GUEST", name: "Gus", tz: "UTC", isGuest: true },
        ],
      },
    });
    const reaction = await place.slack.command(user, "/breakglass request", "C0REQUESTS");
    expect(reaction.modal).toBeUndefined();
    expect(place.told.heard).toMatchObject([{ wish: { type: "form" } }]);
    expect((await place.slack.command(aliceId, "/breakglass request", "C0REQUESTS")).modal).toBeDefined();
  },
);

test("B8: a message that names no card of ours decides nothing, whoever got it posted under our name", async () => {
  await using place = await open();
  const value = JSON.stringify({ action: { verb: "approve", request: "BG-9", about: 0 } });
  const button = {
    type: "button",
    action_id: "breakglass.0",
    text: { type: "plain_text", text: "OK" },
    value,
  };
  await fetch(`${place.slack.apiUrl}chat.postMessage`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer xoxb-test" },
    body: JSON.stringify({
      channel: "C0REQUESTS",
      text: "Lunch?",
      blocks: [{ type: "actions", elements: [button] }],
    }),
  });
  const message = place.slack.all().find(({ text }) => text === "Lunch?");
  if (!message) throw new Error("the message was not posted");
  await place.slack.click(bobId, message, () => true);
  expect(place.told.heard).toEqual([]);
});
