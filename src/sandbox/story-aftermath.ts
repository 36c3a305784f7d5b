// The end of the story: what was used is renewed and reviewed by people who did not use it, and is ready again.
import type { Stage } from "./stage.ts";
import { accounts, ada, alice, bob, carol, dave, erin, tina } from "./world.ts";

const asApproved = "Berlin was as approved. Lagos is AL-2, and it knows only the old password.";
const rightly = "Two administrators were stolen. Alice locked them out, and nothing else was done.";

/** Begins with Emergency 1 used in BG-1 and AL-2, and Emergency 2 in use for BG-3. Rejects with StoryBroke. */
export async function tellAftermath(stage: Stage): Promise<void> {
  await forgetToRenew(stage);
  await renewPassword(stage);
  await review(stage);
  await renewKey(stage);
}

async function forgetToRenew(stage: Stage): Promise<void> {
  stage.scene("Both accounts were used, so both must be renewed; nobody does it, and they are reminded");
  await stage.does(ada, "Slack", "/breakglass accounts");
  await stage.types(ada, "/breakglass accounts");
  await stage.hearsInSlack(ada, "0 of 2 accounts are ready", "AL-2", "RO-1 must renew its credential");
  await stage.bothShow("admins", "RO-1 · Renew the credential of Emergency 1", "used in BG-1", "AL-2");

  await stage.leaps("day", "A day passes: nobody has renewed anything, and the window of BG-3 is over");
  await stage.bothShow("admins", "RO-1: the credential of Emergency 1 is due now");
  await stage.hearsInSlack(dave, "RO-1: the credential of Emergency 1 is due now");
  await stage.hearsInTeams(erin, "RO-1: the credential of Emergency 1 is due now");
  await stage.bothShow("requests", "BG-3 has ended", "The window is over");
}

async function renewPassword(stage: Stage): Promise<void> {
  stage.scene("Ada sets a new password, and Entra's log proves it; Alice used it, so Erin must confirm it");
  await stage.changes("Ada resets the password of Emergency 1", {
    account: accounts[0].objectId,
    change: "password",
    doer: "ada",
  });
  await stage.bothShow("admins", "RO-1: the new credential of Emergency 1 is seen");
  await stage.bothShow("soc", "AL-5 · Change to a credential, as expected");

  await stage.does(alice, "Slack", "/breakglass confirm RO-1");
  await stage.types(alice, "/breakglass confirm RO-1");
  await stage.hearsInSlack(alice, "Nothing was done", "You used this account yourself");
  await stage.does(erin, "Teams", "confirms RO-1: every new part is sealed and in its place");
  await stage.presses(erin, "I have seen it");
  await stage.bothShow("admins", "RO-1: the credential of Emergency 1 is renewed", "Erin");
  await stage.everyCopyShows("RO-1", "Credential of Emergency 1 renewed");
}

async function review(stage: Stage): Promise<void> {
  stage.scene("Bob alone approved BG-1, so Tina reviews it; Emergency 1 is ready again");
  await stage.does(ada, "Slack", "/breakglass clean-up BG-1 policies, and again with roles and with parts");
  for (const item of ["policies", "roles", "parts"])
    await stage.types(ada, `/breakglass clean-up BG-1 ${item}`);
  await stage.hearsInSlack(ada, "BG-1: noted", "All of it is put right");
  await stage.does(bob, "Slack", "/breakglass review BG-1 emergency and all was well");
  await stage.types(bob, "/breakglass review BG-1 emergency and all was well");
  await stage.hearsInSlack(bob, "Nothing was done", "You alone let this use happen");

  await stage.does(tina, "Teams", "timeline BG-1");
  await stage.says(tina, "timeline BG-1");
  await stage.hearsInTeams(tina, "BG-1 · Timeline", "approved it", "Berlin", "Lagos", "RO-1 was confirmed");
  await stage.does(tina, "Teams", "signs BG-1 off: emergency, with a note");
  await stage.presses(tina, "Sign off", {
    "review.class": "emergency",
    "review.note": asApproved,
  });
  await stage.bothShow("requests", "BG-1 is reviewed", "Tina", asApproved);
  await stage.does(ada, "Slack", "/breakglass accounts");
  await stage.types(ada, "/breakglass accounts");
  await stage.hearsInSlack(ada, "1 of 2 accounts is ready", "Emergency 1", "✅ Ready", "RO-2 must renew");
}

async function renewKey(stage: Stage): Promise<void> {
  stage.scene("The same for Emergency 2, which has a key instead of a password; then both are ready");
  await stage.leaps("hour", "An hour passes: somebody fetches a new key");
  const account = accounts[1].objectId;
  await stage.changes("Ada registers a new key for Emergency 2", { account, change: "new-key", doer: "ada" });
  await stage.changes("Ada deletes the old one", { account, change: "old-key", doer: "ada" });
  await stage.bothShow("admins", "RO-2: the new credential of Emergency 2 is seen");
  await stage.does(dave, "Slack", "confirms RO-2: the new key is sealed and in its place");
  await stage.clicks(dave, "Confirm: it is renewed");
  await stage.bothShow("admins", "RO-2: the credential of Emergency 2 is renewed", "Dave");

  await stage.does(ada, "Slack", "ticks off what is put right after BG-3: policies, roles and parts");
  await stage.clicks(ada, "Policies are restored");
  await stage.clicks(ada, "Temporary roles are removed");
  await stage.clicks(ada, "Every part is back");
  await stage.hearsInSlack(ada, "BG-3: noted", "All of it is put right");
  await stage.does(carol, "Slack", "signs BG-3 off: emergency, with a note");
  await stage.clicks(carol, "Review and sign off");
  await stage.fillsIn(carol, { class: "emergency", note: rightly });
  await stage.bothShow("requests", "BG-3 is reviewed", "Carol", rightly);
  await stage.does(ada, "Slack", "/breakglass accounts");
  await stage.types(ada, "/breakglass accounts");
  await stage.hearsInSlack(ada, "All 2 accounts are ready");
}
