// A drill's card: where it stands, who did which step, the one next thing to do, and the buttons that fit.
import { describe, expect, test } from "vitest";
import { blocks } from "../../../src/adapters/slack/blocks.ts";
import { type DrillEvent, drillSteps } from "../../../src/core/drill/events.ts";
import type { Organisation, Person } from "../../../src/core/organisation.ts";
import { drillCard } from "../../../src/core/views/drill-card.ts";
import { headingWords } from "../../../src/core/words/heading.ts";
import { ada, audrey, bob, carol, contoso, dave, rob, sam, second } from "../../kit/cast.ts";
import {
  complete,
  drillFrom,
  drillStories,
  failed,
  finished,
  manual,
  scheduled,
  started,
  ticked,
  witnessed,
} from "../../kit/drill-gallery.ts";
import { readView } from "../../kit/office.ts";

type Drawn = { in?: Organisation; viewer?: Person };

function draw(story: string | readonly DrillEvent[], { in: organisation = contoso, viewer }: Drawn = {}) {
  const events = typeof story === "string" ? (drillStories()[story] ?? []) : story;
  const view = drillCard(drillFrom(...events), organisation, viewer);
  return {
    ...view,
    heading: headingWords(view),
    text: readView(view),
    verbs: view.buttons.map(({ action }) => ("step" in action ? `tick ${action.step}` : action.verb)),
    fact: (label: string) => {
      const found = view.facts.find((fact) => fact.label === label);
      return found && readView({ ...view, title: "", lines: [], facts: [found] }).slice(label.length + 3);
    },
  };
}

describe("the heading says how it stands", () => {
  test.each<[string, string]>([
    ["scheduled", "🔹 DR-4 · Drill planned"],
    ["overdue", "⛔ DR-4 · Drill overdue"],
    ["started", "⏳ DR-4 · Drill waits for a witness"],
    ["running", "⏳ DR-4 · Drill running"],
    ["hidden", "⏳ DR-4 · Drill running"],
    ["finished", "✅ DR-4 · Drill finished"],
    ["failed", "⛔ DR-4 · Drill failed"],
  ])("%s", (story, heading) => {
    expect(draw(story).heading).toBe(heading);
  });
});

describe("the one next thing to do", () => {
  test.each<[string, string]>([
    ["scheduled", "Next: an admin starts it by 09:00, with a second person who watches"],
    ["overdue", "it is overdue.\nNext: an admin starts it today"],
    ["started", "Next: an admin, approver, custodian or auditor other than Ada presses Be the witness"],
    ["running", "Next: step 2 (People reviewed): Go through everybody"],
    ["running-reviewed", "Next: step 5 (Custody opened): A responder presses Ask for the account"],
    ["running-asked", "Next: step 5 (Custody opened): BG-1 waits for its approval"],
    [
      "running-nothing-came",
      "BG-1, came to nothing: it is over, and nobody used the account.\nNext: step 5 (Custody opened): A responder presses Ask for the account",
    ],
    ["running-ended-early", "Next: step 6 (Sign-in seen): BG-1 is over: do not sign in any more."],
    ["running-signed-in", "Next: step 7 (Alert acknowledged): The SOC acknowledges"],
    ["running-acknowledged", "Next: step 12 (Credential renewed): Whoever asked ends BG-1 first."],
    [
      "running-complete",
      "Next: every step is done. The witness, an admin, an approver or an auditor signs it off",
    ],
    ["hidden-acknowledged", "Next: step 8 (Task done)"],
    ["failed", "BG-1 is not undone by that: end it, and have the credential renewed."],
    ["failed-in-time", "Next: mend what went wrong. The next drill is due within 7 days."],
  ])("%s", (story, words) => {
    const { text } = draw(story);
    expect(text).toContain(words);
    expect(text.split("Next: ").length, "one, not two").toBe(2);
  });

  test("in a drill that the SOC must find by itself, telling it is no step to wait for", () => {
    expect(draw([scheduled(), started(false), witnessed()]).text).toContain("Next: step 2 (People reviewed)");
  });

  test("without a sign-in log it says at once that no drill can be finished", () => {
    const unwatched = { ...contoso, watch: undefined };
    for (const story of ["scheduled", "started", "running"])
      expect(draw(story, { in: unwatched }).text).toContain("No sign-in log is connected: ");
    expect(draw("running").text).not.toContain("No sign-in log");
  });
});

describe("each step is open, or done by whom and when", () => {
  test("all twelve, in the order in which they are done; what is open in one fact", () => {
    const { facts, fact } = draw("running-signed-in");
    const done = facts.map(({ label }) => label).filter((label) => /^\d/.test(label));
    const all = [...done, ...(fact("Still open")?.split(", ") ?? [])];
    expect(all.map((label) => Number.parseInt(label, 10))).toEqual(drillSteps.map((_, index) => index + 1));
    expect(draw("running-complete").fact("Still open")).toBeUndefined();
  });

  test.each<[string, string]>([
    ["1 SOC told", "seen by Breakglass, 09:02"],
    ["2 People reviewed", "Ada, 09:05"],
    ["6 Sign-in seen", "seen by Breakglass, 09:31"],
    [
      "Still open",
      "7 Alert acknowledged, 8 Task done, 9 No personal methods, 10 Two network paths, 11 Safes changed, 12 Credential renewed",
    ],
  ])("%s", (label, words) => {
    expect(draw("running-signed-in").fact(label)).toBe(words);
  });

  test("on the day of the drill by the time alone, later with the day", () => {
    const late = [...(drillStories()["running"] ?? []), ticked("people-reviewed", 1_440)];
    const said = draw(late).facts.find(({ label }) => label === "2 People reviewed")?.value;
    expect(said).toContainEqual(expect.objectContaining({ show: "date-time" }));
    const today = draw("running-reviewed").facts.find(({ label }) => label === "2 People reviewed")?.value;
    expect(today).toContainEqual(expect.objectContaining({ show: "time" }));
  });

  test("a finished one lists them all, a failed one also what is left", () => {
    const { fact } = draw("finished");
    expect(fact("1 SOC told")).toBe("seen by Breakglass, 09:02");
    expect(fact("12 Credential renewed")).toMatch(/^seen by Breakglass, /);
    expect(fact("Not done")).toBeUndefined();
    expect(draw("failed").fact("Not done")).toMatch(/^7 Alert acknowledged, 8 /);
  });

  test("one that failed before anybody watched has nothing to list or to measure", () => {
    const { facts, fact } = draw([scheduled(), started(), failed("Nobody has time to watch", ada, 30)]);
    expect(facts.map(({ label }) => label)).not.toContain("Not done");
    expect(facts.map(({ label }) => label)).not.toContain("Ask to approval");
    expect(fact("Failed")).toBe("Ada, 09:30: Nobody has time to watch");
    expect(fact("Signed off by")).toBe("nobody");
  });
});

describe("the facts", () => {
  test.each<[string, string, string]>([
    ["scheduled", "Why", "By the calendar: at least every 90 days, sooner after one that failed."],
    ["moved", "Why", "Rob left or has another position."],
    ["planned", "Why", "Planned by Ada."],
    ["scheduled", "Asked to start it", "Ada"],
    ["running", "Led by", "Ada"],
    ["running", "Witnessed by", "Audrey"],
    ["running", "SOC", "told before the sign-in."],
    ["hidden", "SOC", "not told: it is tested too."],
    ["hidden-acknowledged", "SOC", "not told: it was tested too."],
    ["running-asked", "Request", "BG-1"],
    ["failed-in-time", "Failed", "Breakglass, 09:02: Nobody finished it in its time."],
  ])("%s: %s", (story, label, words) => {
    expect(draw(story).fact(label)).toBe(words);
  });

  test("an account and people that the roster does not know any more have a name all the same", () => {
    const nobody = { ...contoso, people: [], accounts: [] };
    expect(draw("running", { in: nobody }).text).toContain("former member 00000000");
    expect(draw("scheduled", { in: nobody }).text).toContain("an admin starts it");
  });
});

describe("the buttons are what the rules allow, the next step first", () => {
  const ticks = manual.map((step) => `tick ${step}`);
  const [before, after] = [ticks.slice(0, 3), ticks.slice(3)];
  test.each<[string, Person | undefined, string[]]>([
    ["scheduled", undefined, ["start"]],
    ["scheduled", ada, ["start"]],
    ["scheduled", audrey, []],
    ["started", undefined, ["witness", "fail"]],
    ["started", ada, ["fail"]],
    ["started", dave, ["witness"]],
    ["started", sam, []],
    ["running", undefined, ["tick people-reviewed", "rehearse", ...before.slice(1), "fail"]],
    ["running", audrey, [...before, "fail"]],
    ["running", carol, ["rehearse"]],
    ["running", sam, []],
    ["running-reviewed", undefined, ["rehearse", "fail"]],
    ["running-asked", undefined, ["fail"]],
    ["running-signed-in", undefined, [...after, "fail"]],
    ["running-complete", undefined, ["sign-off", "fail"]],
    ["running-complete", ada, ["fail"]],
    ["running-complete", audrey, ["sign-off", "fail"]],
    ["running-complete", bob, ["sign-off"]],
    ["running-complete", rob, []],
    ["finished", undefined, []],
    ["failed", undefined, []],
  ])("%s", (story, viewer, verbs) => {
    expect(draw(story, viewer ? { viewer } : {}).verbs).toEqual(verbs);
  });

  test("one is the next, and never the one that fails it", () => {
    for (const story of Object.keys(drillStories())) {
      const primary = draw(story).buttons.filter(({ style }) => style === "primary");
      expect(primary.length, story).toBeLessThanOrEqual(1);
      expect(primary.map(({ action }) => action.verb)).not.toContain("fail");
    }
  });

  test("what cannot be taken back is asked once more, or filled in", () => {
    for (const { confirm, form } of draw("running").buttons) expect(confirm ?? form).toBeDefined();
    expect(draw("running-complete").buttons.map(({ form }) => form?.name)).toEqual([
      "sign-off",
      "fail-drill",
    ]);
    expect(draw("scheduled").buttons[0]?.form?.name).toBe("start-drill");
  });

  test("the request that it asks for is about its own account, and no other", () => {
    const rehearse = draw([scheduled({ account: second.id }), started(), witnessed()]).buttons.find(
      ({ action }) => action.verb === "rehearse",
    );
    const account = rehearse?.form?.fields.find(({ id }) => id === "account");
    expect(account).toMatchObject({ options: [{ value: second.id }], initial: second.id });
  });

  test("labels and questions are as short as the platforms want them", () => {
    for (const { label, confirm } of draw("running").buttons) {
      expect(label.length).toBeLessThanOrEqual(30);
      expect(confirm?.text.length ?? 0).toBeLessThanOrEqual(300);
    }
  });
});

describe("A drill that the SOC must find by itself", () => {
  test.each(["hidden", "started-hidden"])(
    "%s: to the SOC it looks as it did before, whatever they ask",
    (story) => {
      const planned = draw("scheduled", { viewer: sam });
      expect(draw(story, { viewer: sam })).toMatchObject({
        title: planned.title,
        text: planned.text,
        verbs: [],
      });
    },
  );

  test.each([ada, audrey, dave])("$name sees it as it is", (viewer) => {
    expect(draw("hidden", { viewer }).text).toContain("The SOC is not told: it is tested too.");
  });

  test("somebody of the SOC who watches it sees it as it is", () => {
    const both: Person = { ...sam, roles: ["soc", "custodian"] };
    const organisation = { ...contoso, people: [...contoso.people.filter(({ id }) => id !== sam.id), both] };
    const events = [scheduled(), started(false), witnessed(2, both)];
    expect(draw(events, { in: organisation, viewer: both }).heading).toContain("Drill running");
  });

  test("once they have acknowledged the alert, or it is over, they see it as it is", () => {
    expect(draw("hidden-acknowledged", { viewer: sam }).heading).toContain("Drill running");
    const over = [...(drillStories()["hidden"] ?? []), failed("The SOC saw nothing", ada)];
    expect(draw(over, { viewer: sam }).heading).toContain("Drill failed");
  });
});

describe("D10: words from outside are nobody's words but theirs", () => {
  const evil = "<!channel> [Approve](https://evil.example)";

  test.each([
    ["a note", [...complete(), finished(evil)]],
    ["a reason", [scheduled(), started(), failed(evil, ada)]],
  ] as const)("%s is drawn as somebody's words", (_, events) => {
    const card = draw(events);
    const pieces = [...card.lines.flat(), ...card.facts.flatMap(({ value }) => value)];
    const ours = pieces.filter((piece) => typeof piece !== "object" || !("said" in piece));
    expect(JSON.stringify(pieces)).toContain("evil.example");
    expect(JSON.stringify([card.title, ours])).not.toContain("evil.example");
  });

  test("a secret in a note stays out of the chat", () => {
    expect(draw([...complete(), finished("the password is hunter2hunter2")]).text).not.toContain("hunter2");
  });

  test("the longest note never hides our own words, nor do twelve steps and all their buttons", () => {
    const longest = "Envelope B was torn. ".repeat(100).slice(0, 2_000);
    for (const events of [[...complete(), finished(longest)], drillStories()["running"] ?? []]) {
      const drawn = JSON.stringify(blocks(drillCard(drillFrom(...events), contoso, undefined)));
      expect(drawn).toContain("Credential renewed");
      expect(drawn).not.toContain('"text":"…"');
    }
  });
});
