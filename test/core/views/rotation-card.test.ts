// A rotation's card: why a credential must be renewed, exactly how, what proves it, and whose word is missing.
import { describe, expect, test } from "vitest";
import type { Organisation, Person } from "../../../src/core/organisation.ts";
import type { RotationEvent } from "../../../src/core/rotation/events.ts";
import { rotationCard } from "../../../src/core/views/rotation-card.ts";
import { headingWords } from "../../../src/core/words/heading.ts";
import { ada, alice, bob, contoso, dave, erin, first, rob } from "../../kit/cast.ts";
import { readView } from "../../kit/office.ts";
import { organisationOf, provedBy, rotationStories } from "../../kit/rotation-gallery.ts";
import {
  attested,
  confirmed,
  day,
  drillUse,
  joined,
  left,
  opened,
  proved,
  reminded,
  rotationFrom,
  suspected,
  unexplained,
  use,
} from "../rotation/kit.ts";

const evil = "<!channel> [Approve](https://evil.example)";
const stories = rotationStories(evil);

type Drawn = { in?: Organisation; viewer?: Person };

function draw(events: readonly RotationEvent[], { in: organisation = contoso, viewer }: Drawn = {}) {
  const view = rotationCard(rotationFrom(...events), organisation, viewer);
  return {
    ...view,
    heading: headingWords(view),
    text: readView(view),
    verbs: view.buttons.map(({ action }) => action.verb),
    fact: (label: string) =>
      readView({ ...view, title: "", lines: [] }).match(new RegExp(`${label}: (.*)`))?.[1],
    all: (label: string) =>
      view.facts
        .filter((fact) => fact.label === label)
        .map(({ value }) => readView({ ...view, title: "", lines: [value], facts: [] }).trim()),
  };
}

function story(name: string, drawn: Drawn = {}) {
  const found = stories[name];
  if (!found) throw new Error(`no story ${name}`);
  return draw(found.events, { ...drawn, in: organisationOf(found, contoso) });
}

describe("the heading says what is owed, how it stands, and how late it is", () => {
  test.each([
    ["opened", "⏳ RO-3 · Renew the credential of Emergency 1"],
    ["half-time", "⏳ RO-3 · Renew the credential of Emergency 1"],
    ["due", "⛔ Sev 3 · RO-3 · Renew the credential of Emergency 1: overdue"],
    ["overdue", "⛔ Sev 2 · RO-3 · Renew the credential of Emergency 1: overdue"],
    ["overdue-louder", "🚨 Sev 1 · RO-3 · Renew the credential of Emergency 1: overdue"],
    ["unexplained", "⛔ Sev 2 · RO-3 · Renew the credential of Emergency 1"],
    ["suspected", "⛔ Sev 2 · RO-3 · Renew the credential of Emergency 1"],
    ["proved", "⏳ RO-3 · Credential of Emergency 1: proved, waits for a second person"],
    ["proved-and-used", "⏳ RO-3 · Renew the credential of Emergency 1"],
    ["confirmed", "✅ RO-3 · Credential of Emergency 1 renewed"],
    ["attested-once", "⏳ RO-3 · Renew the credential of Emergency 1"],
    ["attested", "🔹 RO-3 · Credential of Emergency 1: attested, not proved"],
    ["opened-gone", `⏳ RO-3 · Renew the credential of ${first.id}`],
  ])("%s: %s", (name, heading) => {
    expect(story(name).heading).toBe(heading);
  });

  test("only what was proved and confirmed is green", () => {
    const green = Object.keys(stories).filter((name) => story(name).tone === "good");
    expect(green).toEqual(["confirmed"]);
  });
});

describe("exactly what to do, as the credential is kept", () => {
  test.each([
    ["opened", "breakglass password new --account 'Emergency 1' --parts 2 --pdf | lp"],
    ["opened", "reset its password to what is on the sheets; each custodian types their own part."],
    ["opened-token", "--parts 1 --pdf"],
    ["opened-token", "Register a new token for it too, and delete the old one."],
    ["opened-key", "register it for the account, and delete the old one: I look for both."],
    ["opened-certificate", "have a new certificate made for it, and revoke the old one."],
    [
      "opened-certificate",
      "Entra does not tell of certificates, so 2 people who did not use the account attest",
    ],
    ["opened-vault", "let the vault make a new password, or take a new key."],
    ["opened-gone", "it is not in the configuration any more."],
  ])("%s: %s", (name, words) => {
    expect(story(name).text).toContain(words);
  });

  test("the admins do it, as themselves, and the custodians seal every part in its place", () => {
    const { text } = story("opened");
    expect(text).toContain("Next, once BG-1 has ended: Ada: print new sheets");
    expect(text).toContain("Never sign in as the account for it");
    expect(text).toContain(
      "Dave and Erin: seal it in its place, and destroy the old one: envelope A (Safe in Berlin), envelope B (Safe in Munich).",
    );
  });

  test("where somebody may be in, they are thrown out first", () => {
    for (const reason of [unexplained(), suspected()])
      expect(draw([opened(reason)]).text).toContain("First: revoke the account's sessions");
    expect(draw([opened(use())]).text).not.toContain("revoke");
  });

  test("proved, it names who may confirm it: never who used it, under any of their ids", () => {
    expect(story("proved").text).toContain(
      "Next: one of Dave, Erin and Ada looks at that and confirms it: /breakglass confirm RO-3",
    );
    const byDave = [opened(use(0, { user: dave.id })), proved()];
    expect(draw(byDave).text).toContain("Next: one of Erin and Ada looks");
    const daily = { ...dave, id: alice.id, objectIds: [alice.id, dave.id] };
    const people = contoso.people.map((person) => (person === dave ? daily : person));
    expect(draw(byDave, { in: { ...contoso, people } }).text).toContain("Next: one of Erin and Ada looks");
  });

  test("many who may are not all named; none at all is said", () => {
    const more = [1, 2, 3].map((n) => ({ ...ada, id: `${n}` as Person["id"], name: `Admin ${n}` }));
    const many = { ...contoso, people: [...contoso.people, ...more] };
    expect(draw([opened(), proved()], { in: many }).text).toContain(
      "one of Dave, Erin, Ada and Admin 1 (or 2 more)",
    );
    const none = { ...contoso, people: [alice, bob] };
    expect(draw([opened(), proved()], { in: none }).text).toContain("the roster has none");
  });

  test("attested by one, it asks for the other, and for nobody twice", () => {
    const { text } = story("attested-once");
    expect(text).toContain("Dave attests that it is renewed; nothing in Entra proves it so far.");
    expect(text).toContain(
      "Next: one of Erin and Ada looks at it and attests it too: /breakglass attest RO-3",
    );
  });

  test("closed, it says how, and asks for nothing", () => {
    expect(story("confirmed").lines).toHaveLength(1);
    expect(story("confirmed").text).toContain(
      "Dave confirmed it. The credential is another one since 11:00.",
    );
    expect(story("attested").text).toContain(
      "Dave and Erin say that it was renewed. Nothing in Entra proves it.",
    );
  });
});

describe("the facts", () => {
  test.each([
    [use(), "used in BG-1, asked by Alice, last 09:00"],
    [unexplained(), "used and no request explains it, AL-7, last 09:00"],
    [{ kind: "calendar" as const }, "its time has come by the calendar"],
    [left(), "Rob left or has another position, says Ada"],
    [
      { kind: "staff-change" as const, person: rob.id, by: undefined },
      "Rob left or has another position, by the configuration",
    ],
    [suspected(), "somebody may know it who should not, says Ada: I saw both halves sealed anew"],
  ])("why: $kind", (reason, words) => {
    expect(draw([opened(reason)]).fact("Why")).toBe(words);
  });

  test("a drill is not named: who asks may be whom it must surprise", () => {
    const { text, title } = draw([opened(drillUse()), proved()]);
    expect(`${title}${text}`).not.toMatch(/DR-4|drill/i);
  });

  test("every cause is there, the newest first, and of very many a count", () => {
    expect(story("joined-use").all("Why")).toEqual([
      "used in BG-1, asked by Alice, last 09:30",
      "its time has come by the calendar",
    ]);
    const many = story("many-reasons").all("Why");
    expect(many).toHaveLength(6);
    expect(many[0]).toContain("AL-16");
    expect(many.at(-1)).toBe("and 2 before");
  });

  test("what was not seen is never said to be not there", () => {
    expect(story("opened").fact("Proof")).toBe("none so far: I have seen no change in Entra since then.");
    expect(story("opened-certificate").fact("Proof")).toBe("none: Entra does not tell of certificates.");
    expect(story("attested").fact("Proof")).toBe("none: two people say so, and nothing in Entra does.");
    expect(draw([opened(suspected())]).fact("Last use")).toBe("none known since it was renewed.");
  });

  test("the proof: what changed, when, by whom, and who says so", () => {
    expect(story("proved").fact("Proof")).toBe("new password 11:00; Entra itself says so.");
    expect(story("proved-by-audit").fact("Proof")).toBe(
      "new key, and an old one deleted, 11:00, by Ada; the audit log says so.",
    );
    const by = (id: string | undefined, name?: string) =>
      draw([opened(), provedBy({ id, name })]).fact("Proof");
    expect(by(alice.objectIds[1]?.toUpperCase())).toContain("by Alice;");
    expect(by(first.id)).toContain("by Emergency 1 (emergency-1@contoso.onmicrosoft.com);");
    expect(by(undefined, "mallory@contoso.com")).toContain("by mallory@contoso.com;");
    expect(by(undefined)).toBe("new key, and an old one deleted, 11:00; the audit log says so.");
  });

  test("whose word there is, and how often it was reminded while it is open", () => {
    expect(story("confirmed").fact("Confirmed")).toBe("Dave, 11:10");
    expect(story("attested-once").fact("Attested")).toBe(
      "1 of 2 people. Dave, 11:10: I saw both halves sealed anew",
    );
    expect(story("overdue-louder").fact("Reminded")).toBe("overdue, 2 times, last 09:00");
    const done = draw([opened(), reminded("due", day), proved(day + 5), confirmed(dave, day + 9)]);
    expect(done.fact("Reminded")).toBeUndefined();
  });

  test("used after what proved it: nothing is proved any more", () => {
    const again = draw([opened(), proved(), joined(use(200), 201)]);
    expect(again.fact("Proof")).toContain("none so far");
    expect(again.verbs).toEqual(["attest-rotation"]);
  });
});

describe("the buttons are what the rules allow", () => {
  test.each<[string, readonly RotationEvent[], string[]]>([
    ["opened", [opened()], ["attest-rotation"]],
    ["attested by one", [opened(), attested(erin)], ["attest-rotation"]],
    ["proved", [opened(), proved()], ["confirm-rotation"]],
    ["confirmed", [opened(), proved(), confirmed()], []],
    ["attested", [opened(), attested(), attested(erin)], []],
  ])("%s", (_, events, verbs) => {
    expect(draw(events).verbs).toEqual(verbs);
    expect(draw(events, { viewer: ada }).verbs).toEqual(verbs);
    expect(draw(events, { viewer: dave }).verbs).toEqual(verbs);
    expect(draw(events, { viewer: alice }).verbs).toEqual([]); // her use
    expect(draw(events, { viewer: bob }).verbs).toEqual([]); // no keeper
  });

  test("A1: whoever used it has no word in it, admin or not, nor twice the same one", () => {
    const adminUser: Person = { ...alice, roles: ["responder", "admin", "custodian"] };
    for (const events of [[opened()], [opened(), proved()]])
      expect(draw(events, { viewer: adminUser }).verbs).toEqual([]);
    expect(draw([opened(), attested(dave)], { viewer: dave }).verbs).toEqual([]);
  });

  test("confirming is asked once more; attesting needs words", () => {
    expect(story("proved").buttons[0]).toMatchObject({
      action: { verb: "confirm-rotation", rotation: "RO-3" },
      style: "primary",
    });
    expect(story("proved").buttons[0]?.confirm).toBeDefined();
    expect(story("opened").buttons[0]?.form).toMatchObject({
      name: "attest-rotation",
      about: { verb: "attest-rotation", rotation: "RO-3" },
    });
  });
});

describe("D10: words from outside are nobody's words but theirs", () => {
  test.each(["hostile", "attested-hostile"])("%s: every text is drawn as somebody's words", (name) => {
    const card = story(name);
    const pieces = [...card.lines.flat(), ...card.facts.flatMap(({ value }) => value)];
    const ours = pieces.filter((piece) => typeof piece !== "object" || !("said" in piece));
    expect(JSON.stringify(pieces)).toContain("evil.example");
    expect(JSON.stringify([card.title, card.buttons, ours])).not.toContain("evil.example");
  });

  test("a name of a thousand lines in the log never hides our own words", () => {
    const long = draw([opened(), provedBy({ id: undefined, name: "mallory\n".repeat(10_000) })]);
    expect(JSON.stringify(long.facts).length).toBeLessThan(2_500);
  });

  test("a secret in a note stays out of the chat", () => {
    const told = { ...attested(), note: "the password is hunter2hunter2" } as RotationEvent;
    expect(draw([opened(), told]).text).not.toContain("hunter2");
    const suspect = { ...suspected(), note: "the password is hunter2hunter2" } as ReturnType<
      typeof suspected
    >;
    expect(draw([opened(suspect)]).text).not.toContain("hunter2");
  });

  test("a label cannot break out of the command that is printed", () => {
    const accounts = [{ ...first, label: "E'; rm -rf ~ #" }];
    expect(draw([opened()], { in: { ...contoso, accounts } }).text).toContain(
      "--account 'E; rm -rf ~ #' --parts",
    );
  });
});
