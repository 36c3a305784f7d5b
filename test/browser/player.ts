// What a person at the page does, in the page's own words: roles, labels and titles, as a screen reader has them.
import type { Locator, Page } from "playwright-core";

export type Player = ReturnType<typeof playOn>;

export function playOn(page: Page) {
  const slack = page.getByRole("region", { name: "Slack" });
  const teams = page.getByRole("region", { name: "Microsoft Teams" });
  const be = (side: Locator, name: string) => side.getByTitle(new RegExp(`^${name}:`)).click();
  const open = (side: Locator, place: string) =>
    side
      .getByRole("navigation")
      .getByRole("button", { name: new RegExp(`^(# )?${place}( \\(unread\\))?$`) })
      .click();
  const write = async (label: string, text: string) => {
    const line = page.getByRole("combobox", { name: label });
    await line.fill(text);
    await line.press("Enter");
  };
  const entra = page.getByRole("region", { name: "Entra" });
  const modal = slack.getByRole("dialog");

  /**
   * Presses a button of a card, and answers what it asks. In Teams that unfolds below the button, and folds up again
   * when the card is drawn anew: then a person presses once more.
   */
  async function unfolds(card: Locator, button: string, answer: () => Promise<void>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      await card.getByRole("button", { name: button }).first().click();
      try {
        return await answer();
      } catch (error) {
        if (tries === 3) throw error;
      }
    }
  }

  return {
    page,
    slack,
    teams,
    entra,
    modal,
    inSlack: async (name: string, place: string) => {
      await be(slack, name);
      await open(slack, place);
    },
    inTeams: async (name: string, place: string) => {
      await be(teams, name);
      await open(teams, place);
    },
    typeInSlack: (text: string) => write("Write in Slack", text),
    typeInTeams: (text: string) => write("Write in Teams", text),
    /** Somebody signs in at the Entra pane; by labels and their options. */
    async signIn(choices: Readonly<Record<string, string>> = {}): Promise<void> {
      for (const [label, option] of Object.entries(choices))
        await entra.getByLabel(label, { exact: true }).selectOption({ label: option });
      await entra.getByRole("button", { name: "Sign in" }).click();
    },
    /** Somebody changes the account at the Entra pane. */
    async changes(what: string, who: string): Promise<void> {
      await entra.getByLabel("What", { exact: true }).selectOption({ label: what });
      await entra.getByLabel("Who", { exact: true }).selectOption({ label: who });
      await entra.getByRole("button", { name: "Change", exact: true }).click();
    },
    /** The practice clock leaps, and all that is due on the way has been said. */
    async leaps(by: "hour" | "day" | "week"): Promise<void> {
      const clock = page.getByRole("group", { name: "Practice clock" });
      await clock.getByRole("button", { name: `Next ${by}` }).click();
      await clock.getByRole("button", { name: `Next ${by}`, disabled: false }).waitFor({ timeout: 30_000 });
    },
    unfolds,
    /** Presses a button of a card, and says yes to what it asks. */
    async agrees(card: Locator, button: string, yes: string): Promise<void> {
      const asked = page.getByRole("dialog").getByRole("button", { name: yes, exact: true });
      const sure = asked.or(card.getByRole("button", { name: yes, exact: true })).last();
      await unfolds(card, button, () => sure.click({ timeout: 2_000 }));
    },
    /** What works, or does not. */
    breaks: (part: string, how: string) =>
      entra.getByLabel(part, { exact: true }).selectOption({ label: how }),
    /** The newest message on a side with these words. */
    message: (side: Locator, words: string | RegExp): Locator =>
      side.getByRole("article").filter({ hasText: words }).last(),
    /** Fills in the form in front of the person in Slack, hands it in, and reads what comes back. */
    async fillIn(fields: Readonly<Record<string, string>>, submit: string): Promise<void> {
      await modal.waitFor();
      for (const [label, value] of Object.entries(fields)) {
        const field = modal.getByLabel(label);
        if ((await field.evaluate((element) => element.tagName)) === "SELECT")
          await field.selectOption({ label: value });
        else await field.fill(value);
      }
      await modal.getByRole("button", { name: submit, exact: true }).click();
    },
    async readAndClose(words: string): Promise<void> {
      await modal.getByText(words).waitFor();
      await modal.getByRole("button", { name: "Close" }).last().click();
      await modal.waitFor({ state: "detached" });
    },
  };
}

export const lockedOut = "Conditional Access locks everybody out";

/** As this person, in the requests channel of Slack. */
export async function askInSlack(player: Player, name: string, reason: string): Promise<void> {
  await player.inSlack(name, "breakglass-requests");
  await player.typeInSlack("/breakglass request");
  await player.fillIn({ "What failed?": lockedOut, "Why do you need it?": reason }, "Ask");
  await player.readAndClose(": asked");
}
