// The story itself: three requests, each through another door.
import type { Stage } from "./stage.ts";
import { accounts, alice, bob, carol, dave, erin, sam } from "./world.ts";

const lockedOut = "The new Conditional Access policy CA-104 locks every administrator out.";
const notThis = "CA-104 was switched off ten minutes ago. Try your own account again.";

/** Rejects with StoryBroke at the first step that does not hold. */
export async function tellStory(stage: Stage): Promise<void> {
  await askInSlackApproveInTeams(stage);
  await askInTeamsDenyInSlack(stage);
  await declareAndAttest(stage);
}

async function askInSlackApproveInTeams(stage: Stage): Promise<void> {
  stage.scene("Alice asks in Slack, Bob approves in Teams, the custodians hand over, Alice is done");
  await stage.does(alice, "Slack", "/breakglass request, and fills in the form");
  await stage.types(alice, "/breakglass request");
  await stage.fillsIn(alice, { failure: "conditional-access-lockout", reason: lockedOut });
  await stage.bothShow("requests", "BG-1 · Approval needed", lockedOut);
  await stage.hearsInTeams(bob, "BG-1 · Approval needed");

  await stage.does(bob, "Teams", "presses Approve, and confirms");
  await stage.presses(bob, "Approve");
  await stage.bothShow("requests", "BG-1 · Approved, in use", "Bob");
  await stage.bothShow("requests", "BG-1 is approved");
  await stage.hearsInSlack(alice, "BG-1 is approved");

  await stage.does(dave, "Slack", "confirms that he handed over envelope A");
  await stage.clicks(dave, "Handed over: envelope A");
  await stage.does(erin, "Teams", "confirms that she handed over envelope B");
  await stage.presses(erin, "I handed it over");
  await stage.bothShow("requests", "BG-1 · Approved, in use", "handed over by", "Dave", "Erin");

  await stage.does(alice, "Slack", "/breakglass end");
  await stage.types(alice, "/breakglass end");
  await stage.bothShow("requests", "BG-1 · Ended");
  await stage.bothShow("requests", "BG-1 has ended");
  await stage.everyCopyShows("BG-1", "Ended");
}

async function askInTeamsDenyInSlack(stage: Stage): Promise<void> {
  stage.scene("Alice asks in Teams, tries to approve it herself, and Carol denies it in Slack");
  await stage.does(alice, "Teams", "request, and fills in the card");
  await stage.says(alice, "request");
  await stage.presses(alice, "Ask", {
    "request.failure": "conditional-access-lockout",
    "request.reason": lockedOut,
  });
  await stage.bothShow("requests", "BG-2 · Approval needed");

  await stage.does(alice, "Slack", "clicks Approve on her own request");
  await stage.clicks(alice, "Approve", "requests");
  await stage.hearsInSlack(alice, "Nothing was done", "You made this request yourself");
  await stage.does(alice, "Teams", "approve BG-2"); // her own copy of the card offers no Approve there
  await stage.says(alice, "approve BG-2");
  await stage.hearsInTeams(alice, "Nothing was done", "You made this request yourself");
  await stage.bothShow("requests", "BG-2 · Approval needed");

  await stage.does(carol, "Slack", `clicks Deny, with a reason: ${notThis}`);
  await stage.clicks(carol, "Deny");
  await stage.fillsIn(carol, { reason: notThis });
  await stage.bothShow("requests", "BG-2 · Denied", "Carol", notThis);
  await stage.hearsInTeams(alice, "BG-2 is denied", notThis);
  await stage.everyCopyShows("BG-2", "Denied");
}

async function declareAndAttest(stage: Stage): Promise<void> {
  stage.scene("Nobody may be waited for: Alice declares, the SOC hears Sev 0, Bob attests");
  await stage.does(alice, "Slack", "/breakglass declare, and fills in the form");
  await stage.types(alice, "/breakglass declare");
  await stage.fillsIn(alice, {
    account: accounts[1]?.objectId ?? "",
    failure: "administrators-compromised",
    reason: "An attacker holds two administrators. I lock them out now.",
  });
  await stage.bothShow("soc", "Sev 0", "BG-3 · Declared, in use without approval");
  await stage.bothShow("requests", "BG-3 · Declared, in use without approval");
  await stage.hearsInSlack(sam, "Sev 0", "BG-3 · Declared, in use without approval, not attested");
  await stage.hearsInTeams(bob, "Sev 0", "BG-3 · Declared, in use without approval, not attested");

  await stage.does(bob, "Teams", "presses Attest, with a note");
  await stage.presses(bob, "Attest", { "attest.note": "I was on the phone with Alice. This was right." });
  await stage.bothShow("soc", "BG-3 · Declared, in use without approval, attested", "I was on the phone");
  await stage.bothShow("soc", "BG-3 is attested");
  await stage.everyCopyShows("BG-3", "Declared, in use without approval, attested");
}
