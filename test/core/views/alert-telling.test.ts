// What is said of an alert besides its card: when something happens, to the one who acted, and to who asks.
import { describe, expect, test } from "vitest";
import type { AlertEvent } from "../../../src/core/alert/events.ts";
import type { AlertId } from "../../../src/core/ids.ts";
import type { Refusal } from "../../../src/core/refusal.ts";
import type { Request } from "../../../src/core/request/state.ts";
import { alertAnnouncement } from "../../../src/core/views/alert-announcement.ts";
import { alertsList, watchFact } from "../../../src/core/views/alerts.ts";
import { alertDone, refused } from "../../../src/core/views/answers.ts";
import { headingWords } from "../../../src/core/words/heading.ts";
import {
  acknowledged,
  alertFrom,
  alertOf,
  asApproved,
  asDeclared,
  asDrill,
  classified,
  closed,
  failed,
  failedRow,
  fallbackCalled,
  flagged,
  ofBlindness,
  raised,
  regained,
  rejudged,
  repeated,
  seen,
  signIn,
  taken,
  unmatched,
} from "../../kit/alert-events.ts";
import { ada, after, contoso, nine } from "../../kit/cast.ts";
import { stories } from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { readView } from "../../kit/office.ts";

function tell(events: readonly AlertEvent[], request?: Request) {
  const event = events.at(-1);
  if (!event) throw new Error("nothing happened");
  const view = alertAnnouncement(event, alertFrom(...events), request, contoso);
  return view && { ...view, heading: headingWords(view), text: readView(view) };
}

const row = signIn();
const sev0 = alertOf(unmatched, row);
const declared = stateOf(...stories.declared);
const attempts = [0, 1, 2, 3].map((at) => failedRow(at));

describe("each event in a sentence", () => {
  test.each<[string, string, readonly AlertEvent[]]>([
    ["🚨 Sev 0 · AL-7: Sign-in without a request", "Somebody signed in as Emergency 1", sev0],
    [
      "⛔ Sev 1 · AL-7 is now Sev 1",
      "refused, 5 times",
      [...alertOf(failed, ...attempts), seen([failedRow(4)], 6)],
    ],
    [
      "✅ Sev 3 · AL-7: now declared in BG-1",
      "What was said before: without a request.",
      [...sev0, rejudged(asDeclared, [row])],
    ],
    [
      "🚨 Sev 0 · AL-7: now without a request",
      "What was said before: approved in BG-1.",
      [...alertOf(asApproved, row), rejudged(unmatched, [row])],
    ],
    [
      "🚨 Sev 0 · AL-7: a success after failed attempts",
      "It came after 6 failed attempts.",
      [...alertOf(asApproved), flagged({ type: "after-failures", count: 6 })],
    ],
    [
      "⛔ Sev 1 · AL-7: a second country",
      "from 2 countries: DE, BR.",
      [...alertOf(asApproved), flagged({ type: "second-country", countries: ["DE", "BR"] })],
    ],
    [
      "✅ AL-7: sign-ins are seen again",
      "I see again since 09:31. 14 rows were caught up",
      [raised(ofBlindness()), regained()],
    ],
    ["⏳ AL-7 is acknowledged", "Sam has it.", [...sev0, acknowledged()]],
    ["⏳ AL-7: misuse", "Sam says: I called Alice", [...sev0, acknowledged(), classified("misuse")]],
    ["✅ AL-7 is closed", "Sam closed it.", [...sev0, acknowledged(), classified(), closed()]],
    [
      "🚨 Sev 0 · AL-7: nobody has acknowledged it",
      "Open since 09:05; this is reminder 3.",
      [...sev0, repeated(3, 40)],
    ],
    [
      "🚨 Sev 0 · AL-7: Sign-in without a request",
      "Teams did not take it within 30 s; the fallback webhook was called.",
      [...sev0, fallbackCalled()],
    ],
  ])("%s", (heading, words, events) => {
    const told = tell(events, declared);
    expect(told?.heading).toBe(heading);
    expect(told?.text).toContain(words);
    const buttons = told?.buttons.map(({ action }) => action.verb);
    expect(buttons).toEqual(events.at(-1)?.type === "alert-repeated" ? ["acknowledge"] : []);
  });

  test("nobody is told that every chat took it", () => {
    expect(tell([...sev0, taken()])).toBeUndefined();
  });

  test("who is called in the night has perhaps seen no card: account, place and command are in the message", () => {
    const told = tell([...sev0, repeated(2, 20)]);
    expect(told?.text).toContain("/breakglass ack AL-7");
    expect(told?.text).toContain("emergency-1@contoso.onmicrosoft.com");
    expect(told?.text).toContain("203.0.113.9");
  });
});

describe("to the one who acted", () => {
  test.each<[readonly AlertEvent[], string, string]>([
    [[acknowledged()], "AL-7: you have it", "/breakglass classify AL-7"],
    [[acknowledged(), classified("misuse")], "AL-7: misuse", "/breakglass close AL-7"],
    [[classified(), closed()], "AL-7: closed", "nothing more to do"],
  ])("$1", (events, title, words) => {
    const view = alertDone(events, alertFrom(...sev0, ...events));
    expect(view).toMatchObject({ title, tone: "good" });
    expect(readView(view)).toContain(words);
  });
});

describe("why not, and what to do instead", () => {
  const over = alertFrom(...sev0, acknowledged(), classified("misuse"), closed(ada));
  test.each<[Refusal, string]>([
    ["not-soc", "Only the SOC or an admin can answer an alert."],
    ["no-such-alert", "/breakglass alerts"],
    ["which-alert", "/breakglass ack AL-7"],
    ["own-use", "another person must answer it"],
    ["already-acknowledged", "AL-7 is acknowledged already, by Sam, at 09:10."],
    ["already-classified", "AL-7 is classified as misuse already, by Sam, at 09:15."],
    ["already-closed", "AL-7 is closed already, by Ada, at 09:30."],
    ["not-classified", "/breakglass classify AL-7"],
  ])("%s", (why, words) => {
    expect(readView(refused(why, undefined, "T/U", contoso, over))).toContain(words);
  });

  test("what closed by itself names nobody", () => {
    const itself = alertFrom(raised(ofBlindness()), regained());
    expect(readView(refused("already-closed", undefined, "T/U", contoso, itself))).toContain(
      "AL-7 is closed already, at 09:31.",
    );
  });
});

describe("what waits", () => {
  const named = (number: number, ...events: readonly AlertEvent[]) => ({
    ...alertFrom(...events),
    id: `AL-${number}` as AlertId,
  });

  test("the gravest first, then the oldest; who has it, or how to take it", () => {
    const list = alertsList(
      [
        named(1, raised(ofBlindness())),
        named(3, ...sev0, acknowledged()),
        named(2, raised(undefined, 2), seen()),
        named(4, ...sev0, acknowledged(), classified("misuse")),
        named(5, ...alertOf(asDrill)),
      ],
      contoso,
    );
    expect(readView(list).split("\n").slice(1)).toEqual([
      "AL-2: Sev 0 Sign-in without a request: Emergency 1, 09:02. Nobody has it: /breakglass ack AL-2",
      "AL-3: Sev 0 Sign-in without a request: Emergency 1, 09:05. Sam, not classified.",
      "AL-4: Sev 0 Sign-in without a request: Emergency 1, 09:05. Sam, misuse, not closed.",
      "AL-1: Sev 1 Sign-ins are not seen, 09:05. Nobody has it: /breakglass ack AL-1",
      "AL-5: Sev 3 Sign-in in a drill: Emergency 1, 09:05. Nobody has it: /breakglass ack AL-5",
    ]);
  });

  test("what is closed or expected waits for nobody", () => {
    const none = [named(1, raised(ofBlindness()), closed()), named(2, ...alertOf(asApproved))];
    expect(readView(alertsList(none, contoso))).toContain("No alert waits for anybody.");
  });

  test("nothing", () => {
    expect(readView(alertsList([], contoso))).toContain("No alert waits for anybody.");
  });
});

describe("whether the watch sees is said, and never guessed", () => {
  const read = (...of: Parameters<typeof watchFact>) =>
    readView({ ...alertsList([], contoso), lines: [], facts: [watchFact(...of)] }).split("\n")[1];

  test.each<[Parameters<typeof watchFact>[0], string]>([
    [{ state: "none" }, "Sign-in log: not connected: nobody is told of sign-ins."],
    [
      { state: "sees", source: "graph", newest: nine },
      "Sign-in log: Microsoft Graph is read; newest row 09:00.",
    ],
    [
      { state: "sees", source: "log-analytics", newest: undefined },
      "Sign-in log: Log Analytics is read; no row has come yet.",
    ],
    [
      { state: "blind", source: "log-analytics", since: after(2) },
      "Sign-in log: Log Analytics cannot be seen since 09:02. Sign-ins since then are unseen.",
    ],
  ])("$state", (state, words) => {
    expect(read(state)).toBe(words);
  });
});
