// What the practice page's Entra pane is for: sign-ins that are told, answered, judged anew, and a log that goes dark.
import { readFile } from "node:fs/promises";
import { describe, expect } from "vitest";
import { mayRun } from "./browser.ts";
import { askInSlack } from "./player.ts";
import { onStage } from "./stage.ts";

/** The bot looks every five seconds, and then needs to say it in two chats, on a machine that is busy with tests. */
const onePoll = 5_000 + 4_000;

const it = onStage({ tenant: "test", width: 1_440 });

describe.runIf(mayRun)("the Entra pane", { timeout: 90_000 }, () => {
  it("an approved sign-in shows green in the request's thread, and quietly in the SOC's channel", async ({
    player,
  }) => {
    await askInSlack(player, "Alice", "The new policy CA-104 locks every administrator out.");
    await player.inTeams("Bob", "Chat with Breakglass");
    await player.agrees(player.message(player.teams, "Approval needed"), "Approve", "Approve");
    await player.message(player.slack, "BG-1 is approved").waitFor();
    await player.signIn({ From: "Berlin, Alice's laptop" });
    await player.message(player.slack, /✅ BG-1: Emergency 1 was signed in to.*Berlin DE/).waitFor();
    await player.message(player.slack, /BG-1 · Approved, in use.*Signed in:.*Berlin DE/).waitFor();
    await player.inTeams("Sam", "Requests");
    await player.message(player.teams, "✅ BG-1: Emergency 1 was signed in to").waitFor();
    await player.inTeams("Sam", "SOC");
    await player.message(player.teams, "✅ Sev 3 · AL-1 · Sign-in as approved").waitFor();
  });

  it("the same sign-in without a request turns the SOC red within one poll; the other chat says what it was", async ({
    player,
  }) => {
    await player.inSlack("Sam", "soc");
    await player.inTeams("Sam", "SOC");
    await player.signIn({ From: "Berlin, Alice's laptop" });
    const red = { timeout: onePoll };
    await player.message(player.slack, "🚨 Sev 0 · AL-1 · Sign-in without a request").waitFor(red);
    const card = player.message(player.teams, "🚨 Sev 0 · AL-1 · Sign-in without a request");
    await card.waitFor(red);
    await card.getByRole("button", { name: "Acknowledge" }).click();
    const own = player.message(player.slack, "AL-1 · Sign-in without a request, acknowledged");
    await own.getByRole("button", { name: "Classify" }).click();
    await player.fillIn(
      { "What was it?": "Misuse", "How do you know?": "Alice was on a plane at that time." },
      "Classify",
    );
    await player.readAndClose("AL-1: misuse");
    await player
      .message(player.teams, "AL-1 · Sign-in without a request, misuse")
      .getByText("on a plane")
      .waitFor();
  });

  it("declaring afterwards has the sign-in judged anew, and the SOC sees what was said before", async ({
    player,
  }) => {
    await player.inTeams("Sam", "SOC");
    await player.signIn({ From: "London, Bob's office" });
    await player.message(player.teams, "🚨 Sev 0 · AL-1 · Sign-in without a request").waitFor();
    await player.inSlack("Alice", "breakglass-requests");
    await player.typeInSlack("/breakglass declare");
    await player.fillIn(
      {
        "What failed?": "Administrators compromised",
        "Why do you need it?": "An attacker holds two administrators.",
      },
      "Declare",
    );
    await player.readAndClose("BG-1: declared");
    await player
      .message(player.teams, "AL-1: now declared in BG-1")
      .getByText("What was said before: without a request")
      .waitFor();
    await player.message(player.teams, "✅ Sev 3 · AL-1 · Sign-in as declared").waitFor();
    await player.message(player.slack, "✅ BG-1: Emergency 1 was signed in to").waitFor();
  });

  it("a pulled plug is said within a minute, and so is that it is in again; what came meanwhile is lost", async ({
    player,
    page,
  }) => {
    await player.inSlack("Sam", "soc");
    await player.breaks("The logs", "are unplugged");
    await player.signIn();
    await player.entra.getByText("never arrived: the logs were unplugged").waitFor();
    await page.getByText("Bot sees no sign-ins").waitFor({ timeout: 60_000 });
    const card = player.message(player.slack, "Sev 1 · AL-1 · Sign-ins are not seen");
    await card.getByText("no row of anybody").waitFor();
    await player.breaks("The logs", "arrive");
    await player.message(player.slack, "AL-1: sign-ins are seen again").waitFor();
    await player.message(player.slack, "AL-1 · Sign-ins are not seen, over").waitFor();
    await page.getByText("Bot ready").waitFor();
  });

  it("a Slack that takes nothing is told to the pager, and Slack shows it when it is back", async ({
    player,
  }) => {
    await player.inSlack("Sam", "soc");
    await player.inTeams("Sam", "SOC");
    await player.breaks("Slack", "takes none (503)");
    await player.signIn({ From: "Lagos, an internet café" });
    await player.message(player.teams, "Sev 0 · AL-1").waitFor();
    const calls = player.entra.getByRole("list", { name: "Calls to the pager" });
    await calls.getByText("AL-1: Sign-in without a request").waitFor({ timeout: 45_000 });
    expect(await player.slack.getByText("AL-1").count()).toBe(0);
    await player.breaks("Slack", "takes messages");
    await player.message(player.slack, "Sev 0 · AL-1").waitFor({ timeout: 30_000 });
  });

  it("a late row, a change and Azure Monitor's call: the pane shows when, the SOC sees what, the bot heard it", async ({
    player,
    tenant,
  }) => {
    await player.inSlack("Sam", "soc");
    await player.entra.getByLabel("Its row can be read").selectOption({ label: "after 5 min" });
    await player.signIn();
    await player.entra.getByText(/can be read from \d\d:\d\d:\d\d/).waitFor();
    await player.entra.getByLabel("Its row can be read").selectOption({ label: "at once" });
    await player.entra.getByLabel("Who", { exact: true }).selectOption({ label: "An app nobody knows" });
    await player.entra.getByRole("button", { name: "Change" }).click();
    await player.entra.getByRole("button", { name: "Let Azure Monitor call it" }).click();
    await player.message(player.slack, "Sev 1 · AL-1 · Change to a credential").waitFor();
    await expect
      .poll(() => readFile(tenant.practice.logFile, "utf8"))
      .toContain("Azure Monitor tells of an alert");
    expect(await player.entra.getByRole("alert").count()).toBe(0); // nothing went wrong
    expect(await player.slack.getByText("AL-2").count()).toBe(0); // the late row is not there yet
  });
});
