// The practice page itself: by keyboard, on a phone, with a dead bot; not what the bot says in it.
import { describe, expect } from "vitest";
import { mayRun } from "./browser.ts";
import { onStage } from "./stage.ts";

const it = onStage({ tenant: "file" });

describe.runIf(mayRun)("the practice page", { timeout: 60_000 }, () => {
  it("every step works with the keyboard alone", async ({ player, page }) => {
    await player.inSlack("Alice", "breakglass-requests");
    const line = page.getByRole("combobox", { name: "Write in Slack" });
    await line.focus();
    await page.keyboard.type("/breakglass re");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await player.modal.waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest(".sl-modal") !== null)).toBe(true);
    await page.keyboard.press("Escape");
    await player.modal.waitFor({ state: "detached" });
    await player.slack.getByRole("radio", { checked: true }).focus();
    await page.keyboard.press("ArrowRight");
    await player.slack.getByText("You are Bob").waitFor();
  });

  it("on a phone the two chats stand below each other, and nothing sticks out", async ({ player, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    const [above, below] = [await player.slack.boundingBox(), await player.teams.boundingBox()];
    expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it("a reload keeps who the player is and where they look", async ({ player, page }) => {
    await player.inSlack("Dave", "breakglass");
    await player.inTeams("Sam", "SOC");
    await page.reload();
    await player.slack.getByText("You are Dave").waitFor();
    await player.teams.getByRole("heading", { name: "SOC" }).waitFor();
  });

  it("the Entra pane is closed and opened, stays as it was left, and leaves a phone to the chats", async ({
    player,
    page,
  }) => {
    await player.entra.waitFor();
    await page.getByRole("button", { name: "Close Entra" }).click();
    await player.entra.waitFor({ state: "hidden" });
    await page.reload();
    await player.slack.waitFor();
    expect(await player.entra.isVisible()).toBe(false);
    await page.evaluate(() => localStorage.clear());
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await player.slack.waitFor();
    expect(await player.entra.isVisible()).toBe(false);
    await page.getByRole("button", { name: "Entra", exact: true }).click();
    await player.entra.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it("the light can be switched, and stays as it was chosen", async ({ page }) => {
    await page.emulateMedia({ colorScheme: "light" });
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await ground();
    await page.getByRole("button", { name: "Use the dark theme" }).click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole("button", { name: "Use the light theme" }).waitFor();
    expect(await ground()).toBe(dark);
  });

  it("the company drawer says who may do what, and how the bot is", async ({ page }) => {
    await page.getByRole("button", { name: "Company" }).click();
    const drawer = page.getByRole("dialog", { name: "Contoso" });
    await drawer
      .getByRole("listitem")
      .filter({ hasText: "Carol" })
      .getByText("responder, approver")
      .waitFor();
    await drawer.getByText("/readyz").waitFor();
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });
  });

  it("the Home tab shows a person what the bot published for them, and has nowhere to write", async ({
    player,
    page,
  }) => {
    await player.inSlack("Ada", "Home");
    const home = player.slack.getByRole("article", { name: "breakglass: Home" });
    await home.getByText("Emergency 1").first().waitFor();
    await home.getByText("Emergency 2").first().waitFor();
    await page.getByRole("combobox", { name: "Write in Slack" }).waitFor({ state: "hidden" });
    await player.inSlack("Ada", "soc");
    await page.getByRole("combobox", { name: "Write in Slack" }).waitFor();
  });

  it("a story's steps put the player in the right place, with the words ready and the hand on what is pressed", async ({
    player,
    page,
  }) => {
    const steps = page.getByRole("navigation", { name: "A story to play" });
    await steps.getByRole("button", { name: "a drill" }).click();
    await steps.getByRole("button", { name: "The clock: Next week" }).click();
    await page
      .locator(":focus")
      .and(page.getByRole("button", { name: "Next week", exact: true }))
      .waitFor();
    await steps.getByRole("button", { name: "Tina in Teams: Be the witness" }).click();
    await player.teams.getByText("You are Tina").waitFor();
    await player.teams.getByRole("heading", { name: "Admins" }).waitFor();
    await steps.getByRole("button", { name: "/breakglass rehearse" }).click();
    await player.slack.getByText("You are Alice").waitFor();
    const line = page.getByRole("combobox", { name: "Write in Slack" });
    expect(await line.inputValue()).toBe("/breakglass rehearse DR-1");
    await steps.getByRole("button", { name: "In Entra: Change its password" }).click();
    await page
      .locator(":focus")
      .and(player.entra.getByRole("button", { name: "Change" }))
      .waitFor();
  });

  it("what nobody but the bot would hear is said to be so", async ({ player }) => {
    await player.inTeams("Bob", "Requests");
    await player.typeInTeams("hello everybody");
    await player.teams.getByText("only hears @Breakglass or /breakglass").waitFor();
    await player.typeInSlack("hello");
    await player.slack.getByText("type /breakglass").waitFor();
  });

  it("what was said to one person alone is gone when the player becomes another", async ({ player }) => {
    await player.inTeams("Bob", "Requests");
    await player.typeInTeams("hello everybody");
    const said = player.teams.getByText("only hears @Breakglass or /breakglass");
    await said.waitFor();
    await player.inTeams("Sam", "Chat with Breakglass");
    await said.waitFor({ state: "detached", timeout: 2_000 });
  });

  it("a bot that died is cried out on the page", async ({ page, tenant }) => {
    process.kill(tenant.practice.botPid, "SIGKILL");
    await page.getByRole("alert").filter({ hasText: "The bot is not running any more" }).waitFor();
  });
});
