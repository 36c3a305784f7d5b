// The card: it shows each person the buttons that the rules would allow them, and says what is true now.
import { describe, expect, test } from "vitest";
import type { Person } from "../../../src/core/organisation.ts";
import { actor } from "../../../src/core/people.ts";
import { decide, type RequestCommand } from "../../../src/core/request/decide.ts";
import { cleanUps } from "../../../src/core/request/events.ts";
import type { Request } from "../../../src/core/request/state.ts";
import type { Button, ButtonAction, View } from "../../../src/core/view.ts";
import { readClick } from "../../../src/core/views/forms.ts";
import { requestCard } from "../../../src/core/views/request-card.ts";
import {
  ada,
  after,
  alice,
  bob,
  carol,
  contoso,
  dave,
  erin,
  first,
  people,
  rob,
  tina,
} from "../../kit/cast.ts";
import { asked, declared, released, stories } from "../../kit/events.ts";
import { plain, stateOf } from "../../kit/given.ts";

const states = Object.keys(stories) as (keyof typeof stories)[];
const card = (state: keyof typeof stories, viewer?: Person) =>
  requestCard(stateOf(...stories[state]), contoso, viewer);
const verbs = ({ buttons }: View) => buttons.map(({ action }) => action.verb);

/** The command that this button's click becomes, at a moment when time owes nothing. */
function commandOf(action: ButtonAction, by: Person): RequestCommand {
  const reason = "as good a reason as any";
  const wish = readClick(action, { reason, minutes: "30", class: "emergency", note: reason });
  return { ...wish, by: actor(by), at: after(2), parts: first.custody.parts } as unknown as RequestCommand;
}

const everyAction = (request: Request): ButtonAction[] => [
  ...(["approve", "deny", "withdraw", "end", "extend", "attest", "declare"] as const).map((verb) => ({
    verb,
    request: request.id,
  })),
  ...first.custody.parts.map(({ name }) => ({ verb: "release" as const, request: request.id, part: name })),
  ...cleanUps.map((item) => ({ verb: "clean-up" as const, request: request.id, item })),
  { verb: "review", request: request.id },
];

describe.each(states)("A2: %s", (state) => {
  test.each(people)("$name sees exactly the buttons that the rules allow them", (person) => {
    const request = stateOf(...stories[state]);
    const allowed = everyAction(request)
      .filter((action) => "events" in decide(commandOf(action, person), request, contoso.policy))
      // An approver may end a use by command; the button is for the requester and the admins.
      .filter(
        ({ verb }) => verb !== "end" || person.id === request.requester || person.roles.includes("admin"),
      );
    const names = (actions: readonly ButtonAction[]) =>
      actions.map((action) => `${action.verb} ${partOf({ action }) ?? itemOf({ action }) ?? ""}`).toSorted();
    expect(names(card(state, person).buttons.map(({ action }) => action))).toEqual(names(allowed));
  });

  test("every button that is shown does what it says when it is clicked", () => {
    const request = stateOf(...stories[state]);
    for (const person of people) {
      for (const { action } of requestCard(request, contoso, person).buttons) {
        expect(decide(commandOf(action, person), request, contoso.policy)).toHaveProperty("events");
      }
    }
  });

  test("a channel's copy shows only what any approver may press, or whoever reviews", () => {
    for (const verb of verbs(card(state)))
      expect(["approve", "deny", "attest", "clean-up", "review"]).toContain(verb);
  });
});

const partOf = ({ action }: Pick<Button, "action">) => ("part" in action ? action.part : undefined);
const itemOf = ({ action }: Pick<Button, "action">) => ("item" in action ? action.item : undefined);
const aboutOf = ({ action }: Pick<Button, "action">) => ("about" in action ? action.about : undefined);

describe("whose buttons are whose", () => {
  test("A1: the requester sees no Approve, even as an approver", () => {
    const own = requestCard(stateOf(asked(carol)), contoso, carol);
    expect(verbs(own)).toEqual(["declare", "withdraw"]);
  });

  test("approvers see Approve and Deny, bystanders nothing", () => {
    expect(verbs(card("pending", bob))).toEqual(["approve", "deny"]);
    expect(verbs(card("pending", rob))).toEqual([]);
    expect(verbs(card("pending", dave))).toEqual([]);
  });

  test("custodians confirm their own parts while it is open", () => {
    expect(card("approved", dave).buttons.map(partOf)).toEqual(["envelope A"]);
    expect(card("approved", erin).buttons.map(partOf)).toEqual(["envelope B"]);
    expect(
      requestCard(stateOf(...stories.approved, released(dave, "envelope A")), contoso, dave).buttons,
    ).toEqual([]);
  });

  test("the requester ends and extends; an admin ends", () => {
    expect(verbs(card("approved", alice))).toEqual(["end", "extend"]);
    expect(verbs(card("approved", ada))).toEqual(["end"]);
  });

  test("a declaration is attested by another person", () => {
    expect(verbs(card("declared", bob))).toEqual(["attest"]);
    expect(verbs(card("ended and not attested", tina))).toEqual(["attest"]);
    expect(verbs(requestCard(stateOf(asked(carol), declared(carol)), contoso, carol))).not.toContain(
      "attest",
    );
  });

  test("the answers to an extension say which question they answer", () => {
    expect(card("extension asked", bob).buttons.map((button) => [aboutOf(button), button.label])).toEqual([
      [1, "Approve more time"],
      [1, "Deny more time"],
    ]);
    expect(card("pending", bob).buttons.map(aboutOf)).toEqual([0, 0]);
  });

  test.each(["denied", "withdrawn", "expired", "lapsed", "ended", "attested"] as const)(
    "D1: %s: the channel's buttons are gone",
    (state) => {
      expect(card(state).buttons).toEqual([]);
    },
  );

  test("labels fit both platforms", () => {
    const request = stateOf(...stories.approved);
    const long = "The second half of the password, in the safe";
    const account = {
      ...first,
      custody: { ...first.custody, parts: [{ name: long, place: "Safe", custodians: [dave.id] }] },
    };
    const { buttons } = requestCard(request, { ...contoso, accounts: [account] }, dave);
    expect(buttons.map(partOf)).toEqual([long]);
    for (const { label } of buttons) expect(label.length).toBeLessThanOrEqual(30);
  });
});

describe("what the card says", () => {
  test.each([
    ["pending", "Approval needed", "waiting"],
    ["approved", "Approved, in use", "good"],
    ["denied", "Denied", "bad"],
    ["withdrawn", "Withdrawn", "neutral"],
    ["expired", "Expired, nobody answered", "bad"],
    ["lapsed", "Lapsed, never used", "neutral"],
    ["ended", "Ended", "neutral"],
  ] as const)("%s: BG-1 · %s", (state, title, tone) => {
    expect(card(state)).toMatchObject({ title: `BG-1 · ${title}`, tone, severity: undefined });
  });

  test.each(["declared", "ended and not attested"] as const)(
    "%s: an alarm of severity 0 until it is attested",
    (state) => {
      expect(card(state)).toMatchObject({ tone: "alarm", severity: 0 });
    },
  );

  test("attested, the alarm is over", () => {
    expect(card("attested")).toMatchObject({ tone: "good", severity: undefined });
  });

  test.each(states)("%s: who asked, for what account, and why stand on the card", (state) => {
    const { facts } = card(state);
    const text = JSON.stringify(facts);
    expect(text).toContain(alice.name);
    expect(text).toContain(first.upn);
    expect(facts).toContainEqual({ label: "Reason", value: [{ said: "All admins are locked out" }] });
  });

  test("D1: who decided, when and why", () => {
    const outcome = card("denied").facts.find(({ label }) => label === "Outcome");
    expect(plain(outcome?.value)).toEqual(
      plain([
        { person: bob },
        ", ",
        { moment: after(1), show: "date-time" },
        ": ",
        { said: "Call me first please" },
      ]),
    );
  });

  test("what is over opens with how it ended", () => {
    for (const state of ["denied", "expired", "ended"] as const)
      expect(card(state).facts[0]?.label).toBe("Outcome");
  });

  test("whoever waits for a part reads where it lies and whom to call; once all are handed over, nobody is asked", () => {
    expect(plain(card("approved").facts.find(({ label }) => label === "Part envelope A")?.value)).toEqual(
      plain(["in its place: Safe in Berlin", ". Ask ", { person: dave }, "."]),
    );
    expect(JSON.stringify(card("approved").lines)).toContain("Custodians: hand your part to");
    const all = [...stories.approved, released(dave, "envelope A"), released(erin, "envelope B")];
    const whole = requestCard(stateOf(...all), contoso, undefined);
    expect(JSON.stringify(whole.lines)).not.toContain("Custodians");
    expect(JSON.stringify(whole.facts)).not.toContain("Ask ");
  });

  test("more time that is asked for stands before the facts", () => {
    expect(JSON.stringify(card("extension asked").lines[0])).toContain("asks for 30 min more");
    expect(JSON.stringify(card("extended").lines)).not.toContain("more");
  });

  test("C3: the window's two moments are moments, which each reader sees in their own zone", () => {
    const window = card("approved").facts.find(({ label }) => label === "Window");
    expect(plain(window?.value)).toEqual(
      plain([{ moment: after(1), show: "date-time" }, " to ", { moment: after(61), show: "time" }]),
    );
  });

  test("A11: too few approvers is said on the card, with the way out", () => {
    const shown = requestCard(stateOf(asked(alice, { enough: false })), contoso, alice);
    expect(JSON.stringify(shown.lines)).toContain("Too few people can approve this");
    expect(verbs(shown)).toContain("declare");
  });

  test("D10: a person's words stay a person's words: never our sentence, a label or a title", () => {
    const hostile = '<!channel> [click](https://evil.example) **now** "}]';
    const said = [asked(alice, { reason: hostile, ticket: hostile }), declared(alice, 1, hostile)];
    const { title, lines, facts } = requestCard(stateOf(...said), contoso, undefined);
    const inlines = [...lines.flat(), ...facts.flatMap(({ value }) => value)];
    const ours = inlines.filter((inline) => !(typeof inline === "object" && "said" in inline));
    expect(JSON.stringify([title, ours, facts.map(({ label }) => label)])).not.toContain("evil.example");
    expect(inlines.filter((inline) => typeof inline === "object" && "said" in inline)).toHaveLength(3);
  });

  test("B11: the account's name comes from the roster, by the id that will be acted on", () => {
    const gone = requestCard(stateOf(...stories.pending), { ...contoso, accounts: [] }, undefined);
    expect(gone.facts.find(({ label }) => label === "Account")?.value).toEqual([first.id]);
  });
});
