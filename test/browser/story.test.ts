// The whole life of a request, played at the practice page as a person plays it.
import { describe, expect } from "vitest";
import { mayRun } from "./browser.ts";
import { askInSlack, lockedOut } from "./player.ts";
import { onStage } from "./stage.ts";

/** What keeps Teams from reading a person's {{DATE(…)}} as its own. */
const invisible = /[\u200b-\u200d\u2060]/g;
const reason = "The new policy CA-104 locks every administrator out.";

const it = onStage({ tenant: "test" });

describe.runIf(mayRun)("the story at the practice page", { timeout: 60_000 }, () => {
  it("ask in Slack, approve in Teams: both show it, and the requester hears it", async ({ player }) => {
    await askInSlack(player, "Alice", reason);
    await player.inTeams("Bob", "Chat with Breakglass");
    const card = player.message(player.teams, "Approval needed");
    await player.unfolds(card, "Approve", async () => {
      await card.getByText("Approve this request?").waitFor({ timeout: 3_000 });
      await card.getByRole("button", { name: "Approve" }).last().click({ timeout: 3_000 });
    });
    await player.message(player.teams, "BG-1 · Approved, in use").waitFor();
    await player.message(player.slack, "BG-1 · Approved, in use").waitFor();
    await player.message(player.slack, "BG-1 is approved").waitFor();
    await player.inSlack("Alice", "breakglass");
    await player.message(player.slack, "BG-1 · Approved, in use").getByText("@Bob").waitFor();
  });

  it("ask in Teams, deny in Slack with a reason: both show it, and the requester reads why", async ({
    player,
  }) => {
    await player.inTeams("Alice", "Chat with Breakglass");
    await player.typeInTeams("request");
    const form = player.message(player.teams, "Ask for emergency access");
    await form.getByLabel("What failed?").selectOption({ label: lockedOut });
    await form.getByLabel("Why do you need it?").fill(reason);
    await form.getByRole("button", { name: "Ask" }).click();
    await player.inSlack("Carol", "breakglass-requests");
    const card = player.message(player.slack, "BG-1 · Approval needed");
    await card.getByRole("button", { name: "Deny" }).click();
    await player.modal.waitFor();
    await player.modal.getByRole("textbox").fill("CA-104 was switched off ten minutes ago.");
    await player.modal.getByRole("button", { name: "Deny" }).click();
    await player.message(player.slack, "BG-1 · Denied").waitFor();
    await player.inTeams("Alice", "Requests");
    await player.message(player.teams, "BG-1 · Denied").getByText("switched off ten minutes ago").waitFor();
  });

  it("declare, and attest: the SOC reads Sev 0 until a second person stands up for it", async ({
    player,
  }) => {
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
    await player.inTeams("Sam", "SOC");
    await player.message(player.teams, /Sev 0.*BG-1 · Declared.*not attested/).waitFor();
    await player.inTeams("Bob", "SOC");
    const card = player.message(player.teams, "Sev 0");
    await player.unfolds(card, "Attest", async () => {
      await card.getByRole("textbox").fill("I was on the phone with Alice.", { timeout: 3_000 });
      await card.getByRole("button", { name: "Attest" }).last().click({ timeout: 3_000 });
    });
    await player.message(player.teams, /BG-1 · Declared, in use without approval, attested/).waitFor();
    await player.inSlack("Sam", "soc");
    await player.message(player.slack, "BG-1 is attested").waitFor();
  });

  it("a requester who presses Approve on their own request is told why not, privately", async ({
    player,
    page,
  }) => {
    await askInSlack(player, "Carol", reason);
    const card = player.message(player.slack, "BG-1 · Approval needed");
    await card.getByRole("button", { name: "Approve" }).click();
    await page
      .getByRole("dialog", { name: "Approve this request?" })
      .getByRole("button", { name: "Approve" })
      .click();
    const refusal = player.message(player.slack, "You made this request yourself");
    await refusal.getByText("Only visible to you").waitFor();
    await player.inSlack("Bob", "breakglass-requests");
    await player.message(player.slack, "BG-1 · Approval needed").waitFor();
    expect(await player.slack.getByText("You made this request yourself").count()).toBe(0);
    await player.inTeams("Carol", "Requests"); // in Teams her own copy does not even offer it
    const own = player.message(player.teams, "BG-1 · Approval needed");
    await own.getByRole("button", { name: "Withdraw" }).waitFor();
    await own.getByRole("button", { name: "Approve" }).waitFor({ state: "detached" });
  });

  it("a person's words stay words on both sides: no link, no bold, no mention, no picture", async ({
    player,
  }) => {
    const hostile =
      "*bold* **bold** _it_ <!channel> <@U0BOB> <https://evil.example|safe> [safe](https://evil.example) " +
      "https://evil.example ![x](https://evil.example/x.png) <at>Bob</at> <b>bold</b><img src=x> {{DATE(2026-01-01T00:00:00Z)}} `code`";
    await askInSlack(player, "Alice", hostile);
    await player.inTeams("Bob", "Requests");
    for (const side of [player.slack, player.teams]) {
      const card = player.message(side, "BG-1 · Approval needed");
      const words = card.getByText("*bold* **bold**");
      const shown = await words.evaluate(({ textContent, children }) => ({
        textContent,
        inside: children.length,
      }));
      expect(shown.inside).toBe(0);
      expect(shown.textContent?.replaceAll(invisible, "")).toBe(hostile);
      expect(await words.evaluate((element) => Number(getComputedStyle(element).fontWeight))).toBeLessThan(
        600,
      );
      expect(await card.locator("a, img, code").count()).toBe(0);
    }
  });
});
