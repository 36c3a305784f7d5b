// The practice clock at the page, and what of Entra the rotation of a credential needs.
import { describe, expect } from "vitest";
import { mayRun, type Tenant } from "./browser.ts";
import { onStage } from "./stage.ts";

const it = onStage({ tenant: "file" });

describe.runIf(mayRun)("the practice clock", { timeout: 60_000 }, () => {
  const berlin = (tenant: Tenant, days: number) =>
    Temporal.Instant.fromEpochMilliseconds(tenant.practice.clock.now())
      .toZonedDateTimeISO("Europe/Berlin")
      .add({ days });
  const shown = (date: Temporal.ZonedDateTime) =>
    date.toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric" });

  it("the next day comes for the bot and both chats, and what was said before shows its day", async ({
    player,
    page,
    tenant,
  }) => {
    await player.inSlack("Alice", "breakglass-requests");
    await player.typeInSlack("/breakglass status");
    const answer = player.message(player.slack, "Only visible to you");
    await answer.waitFor();
    const [before, tomorrow] = [berlin(tenant, 0), shown(berlin(tenant, 1))];
    const clock = page.getByRole("group", { name: "Practice clock" });
    await clock.getByText(shown(before)).waitFor();
    await clock.getByRole("button", { name: "Next day" }).click();
    await clock.getByText(tomorrow).waitFor();
    const day = before.toLocaleString("en-GB", { day: "numeric", month: "short" });
    await answer.locator("time", { hasText: day }).waitFor();
    await clock.getByRole("button", { name: "Next hour" }).and(page.locator(":enabled")).waitFor();
    await player.typeInSlack("/breakglass whoami");
    await player.message(player.slack, "Alice").last().waitFor();
    await player.inTeams("Bob", "Chat with Breakglass");
    await player.typeInTeams("whoami");
    await player.message(player.teams, /Bob.*approver/s).waitFor();
    await player.inSlack("Sam", "soc");
    expect(await player.slack.getByText("Sign-ins are not seen").count()).toBe(0);
  });

  it("an administrator gives the account a new password and a new key, and the log says who", async ({
    player,
  }) => {
    const changes = async (what: string, who: string, row: string) => {
      await player.entra.getByLabel("What", { exact: true }).selectOption({ label: what });
      await player.entra.getByLabel("Who", { exact: true }).selectOption({ label: who });
      await player.entra.getByRole("button", { name: "Change", exact: true }).click();
      await player.entra.getByText(row).waitFor();
    };
    await changes(
      "Change its password",
      "Tina, an administrator",
      "Reset user password (Emergency 1), by Tina",
    );
    await changes(
      "Register a new key",
      "Ada, an administrator",
      "Add FIDO2 security key (Emergency 1), by Ada",
    );
    await changes(
      "Delete the old key",
      "The account itself",
      "Delete FIDO2 security key(s) (Emergency 1), by Emergency 1",
    );
  });

  it("on a phone the clock fits, and the calendar's address is in the company drawer", async ({
    page,
    tenant,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: "Next week" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.getByRole("button", { name: "Company" }).click();
    const link = page.getByRole("link", { name: "breakglass.ics" });
    expect(await link.getAttribute("href")).toBe(tenant.practice.calendarUrl);
  });
});
