// The main job, told as stories: each is played by people on both chats, and both chats must show the truth.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alice, bob, carol, dave, erin, sam, tina } from "../../src/sandbox/world.ts";
import {
  askInSlack,
  askInTeams,
  everyCopyShows,
  pressInSlack,
  pressInTeams,
  requestsInSlack,
  shownTwice,
  slackCopy,
} from "../kit/act.ts";
import { type Company, slackWords, startCompany, teamsWords } from "../kit/company.ts";

let company: Company;
beforeAll(async () => {
  company = await startCompany();
});
afterAll(async () => {
  await company.stop();
});

describe("a request", () => {
  test("asked in Slack, approved in Teams, released by both custodians, ended by its requester", async () => {
    const id = await askInSlack(company, alice);
    await everyCopyShows(company, id, "Approval needed");
    expect(await pressInTeams(company, bob, id, "Approve")).toContain("approved");
    await everyCopyShows(company, id, "Approved, in use");
    expect(await pressInSlack(company, dave, id, "Handed over: envelope A")).toContain(
      "handing over confirmed",
    );
    expect(await pressInTeams(company, erin, id, "I handed it over")).toContain("handing over confirmed");
    expect(await pressInSlack(company, alice, id, "End: I am done")).toContain("ended");
    await everyCopyShows(company, id, "Ended");
    expect(shownTwice(company)).toEqual([]);
  });

  test("asked in Teams, denied in Slack: the requester reads why, in both chats", async () => {
    const id = await askInTeams(company, alice);
    const reason = "The portal works for me, call the helpdesk.";
    expect(await pressInSlack(company, bob, id, "Deny", { reason })).toContain("denied");
    await everyCopyShows(company, id, reason);
    await company.slack.until(() =>
      company.slack
        .seenBy(alice.slack)
        .dms.some(({ messages }) =>
          messages.some((message) => message.threadTs && slackWords(message).includes(reason)),
        ),
    );
  });

  test("declared: the SOC hears Sev 0 in both chats, a second person attests", async () => {
    const id = await askInSlack(company, carol, "declare");
    await company.slack.until(() =>
      company.slack
        .seenBy(sam.slack)
        .channels.some(({ messages }) =>
          messages.some((message) => slackWords(message).includes(`Sev 0 · ${id}`)),
        ),
    );
    await company.teams.until(() =>
      company.teams
        .seenBy(sam.objectId)
        .channels.some(({ threads }) =>
          threads.some(({ root }) => teamsWords(root).includes(`Sev 0 · ${id}`)),
        ),
    );
    expect(await pressInTeams(company, tina, id, "Attest", { "attest.note": "I called Carol." })).toContain(
      "attested",
    );
    await everyCopyShows(company, id, "attested");
    await pressInSlack(company, carol, id, "End: I am done");
  });
});

describe("the requester", () => {
  test("A1: who presses Approve on their own request is told why not, and nothing changes", async () => {
    const id = await askInSlack(company, carol);
    const inChannel = await company.slack.until(() =>
      company.slack.messages(requestsInSlack).find((message) => slackWords(message).includes(`${id} ·`)),
    );
    await company.slack.click(carol.slack, inChannel, (element) => slackLabel(element) === "Approve");
    await company.slack.until(() =>
      company.slack
        .messages(requestsInSlack)
        .some(
          ({ ephemeralFor, text }) =>
            ephemeralFor === carol.slack && text.includes("a second person must answer"),
        ),
    );
    const typed = await company.teams.say(carol.objectId, "personal", `approve ${id}`);
    expect(typed.status).toBe(200);
    await company.teams.until(() =>
      company.teams
        .seenBy(carol.objectId)
        .chat.some((message) => teamsWords(message).includes("a second person must answer")),
    );
    expect(slackWords(await slackCopy(company, bob, id))).toContain("Approval needed");
    expect(slackWords(await slackCopy(company, carol, id))).not.toContain('"Approve"');
  });
});

const slackLabel = (element: Record<string, unknown>): string | undefined =>
  (element["text"] as { text?: string } | undefined)?.text;
