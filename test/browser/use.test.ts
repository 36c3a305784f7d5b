// A use at the practice page, from the ask to its signed-off review: whoever owes something is nagged until it is done.
import { describe } from "vitest";
import { mayRun } from "./browser.ts";
import { askInSlack, type Player } from "./player.ts";
import { onStage } from "./stage.ts";

const it = onStage({ tenant: "test", width: 1_440 });

describe.runIf(mayRun)("a use at the practice page", { timeout: 90_000 }, () => {
  it("used, it is not ready until others have renewed and reviewed it; a day later they are nagged", async ({
    player,
  }) => {
    await askInSlack(player, "Alice", "The new policy CA-104 locks every administrator out.");
    await player.inTeams("Bob", "Chat with Breakglass");
    await player.agrees(player.message(player.teams, "BG-1 · Approval needed"), "Approve", "Approve");
    await player.inTeams("Erin", "Chat with Breakglass");
    await player.agrees(player.message(player.teams, "BG-1 ·"), "Handed over", "I handed it over");
    await player.signIn({ From: "Berlin, Alice's laptop" });
    await player.message(player.slack, "BG-1: Emergency 1 was signed in to").waitFor();
    await player.typeInSlack("/breakglass end");
    await player.message(player.slack, "BG-1 has ended").waitFor();

    await nextDay(player);
    await renewed(player);
    await reviewed(player);

    await player.inSlack("Ada", "Home");
    await player.slack.getByText("All 2 accounts are ready.").waitFor();
    await player.inTeams("Alice", "Chat with Breakglass");
    await player.typeInTeams("accounts");
    await player.message(player.teams, "All 2 accounts are ready.").waitFor();
  });
});

async function nextDay(player: Player): Promise<void> {
  await player.inSlack("Ada", "breakglass-admins");
  await player.inTeams("Tina", "Admins");
  await player.leaps("day");
  await player.message(player.teams, "RO-1: the credential of Emergency 1 is due now").waitFor();
  await player.inTeams("Tina", "Chat with Breakglass");
  await player.typeInTeams("accounts");
  await player.message(player.teams, "1 of 2 accounts is ready.").getByText("RO-1 must renew").waitFor();
}

/** Whoever used it may not say so: another one must. */
async function renewed(player: Player): Promise<void> {
  await player.changes("Change its password", "Ada, an administrator");
  await player.message(player.slack, "RO-1: the new credential of Emergency 1 is seen").waitFor();
  await player.inTeams("Alice", "Chat with Breakglass");
  await player.typeInTeams("confirm RO-1");
  await player.message(player.teams, "Nothing was done").waitFor();
  await player.inTeams("Erin", "Chat with Breakglass");
  const rotation = player.message(player.teams, "RO-1 · Credential of Emergency 1: proved");
  await player.agrees(rotation, "Confirm: it is renewed", "I have seen it");
  await player.message(player.slack, "RO-1: the credential of Emergency 1 is renewed").waitFor();
}

/** Neither Alice, who asked, nor Bob, who alone approved. */
async function reviewed(player: Player): Promise<void> {
  await player.inTeams("Tina", "Requests");
  await player.typeInTeams("/breakglass review BG-1");
  await player.message(player.teams, "BG-1 · Timeline").waitFor();
  for (const item of ["policies", "roles", "parts"])
    await player.typeInTeams(`/breakglass clean-up BG-1 ${item}`);
  const card = player.message(player.teams, "BG-1 · Ended");
  const soon = { timeout: 3_000 };
  await player.unfolds(card, "Review and sign off", async () => {
    await card.getByLabel("What was it?").selectOption({ label: "Actual emergency" }, soon);
    await card.getByLabel("What did you compare").fill("Only CA-104 was changed, as Alice said.", soon);
    await card.getByRole("button", { name: "Sign off", exact: true }).click(soon);
  });
  await player.message(player.teams, "BG-1 is reviewed").getByText("Only CA-104 was changed").waitFor();
}
