// An alert's card: it says what was seen, never more, whom to call, and offers what fits its state.
import { describe, expect, test } from "vitest";
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import type { Organisation, Person } from "../../../src/core/organisation.ts";
import type { Request } from "../../../src/core/request/state.ts";
import { alertCard } from "../../../src/core/views/alert-card.ts";
import { headingWords } from "../../../src/core/words/heading.ts";
import {
  acknowledged,
  alertFrom,
  alertOf,
  asApproved,
  asDeclared,
  change,
  changesSeen,
  classified,
  closed,
  failed,
  failedRow,
  fallbackCalled,
  flagged,
  ofBlindness,
  ofChange,
  outside,
  raised,
  regained,
  rejudged,
  repeated,
  seen,
  signIn,
  unmatched,
  wrongAccount,
} from "../../kit/alert-events.ts";
import { ada, after, alice, contoso, first, sam, second } from "../../kit/cast.ts";
import { stories } from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { readView } from "../../kit/office.ts";

type Drawn = { request?: Request; in?: Organisation; viewer?: Person };

function draw(events: readonly AlertEvent[], { request, in: organisation = contoso, viewer }: Drawn = {}) {
  const view = alertCard(alertFrom(...events), request, organisation, viewer);
  return {
    ...view,
    heading: headingWords(view),
    text: readView(view),
    verbs: view.buttons.map(({ action }) => action.verb),
    fact: (label: string) =>
      readView({ ...view, title: "", lines: [] }).match(new RegExp(`${label}: (.*)`))?.[1],
  };
}

const approved = stateOf(...stories.approved);
const declared = stateOf(...stories.declared);
const sev0 = alertOf(unmatched);
const acked = [...sev0, acknowledged()];
const judged = [...acked, classified()];

describe("the heading says how grave it is, what it is, and how it stands", () => {
  test.each<[string, AlertEvent[]]>([
    ["🚨 Sev 0 · AL-7 · Sign-in without a request", sev0],
    ["🚨 Sev 0 · AL-7 · Sign-in outside its window", alertOf(outside)],
    ["🚨 Sev 0 · AL-7 · Sign-in with the wrong account", alertOf(wrongAccount)],
    ["⏳ Sev 0 · AL-7 · Sign-in without a request, acknowledged", acked],
    ["⏳ Sev 0 · AL-7 · Sign-in without a request, false alarm", judged],
    ["🔹 Sev 0 · AL-7 · Sign-in without a request, closed", [...judged, closed()]],
    ["⏳ Sev 2 · AL-7 · Failed sign-in", alertOf(failed, failedRow())],
    ["⛔ Sev 1 · AL-7 · Failed sign-ins", alertOf(failed, ...[0, 1, 2, 3, 4].map((at) => failedRow(at)))],
    ["✅ Sev 3 · AL-7 · Sign-in as approved", alertOf(asApproved)],
    ["✅ Sev 3 · AL-7 · Sign-in as declared", alertOf(asDeclared)],
    ["⛔ Sev 1 · AL-7 · Change to a credential", [raised(ofChange()), changesSeen()]],
    ["✅ Sev 3 · AL-7 · Change to a credential, as expected", [raised(ofChange({ expected: true }))]],
    [
      "🔹 Sev 3 · AL-7 · Change to Conditional Access",
      [raised(ofChange({ account: undefined, topic: "policy" }))],
    ],
    ["⛔ Sev 1 · AL-7 · Sign-ins are not seen", [raised(ofBlindness())]],
    ["🔹 Sev 1 · AL-7 · Sign-ins are not seen, over", [raised(ofBlindness()), regained()]],
    [
      "🚨 Sev 0 · AL-7 · Sign-in after failed attempts",
      [...alertOf(asApproved), flagged({ type: "after-failures", count: 6 })],
    ],
    [
      "⛔ Sev 1 · AL-7 · Sign-ins from several countries",
      [...alertOf(asApproved), flagged({ type: "second-country", countries: ["DE", "BR"] })],
    ],
  ])("%s", (heading, events) => {
    expect(draw(events).heading).toBe(heading);
  });
});

describe("whom to call", () => {
  test("nobody asked: the admins, and the custodians who know about their parts", () => {
    expect(draw(sev0).text).toContain("call Ada.");
    expect(draw(sev0).text).toContain("Dave and Erin know whether a part left its place.");
  });

  test("outside a window, or with another account: who asked, and then the admins", () => {
    const late = draw(alertOf(outside), { request: approved });
    expect(late.text).toContain("call Alice. Was it them?");
    expect(late.text).toContain("Call Ada.");
    expect(late.text).toContain("It was open from 09:01 to 10:01.");
    const wrong = draw([raised({ kind: "sign-in", account: second.id, ...wrongAccount }), seen()], {
      request: approved,
    });
    expect(wrong.text).toContain(
      "Somebody signed in as Emergency 2, while BG-1 allows another account: Emergency 1.",
    );
  });

  test("before any approval, there was no time that was allowed", () => {
    const { text } = draw(alertOf(outside), { request: stateOf(...stories.pending) });
    expect(text).toContain("It still waits for an answer.");
    const refused = draw(alertOf(outside), { request: stateOf(...stories.denied) });
    expect(refused.text).toContain("It was denied.");
  });

  test("a change: who did it, when it is one of ours; the admins otherwise", () => {
    const byAlice = change(0, { by: { id: alice.objectIds[1], name: "alice.adm", ip: undefined } });
    expect(draw([raised(ofChange()), changesSeen([byAlice])]).text).toContain(
      "call Alice. Was it them, and why?",
    );
    const byOther = change(0, { by: { id: undefined, name: "mallory", ip: undefined } });
    expect(draw([raised(ofChange()), changesSeen([byOther])]).text).toContain("call Ada. Was it one of ours");
  });

  test("a roster without admins leaves nobody without a next step", () => {
    const people = contoso.people.filter((person) => person !== ada);
    expect(draw(sev0, { in: { ...contoso, people } }).text).toContain("call an admin.");
  });

  test("expected: nothing to do, and what to do in doubt", () => {
    const { text } = draw(alertOf(asApproved), { request: approved });
    expect(text).toContain("Nothing to do. If Alice says it was not them: /breakglass classify AL-7 misuse");
  });

  test("classified, it says what is left to do; closed, nothing", () => {
    expect(draw([...acked, classified("misuse")]).text).toContain(
      "Left to do: revoke the account's sessions",
    );
    expect(draw(judged).text).toContain("/breakglass close AL-7");
    expect(draw([...judged, closed()]).lines).toHaveLength(1);
  });
});

describe("nothing is said that the rows do not say", () => {
  test("F5: asked for a second factor is not signed in", () => {
    const begun = draw(alertOf(unmatched, signIn(0, { outcome: "interrupted", code: "50074" })));
    expect(begun.text).toContain("Somebody began to sign in as Emergency 1 and was asked for more");
    expect(begun.text).not.toContain("signed in as");
  });

  test("a change that was refused was tried, not done", () => {
    const tried = draw([raised(ofChange()), changesSeen([change(0, { succeeded: false })])]);
    expect(tried.text).toContain("Somebody tried a change that touched Emergency 1, and was refused.");
    expect(tried.text).not.toContain("undo it");
  });

  test("a row that tells nothing but its time makes a card all the same", () => {
    const bare = signIn(0, {
      account: undefined,
      readable: undefined,
      interactive: undefined,
      ip: undefined,
      country: undefined,
      city: undefined,
      application: undefined,
      client: undefined,
      userAgent: undefined,
    });
    const card = draw([raised({ kind: "sign-in", account: undefined, ...unmatched }), seen([bare])]);
    expect(card.facts.map(({ label }) => label)).toEqual(["Account", "When", "Log rows"]);
    expect(card.fact("Account")).toContain("the row does not say which");
  });

  test("an account that is not in the file any more is named by its id", () => {
    const { text } = draw(sev0, { in: { ...contoso, accounts: [second] } });
    expect(text).toContain(`Somebody signed in as ${first.id}`);
  });
});

describe("the facts", () => {
  const rows = [
    signIn(0),
    failedRow(2),
    failedRow(3),
    signIn(7, { ip: "192.0.2.44", city: "Recife", country: "BR", interactive: false }),
  ];

  test("the newest row, whatever its place among them", () => {
    for (const order of [rows, rows.toReversed()]) {
      const card = draw(alertOf(unmatched, ...order));
      expect(card.fact("When")).toBe("09:07");
      expect(card.fact("From")).toBe("192.0.2.44, Recife, BR; 2 addresses in all");
    }
  });

  test("how many rows, from when to when, and what came of them", () => {
    expect(draw(alertOf(unmatched, ...rows)).fact("Log rows")).toBe(
      "4 from 09:00 to 09:07: 2 let in, 2 refused.",
    );
    expect(draw(sev0).fact("Log rows")).toBe("1, let in.");
  });

  test("F1: a sign-in without anybody at the keyboard says so", () => {
    expect(draw(alertOf(unmatched, ...rows)).fact("Client")).toContain("without anybody at the keyboard");
    expect(draw(sev0).fact("Client")).not.toContain("keyboard");
  });

  test.each([
    ["53003", "blocked by Conditional Access (53003)"],
    ["50057", "disabled (50057)"],
    ["50053", "locked after too many attempts"],
  ])("refused with %s, the account cannot be used: %s", (code, words) => {
    const card = draw(alertOf(failed, failedRow(0, code)));
    expect(card.fact("Blocked")).toContain(`The account cannot be used: ${words}`);
    expect(card.text).toContain("an admin must mend that");
  });

  test("a wrong password blocks nobody, and a number of a row that was let in neither", () => {
    expect(draw(alertOf(failed, failedRow())).fact("Blocked")).toBeUndefined();
    expect(draw(alertOf(unmatched, signIn(0, { code: "53003" }))).fact("Blocked")).toBeUndefined();
  });

  test("F2: a late row says how late; a usual one does not", () => {
    const late = draw(alertOf(unmatched, signIn(0, { readable: after(95) })));
    expect(late.fact("Late")).toBe("readable 1 h 35 min after it happened.");
    expect(draw(alertOf(unmatched, signIn(0, { readable: after(15) }))).fact("Late")).toBeUndefined();
    expect(draw(alertOf(unmatched, signIn(0, { readable: after(-5) }))).fact("Late")).toBeUndefined();
  });

  test("the request it is matched with: who asked, who approved, or that nobody did", () => {
    expect(draw(alertOf(outside), { request: approved }).fact("Request")).toBe(
      "BG-1, asked by Alice; approved by Bob.",
    );
    expect(draw(alertOf(asDeclared), { request: declared }).fact("Request")).toBe(
      "BG-1, asked by Alice; declared without approval.",
    );
    expect(draw(alertOf(asDeclared), { request: stateOf(...stories.attested) }).fact("Request")).toContain(
      "attested",
    );
    expect(draw(alertOf(outside), { request: stateOf(...stories.pending) }).fact("Request")).toContain(
      "not approved by anybody",
    );
  });

  test("judged anew, it says what was said before, until when, and since then", () => {
    const row = signIn();
    const card = draw([...alertOf(unmatched, row), rejudged(asDeclared, [row], 51)], { request: declared });
    expect(card.fact("Was")).toBe("without a request until 09:51, then declared in BG-1");
    expect(card.heading).toBe("✅ Sev 3 · AL-7 · Sign-in as declared");
  });

  test("what was noticed besides stands with what it means", () => {
    const card = draw([...alertOf(asApproved), flagged({ type: "second-country", countries: ["DE", "BR"] })]);
    expect(card.text).toContain("One window was used from 2 countries: DE, BR.");
    const one = draw([...sev0, flagged({ type: "after-failures", count: 1 })]);
    expect(one.text).toContain("It came after 1 failed attempt.");
  });

  test("who did what about it, and that nobody did", () => {
    const card = draw([...judged, closed(ada)]);
    expect(card.fact("Acknowledged")).toBe("Sam, 09:10");
    expect(card.fact("Classified")).toBe("false alarm, Sam, 09:15: I called Alice, it was her");
    expect(card.fact("Closed")).toBe("Ada, 09:30");
    const ignored = draw([...sev0, fallbackCalled(["slack", "teams"]), repeated(1, 10), repeated(2, 20)]);
    expect(ignored.fact("Told again")).toBe("2 times, last 09:20");
    expect(ignored.fact("Second road")).toContain("Slack and Teams did not take it within 30 s");
  });

  test("a change: what, by whom, from where, and what it touches", () => {
    const by = { id: second.id, name: second.upn, ip: "203.0.113.9" };
    const group = contoso.watch?.exclusionGroups[0] ?? "";
    const card = draw([
      raised(ofChange({ topic: "group" })),
      changesSeen([
        change(0, { operation: "Remove member from group" }),
        change(3, {
          operation: "Add member to group",
          by,
          touches: [first.id, group],
          properties: ["Group.ObjectID"],
        }),
      ]),
    ]);
    expect(card.fact("What was done")).toBe("Add member to group, Remove member from group");
    expect(card.fact("Done by")).toBe("Emergency 2 (emergency-2@contoso.onmicrosoft.com)");
    expect(card.fact("From")).toBe("203.0.113.9");
    expect(card.fact("Touches")).toBe(`Emergency 1, exclusion group ${group}`);
    expect(card.fact("Properties")).toBe("Group.ObjectID");
  });

  test("F11: blindness says since when and why, that decisions go on, and when it is over", () => {
    const blind = draw([raised(ofBlindness())]);
    expect(blind.text).toContain(
      "I cannot see sign-ins in Log Analytics since 08:58. Requests and approvals go on",
    );
    expect(blind.fact("Why")).toBe("Log Analytics answered 503.");
    const over = draw([raised(ofBlindness()), regained(1)]);
    expect(over.text).toContain("I see again since 09:31. 1 row was caught up");
    expect(over.text).not.toContain("I cannot see");
    expect(over.fact("Closed")).toBeUndefined();
  });
});

describe("D10: words from outside are nobody's words but theirs", () => {
  const evil = "<!channel> [Approve](https://evil.example)";

  test("every text of a row, and every note, is drawn as somebody's words", () => {
    const signInCard = draw([
      ...alertOf(
        unmatched,
        failedRow(0, "50126", {
          ip: evil,
          country: evil,
          city: evil,
          application: evil,
          client: evil,
          userAgent: evil,
          why: evil,
        }),
      ),
      flagged({ type: "second-country", countries: [evil, "DE"] }),
    ]);
    const changeCard = draw([
      raised(ofChange()),
      changesSeen([
        change(0, {
          operation: evil,
          touches: [evil],
          properties: [evil],
          by: { id: evil, name: evil, ip: evil },
        }),
      ]),
    ]);
    const blindCard = draw([raised({ ...ofBlindness(), why: evil } as Parameters<typeof raised>[0])]);
    for (const card of [signInCard, changeCard, blindCard]) {
      const pieces = [...card.lines.flat(), ...card.facts.flatMap(({ value }) => value)];
      const ours = pieces.filter((piece) => typeof piece !== "object" || !("said" in piece));
      expect(JSON.stringify(pieces)).toContain("evil.example");
      expect(JSON.stringify([card.title, ours])).not.toContain("evil.example");
    }
  });

  test("a user agent of a thousand lines never hides our own words", () => {
    const { facts } = draw(alertOf(unmatched, signIn(0, { userAgent: "Mozilla\n".repeat(10_000) })));
    expect(JSON.stringify(facts).length).toBeLessThan(2_000);
  });

  test("a secret in a note stays out of the chat", () => {
    const secret = { ...classified(), note: "the password is hunter2hunter2" } as AlertEvent;
    expect(draw([...acked, secret]).text).not.toContain("hunter2");
  });
});

describe("the buttons are what fits the state, the next step first", () => {
  test.each<[string, AlertEvent[], string[]]>([
    ["raised", sev0, ["acknowledge", "classify"]],
    ["acknowledged", acked, ["classify"]],
    ["classified", judged, ["close"]],
    ["closed", [...judged, closed()], []],
    ["expected", alertOf(asApproved), ["classify"]],
    ["blind", [raised(ofBlindness())], ["acknowledge"]],
    ["blind, acknowledged", [raised(ofBlindness()), acknowledged()], []],
    ["seen again", [raised(ofBlindness()), regained()], []],
  ])("%s", (_, events, verbs) => {
    expect(draw(events).verbs).toEqual(verbs);
    expect(draw(events, { viewer: sam }).verbs).toEqual(verbs);
  });

  test("what waits for nobody urges nobody", () => {
    expect(draw(alertOf(asApproved)).buttons.map(({ style }) => style)).toEqual(["plain"]);
    expect(draw(sev0).buttons.map(({ style }) => style)).toEqual(["primary", "plain"]);
  });

  test("A1: whose use it was, and who is not of the SOC, sees the card without them", () => {
    expect(draw(sev0, { viewer: alice }).verbs).toEqual([]);
    const soleSoc: Person = { ...alice, roles: ["soc"] };
    expect(draw(alertOf(outside), { viewer: soleSoc, request: approved }).verbs).toEqual([]);
    expect(draw(alertOf(outside), { viewer: sam, request: approved }).verbs).toHaveLength(2);
  });

  test("a class needs words, and closing is asked once more", () => {
    expect(draw(sev0).buttons[1]?.form).toMatchObject({ name: "classify", about: { alert: "AL-7" } });
    expect(draw(judged).buttons[0]?.confirm).toBeDefined();
  });
});
