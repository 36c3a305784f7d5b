// The story itself: three requests, each through another door, and three sign-ins, each with another verdict; then what
// is owed after them.
import type { Stage } from "./stage.ts";
import { tellAftermath } from "./story-aftermath.ts";
import { accounts, alice, bob, carol, dave, erin, sam } from "./world.ts";

const lockedOut = "The new Conditional Access policy CA-104 locks every administrator out.";
const notThis = "CA-104 was switched off ten minutes ago. Try your own account again.";
const stolen = "Nobody of ours was in Lagos. Its sessions are revoked, and it is renewed tonight.";

/** Rejects with StoryBroke at the first step that does not hold. */
export async function tellStory(stage: Stage): Promise<void> {
  await askInSlackApproveInTeams(stage);
  await signInAfterTheEnd(stage);
  await askInTeamsDenyInSlack(stage);
  await signInThenDeclare(stage);
  await breakTheLogs(stage);
  await tellAftermath(stage);
}

async function askInSlackApproveInTeams(stage: Stage): Promise<void> {
  stage.scene(
    "Alice asks in Slack, Bob approves in Teams, the custodians hand over; Alice signs in, and is done",
  );
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

  await stage.signsIn("Alice signs in as Emergency 1, from Berlin", {
    account: accounts[0].objectId,
    place: "berlin",
    outcome: "success",
  });
  await stage.bothShow("requests", "BG-1: Emergency 1 was signed in to", "Berlin DE");
  await stage.bothShow("requests", "BG-1 · Approved, in use", "Signed in", "Berlin DE");
  await stage.bothShow("soc", "AL-1 · Sign-in as approved", "Nothing to do");

  await stage.does(alice, "Slack", "/breakglass end");
  await stage.types(alice, "/breakglass end");
  await stage.bothShow("requests", "BG-1 · Ended");
  await stage.bothShow("requests", "BG-1 has ended");
  await stage.everyCopyShows("BG-1", "Ended");
}

async function signInAfterTheEnd(stage: Stage): Promise<void> {
  stage.scene(
    "Somebody signs in after the end: the SOC hears Sev 0; Sam takes it, says what it was, and closes it",
  );
  await stage.signsIn("somebody signs in as Emergency 1, from Lagos, although BG-1 has ended", {
    account: accounts[0].objectId,
    place: "lagos",
    outcome: "success",
  });
  await stage.bothShow("soc", "Sev 0", "AL-2 · Sign-in outside its window", "Lagos");

  await stage.does(sam, "Slack", "clicks Acknowledge");
  await stage.clicks(sam, "Acknowledge", "soc");
  await stage.bothShow("soc", "AL-2 · Sign-in outside its window, acknowledged", "Sam");
  await stage.bothShow("soc", "AL-2 is acknowledged");
  await stage.does(sam, "Teams", "presses Classify: misuse, with a note");
  await stage.presses(sam, "Classify", { "classify.class": "misuse", "classify.note": stolen }, "soc");
  await stage.bothShow("soc", "AL-2 · Sign-in outside its window, misuse", stolen);
  await stage.bothShow("soc", "AL-2: misuse", stolen);
  await stage.does(sam, "Slack", "clicks Close");
  await stage.clicks(sam, "Close", "soc");
  await stage.bothShow("soc", "AL-2 · Sign-in outside its window, closed");
  await stage.everyCopyShows("AL-2", "Sign-in outside its window, closed");
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

async function signInThenDeclare(stage: Stage): Promise<void> {
  stage.scene("Nobody may be waited for: Alice signs in, the SOC hears Sev 0; she declares it, Bob attests");
  await stage.signsIn("Alice signs in as Emergency 2, from Berlin, and nobody knows of it", {
    account: accounts[1].objectId,
    place: "berlin",
    outcome: "success",
  });
  await stage.bothShow("soc", "Sev 0", "AL-3 · Sign-in without a request", "Emergency 2");

  await stage.does(alice, "Slack", "/breakglass declare, and fills in the form");
  await stage.types(alice, "/breakglass declare");
  await stage.fillsIn(alice, {
    account: accounts[1].objectId,
    failure: "administrators-compromised",
    reason: "An attacker holds two administrators. I lock them out now.",
  });
  await stage.bothShow("soc", "Sev 0", "BG-3 · Declared, in use without approval");
  await stage.bothShow("requests", "BG-3 · Declared, in use without approval");
  await stage.hearsInSlack(sam, "Sev 0", "BG-3 · Declared, in use without approval, not attested");
  await stage.hearsInTeams(bob, "Sev 0", "BG-3 · Declared, in use without approval, not attested");
  await stage.bothShow("soc", "AL-3: now declared in BG-3", "What was said before: without a request");
  await stage.bothShow("soc", "Sev 3", "AL-3 · Sign-in as declared", "BG-3");

  await stage.does(bob, "Teams", "presses Attest, with a note");
  await stage.presses(bob, "Attest", { "attest.note": "I was on the phone with Alice. This was right." });
  await stage.bothShow("soc", "BG-3 · Declared, in use without approval, attested", "I was on the phone");
  await stage.bothShow("soc", "BG-3 is attested");
  await stage.everyCopyShows("BG-3", "Declared, in use without approval, attested");
}

async function breakTheLogs(stage: Stage): Promise<void> {
  stage.scene("The log cannot be read: the SOC hears that nobody sees, and hears when it is over");
  await stage.logs("it answers 503", "unavailable");
  await stage.passes(12, "three looks must fail before it counts");
  await stage.bothShow("soc", "Sev 1", "AL-4 · Sign-ins are not seen", "Blind since");
  await stage.logs("it answers again", "none");
  await stage.bothShow("soc", "AL-4: sign-ins are seen again", "caught up");
  await stage.bothShow("soc", "AL-4 · Sign-ins are not seen, over");
}
