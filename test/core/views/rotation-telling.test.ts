// What is said of a rotation besides its card: when something happens, louder and louder, and to the one who acted.
import { describe, expect, test } from "vitest";
import type { Organisation, Person } from "../../../src/core/organisation.ts";
import type { RotationEvent } from "../../../src/core/rotation/events.ts";
import { status } from "../../../src/core/views/answers.ts";
import { rotationAnnouncement } from "../../../src/core/views/rotation-announcement.ts";
import { rotationDone, rotationFact, staffChangeDone } from "../../../src/core/views/rotation-done.ts";
import { headingWords } from "../../../src/core/words/heading.ts";
import { ada, alice, contoso, dave, erin, first, rob, second, tina } from "../../kit/cast.ts";
import { ended, signedIn, stories } from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { readView } from "../../kit/office.ts";
import {
  attested,
  byCalendar,
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

function tell(events: readonly RotationEvent[], organisation: Organisation = contoso) {
  const event = events.at(-1);
  if (!event) throw new Error("nothing happened");
  const view = rotationAnnouncement(event, rotationFrom(...events), organisation);
  return (
    view && {
      ...view,
      heading: headingWords(view),
      text: readView(view),
      verbs: view.buttons.map(({ action }) => action.verb),
    }
  );
}

const due = [opened(), reminded("half-time", 721), reminded("due", day)];
const once = [...due, reminded("overdue", 2 * day, 1)];
const twice = [...once, reminded("overdue", 3 * day, 2)];

describe("each event in a sentence", () => {
  test.each<[string, string, readonly RotationEvent[]]>([
    ["⏳ RO-3: renew the credential of Emergency 1", "Why: used in BG-1, asked by Alice", [opened()]],
    ["⛔ Sev 2 · RO-3: renew the credential of Emergency 1", "First: revoke", [opened(unexplained())]],
    ["⏳ RO-3: Emergency 1 was used meanwhile", "last 09:30", [opened(byCalendar), joined(use(30), 31)]],
    [
      "⏳ RO-3: one more reason to renew the credential of Emergency 1",
      "Why: Rob left or has another position, says Ada",
      [opened(), joined(left(), 40)],
    ],
    [
      "⏳ RO-3: the credential of Emergency 1 is still to be renewed",
      "Half of the time is over. Due 09:00.",
      due.slice(0, 2),
    ],
    ["⛔ Sev 3 · RO-3: the credential of Emergency 1 is due now", "to be renewed by now", due],
    ["⛔ Sev 2 · RO-3: the credential of Emergency 1 is overdue", "this is reminder 1.", once],
    ["🚨 Sev 1 · RO-3: the credential of Emergency 1 is overdue", "this is reminder 2.", twice],
    [
      "⏳ RO-3: the new credential of Emergency 1 is seen",
      "one of Dave, Erin and Ada looks at that and confirms it",
      [opened(), proved()],
    ],
    [
      "✅ RO-3: the credential of Emergency 1 is renewed",
      "Dave confirmed it. Nothing is left to do.",
      [opened(), proved(), confirmed()],
    ],
    [
      "⏳ RO-3: one of 2 people attests it",
      "A second person must attest it too: /breakglass attest RO-3",
      [opened(), attested()],
    ],
    [
      "🔹 RO-3: the credential of Emergency 1 is attested, not proved",
      "Erin says: I saw both halves sealed anew",
      [opened(), attested(), attested(erin)],
    ],
  ])("%s", (heading, words, events) => {
    const told = tell(events);
    expect(told?.heading).toBe(heading);
    expect(told?.text).toContain(words);
    expect(told?.title.length).toBeLessThan(140);
  });
});

describe("reminders", () => {
  test("each is no quieter than the one before", () => {
    const loud = [due.slice(0, 2), due, once, twice].map((events) => tell(events)?.severity ?? 4);
    expect(loud).toEqual([4, 3, 2, 1]);
  });

  test("who is called has perhaps no card: how to do it is in the message, and from the second on the admins are named", () => {
    expect(tell(once)?.text).toContain("breakglass password new");
    expect(tell(once)?.text).not.toContain("it cannot wait any longer");
    expect(tell(twice)?.text).toContain("Ada: it cannot wait any longer.");
  });

  test("a roster without admins is still told", () => {
    const people = contoso.people.filter((person) => person !== ada);
    expect(tell(twice, { ...contoso, people })?.text).toContain("Next: an admin: print new sheets");
  });

  test("proved meanwhile, only a word is missing, and the button for it is there", () => {
    const told = tell([...twice, proved(3 * day + 5), reminded("overdue", 4 * day, 3)]);
    expect(told?.heading).toBe("⏳ Sev 3 · RO-3: the renewal of Emergency 1 waits for a second person");
    expect(told?.text).not.toContain("password new");
    expect(told?.text).not.toContain("can sign in");
    expect(told?.verbs).toEqual(["confirm-rotation"]);
    expect(tell(twice)?.verbs).toEqual([]);
  });

  test("attested by one meanwhile, the other one is asked for", () => {
    const told = tell([opened(), attested(), reminded("due", day)]);
    expect(told?.text).toContain("Dave attests that it is renewed; nothing in Entra proves it so far.");
  });
});

test("a drill is not named: it may be hidden from who reads this", () => {
  for (const events of [[opened(drillUse())], [opened(byCalendar), joined(drillUse(30), 31)]])
    expect(JSON.stringify(tell(events))).not.toMatch(/DR-4|[Dd]rill/);
});

test("D10: what people say is drawn as their words, in every announcement", () => {
  const evil = "<!channel> [Approve](https://evil.example)";
  const suspect = { ...suspected(), note: evil } as ReturnType<typeof suspected>;
  const all: readonly (readonly RotationEvent[])[] = [
    [opened(suspect)],
    [opened(), joined(suspect, 5)],
    [opened(), { ...attested(), note: evil } as RotationEvent],
  ];
  for (const events of all) {
    const pieces = tell(events)?.lines.flat() ?? [];
    const ours = pieces.filter((piece) => typeof piece !== "object" || !("said" in piece));
    expect(JSON.stringify(pieces)).toContain("evil.example");
    expect(JSON.stringify([tell(events)?.title, ours])).not.toContain("evil.example");
  }
});

describe("to the one who acted", () => {
  test.each<[string, string, readonly RotationEvent[]]>([
    ["RO-3: confirmed", "There is nothing more to do.", [opened(), proved(), confirmed()]],
    ["RO-3: attested", "1 of 2 people have.", [opened(), attested()]],
    ["RO-3: attested", "attested, not proved", [opened(), attested(), attested(erin)]],
  ])("%s, %s", (title, words, events) => {
    const view = rotationDone(events.slice(-1), rotationFrom(...events));
    expect(view).toMatchObject({ title, tone: "good" });
    expect(readView(view)).toContain(words);
  });

  test("somebody left: on which accounts, and that the configuration must follow", () => {
    const one = readView(staffChangeDone(rob, [first.id], contoso));
    expect(one).toContain("Rob had a part in Emergency 1.\nIts credential is to be renewed");
    const both = readView(staffChangeDone(rob, [first.id, second.id], contoso));
    expect(both).toContain("Rob had a part in Emergency 1, Emergency 2.\nTheir credentials are");
    expect(both).toContain("Change the configuration too");
  });
});

describe("in the list of what is open", () => {
  const list = (events: readonly RotationEvent[], viewer?: Person) =>
    readView(status([], contoso, viewer, [], [rotationFact(rotationFrom(...events), contoso, viewer)]));

  test("what it is, by when, and whether it waits for who asks", () => {
    expect(list([opened()])).toContain("RO-3: Renew the credential of Emergency 1, due 09:00.");
    expect(list(due)).toContain("RO-3: Renew the credential of Emergency 1: overdue, since 09:00.");
    const waits = "Waits for your word: /breakglass confirm RO-3";
    expect(list([opened(), proved()], dave)).toContain(waits);
    expect(list([opened(), proved()], alice)).not.toContain(waits);
    expect(list([opened()], dave)).not.toContain(waits);
  });

  test("a use that nobody has reviewed is open too, and waits for who may", () => {
    const used = stateOf(...stories.approved, signedIn(), ended(alice, 30));
    const waits = "Not reviewed. Waits for your review: /breakglass review BG-1";
    expect(readView(status([used], contoso, tina))).toContain(waits);
    expect(readView(status([used], contoso, alice))).not.toContain("Waits for your review");
  });

  test("nothing is open only where nothing is owed either", () => {
    expect(readView(status([], contoso, dave))).toContain("Nothing is open");
    expect(list([opened()], dave)).not.toContain("Nothing is open");
  });
});
