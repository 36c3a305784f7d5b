// A drill at the practice page, from its first reminder to its report: two people who lead it, and a SOC.
import { describe, expect } from "vitest";
import { mayRun, type Tenant } from "./browser.ts";
import { lockedOut, type Player } from "./player.ts";
import { onStage } from "./stage.ts";

const it = onStage({ tenant: "test", width: 1_440, patience: 30_000 });

describe.runIf(mayRun)("a drill at the practice page", { timeout: 120_000 }, () => {
  it("a week later it is due: led, witnessed, rehearsed, renewed, signed off, and its times are on the card", async ({
    player,
    tenant,
  }) => {
    const { inAdmins, starts, witnesses, rehearses, renewed, ticksAll, signsOff, now, between } = drillBy(
      player,
      tenant,
    );
    await inAdmins();
    await player.leaps("week");
    await player.message(player.slack, "DR-1: the drill of Emergency 1 is due in 14 days").waitFor();
    await starts("Announced: the SOC is told first");
    await witnesses();
    await player.inTeams("Sam", "SOC");
    await player.message(player.teams, "DR-1 · Drill running").waitFor();

    await rehearses();
    await player.inTeams("Sam", "SOC");
    const alert = player.message(player.teams, "AL-1 · Sign-in in a drill");
    await alert.getByRole("button", { name: "Acknowledge" }).click();
    now("acknowledged");
    await player.message(player.teams, "DR-1: the SOC has acknowledged the alert").waitFor();
    await player.inSlack("Alice", "breakglass-requests");
    await player.typeInSlack("/breakglass end");
    now("ended");
    await player.message(player.slack, "BG-1 has ended").waitFor();
    await renewed();

    await inAdmins();
    await ticksAll();
    await signsOff("Tina knew no way in without chat: print the runbook.");
    for (const side of [player.teams, player.slack]) {
      const report = player.message(side, "DR-1 · Drill finished");
      await report.waitFor();
      const text = await report.innerText();
      const seconds = (label: string) => secondsOf(text, label);
      expect(Math.abs(seconds("Ask to approval") - between("asked", "approved"))).toBeLessThan(3);
      expect(Math.abs(seconds("Approval to sign-in") - between("approved", "signed-in"))).toBeLessThan(3);
      const told = seconds("Sign-in to log") + seconds("Log to alert") + seconds("Alert to acknowledged");
      expect(Math.abs(told - between("signed-in", "acknowledged"))).toBeLessThan(4);
      expect(Math.abs(seconds("End to renewed") - between("ended", "renewed"))).toBeLessThan(3);
    }
    await player.typeInSlack("/breakglass accounts");
    await player.message(player.slack, "Emergency access accounts").getByText("(DR-1)").waitFor();
    await player.message(player.slack, "All 2 accounts are ready.").waitFor();
  });
});

/** What people do in it, and when they did. */
function drillBy(player: Player, tenant: Tenant) {
  const moments = new Map<string, number>();
  const now = (what: string) => moments.set(what, tenant.practice.clock.now());
  const between = (from: string, to: string) =>
    ((moments.get(to) ?? Number.NaN) - (moments.get(from) ?? Number.NaN)) / 1_000;

  const inAdmins = async () => {
    await player.inSlack("Ada", "breakglass-admins");
    await player.inTeams("Tina", "Admins");
  };

  async function starts(how: string): Promise<void> {
    const card = player.message(player.slack, "DR-1 · Drill planned");
    await card.getByRole("button", { name: "Start the drill" }).click();
    await player.fillIn({ "Does the SOC know?": how }, "Start");
    await player.readAndClose("DR-1: you lead it");
  }

  async function witnesses(): Promise<void> {
    const waiting = player.message(player.slack, "DR-1 · Drill waits for a witness");
    await player.agrees(waiting, "Be the witness", "I watch it"); // Ada, who leads it
    await player.message(player.slack, "Nothing was done").waitFor();
    await player.agrees(player.message(player.teams, "DR-1 · Drill waits"), "Be the witness", "I watch it");
    await player.message(player.slack, "DR-1 · Drill running").waitFor();
  }

  /** Alice asks, Bob approves, both custodians hand over, and somebody signs in. */
  async function rehearses(): Promise<void> {
    await player.inSlack("Alice", "breakglass-requests");
    await player.typeInSlack("/breakglass drill rehearse DR-1");
    const why = "The drill of this quarter, as if CA-104 had locked us out.";
    await player.fillIn({ "What failed?": lockedOut, "What do you rehearse?": why }, "Ask");
    await player.readAndClose("BG-1: asked");
    now("asked");
    await player.inTeams("Bob", "Chat with Breakglass");
    await player.agrees(player.message(player.teams, "BG-1 · Drill: Approval needed"), "Approve", "Approve");
    now("approved");
    await player.message(player.slack, "BG-1 is approved").waitFor();
    await player.inSlack("Dave", "breakglass");
    await player.agrees(player.message(player.slack, "BG-1 ·"), "Handed over", "I handed it over");
    await player.inTeams("Erin", "Chat with Breakglass");
    const hers = player.message(player.teams, "BG-1 ·");
    await hers.getByText("handed over by Dave").waitFor();
    await player.agrees(hers, "Handed over", "I handed it over");
    await player.signIn({ From: "Berlin, Alice's laptop" });
    now("signed-in");
    await player.inTeams("Tina", "Chat with Breakglass");
    await player.message(player.teams, "DR-1: the sign-in is seen").waitFor();
  }

  async function renewed(): Promise<void> {
    await player.changes("Change its password", "Ada, an administrator");
    now("renewed");
    await player.inTeams("Erin", "Chat with Breakglass");
    const rotation = player.message(player.teams, "RO-1 · Credential of Emergency 1: proved");
    await player.agrees(rotation, "Confirm: it is renewed", "I have seen it");
    await player.message(player.teams, "RO-1 · Credential of Emergency 1 renewed").waitFor();
  }

  /** What the bot did not see itself: by the card's buttons, and by typed words. */
  async function ticksAll(): Promise<void> {
    const card = player.message(player.teams, "DR-1 · Drill running");
    await player.agrees(card, "Tick: people reviewed", "It is done");
    await card.getByText("Tina").nth(1).waitFor(); // she is the witness, too
    await player.agrees(card, "Tick: runbook current", "It is done");
    for (const step of ["people-trained", "task", "no-personal", "two-paths", "safes"])
      await player.typeInSlack(`/breakglass drill tick DR-1 ${step}`);
    await player.message(player.teams, "DR-1: every step is done").waitFor();
  }

  async function signsOff(note: string): Promise<void> {
    const card = player.message(player.teams, "DR-1 · Drill running");
    await player.unfolds(card, "Sign off", async () => {
      await card.getByRole("textbox").fill(note, { timeout: 2_000 });
      await card.getByRole("button", { name: "Sign off" }).last().click({ timeout: 2_000 });
    });
    await player.message(player.teams, "DR-1 · Drill finished").getByText(note).waitFor();
  }

  return { inAdmins, starts, witnesses, rehearses, renewed, ticksAll, signsOff, now, between };
}

/** `Ask to approval: 1 min 2 s`, on either side. */
function secondsOf(text: string, label: string): number {
  const said = text.slice(text.indexOf(label)).match(/(?:(\d+) min )?(less than )?(\d+) s/);
  if (!said) throw new Error(`the report does not say "${label}"`);
  const [, minutes = "0", less, rest = "0"] = said;
  return less ? 0 : Number(minutes) * 60 + Number(rest);
}
