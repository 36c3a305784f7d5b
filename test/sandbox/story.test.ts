// The demo holds what it says: every step is seen on both sides, or it stops there and names the step.
import { execFile } from "node:child_process";
import { afterEach, beforeEach, expect, it } from "vitest";
import { newSecrets } from "../../src/sandbox/bot-config.ts";
import { startEntra } from "../../src/sandbox/entra/start-entra.ts";
import type { EntraStandIn } from "../../src/sandbox/entra/types.ts";
import { slackWorld, teamsWorld } from "../../src/sandbox/practice.ts";
import { startSlack } from "../../src/sandbox/slack/start-slack.ts";
import type { SlackStandIn } from "../../src/sandbox/slack/types.ts";
import { openStage, type Stage, StoryBroke } from "../../src/sandbox/stage.ts";
import { startTeams } from "../../src/sandbox/teams/start-teams.ts";
import type { TeamsStandIn } from "../../src/sandbox/teams/types.ts";
import { accounts, bob } from "../../src/sandbox/world.ts";
import { stoppedClock } from "./stopped-clock.ts";

/** Not a bot's address. */
const nobody = "http://127.0.0.1:1/";
let slack: SlackStandIn;
let teams: TeamsStandIn;
let entra: EntraStandIn;
let stage: Stage;

beforeEach(async () => {
  slack = await startSlack(slackWorld(newSecrets(), nobody));
  teams = await startTeams({ ...teamsWorld(), botUrl: nobody });
  entra = await startEntra({ background: "off" });
  stage = openStage(
    { slack, teams, entra, clock: stoppedClock },
    { print: () => {}, paceMs: 0, patienceMs: 50 },
  );
});
afterEach(() => Promise.all([slack, teams, entra].map((each) => each.stop())));

it("npm run demo plays the whole story, until the accounts are ready again, and exits 0", {
  timeout: 180_000,
}, async () => {
  const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
    execFile(process.execPath, ["src/sandbox/demo.ts"], (error, said) =>
      resolve({ code: error?.code ?? 0, said }),
    );
  });
  expect(said).toContain("Every step held.");
  expect(said).toContain("All 2 accounts are ready");
  expect(said).toContain("PRACTICE TENANT - nothing here is real");
  expect(code).toBe(0);
});

it("what is not seen in time breaks the story, by name", async () => {
  await expect(stage.bothShow("requests", "BG-1 · Approved")).rejects.toThrow(
    new StoryBroke("not seen within 0.05 s: Slack #breakglass-requests shows: BG-1 · Approved"),
  );
  await expect(stage.hearsInTeams(bob, "hello")).rejects.toThrow("Bob reads in Teams: hello");
});

it("a clock that does not leap breaks it", async () => {
  await expect(stage.leaps("day", "A day passes")).rejects.toThrow(
    new StoryBroke("the clock did not leap a day: This clock does not leap."),
  );
});

it("what is done in Entra stands in its log", async () => {
  await stage.changes("Ada resets the password of Emergency 1", {
    account: accounts[0].objectId,
    change: "password",
    doer: "ada",
  });
  expect(entra.log()[0]?.text).toContain("Reset user password");
});

it("a bot that is not there breaks it on either side", async () => {
  await expect(stage.types(bob, "/breakglass help")).rejects.toThrow("Slack says: dispatch_failed");
  await expect(stage.says(bob, "help")).rejects.toThrow("Teams says: Unable to reach app");
});

it("a copy that still shows what was breaks it", async () => {
  await teams.say(bob.objectId, "personal", "BG-7 · Approval needed");
  await expect(stage.everyCopyShows("BG-7", "Ended")).rejects.toThrow(
    "every Teams copy of BG-7 shows: Ended",
  );
  await stage.everyCopyShows("BG-7", "Approval needed");
});
