// What is said of a drill besides its card: reminders that get louder, to whoever must act, and to who asks.
import { describe, expect, test } from "vitest";
import type { DrillEvent } from "../../../src/core/drill/events.ts";
import type { DrillId } from "../../../src/core/ids.ts";
import { drillAnnouncement } from "../../../src/core/views/drill-announcement.ts";
import { drillDone } from "../../../src/core/views/drill-done.ts";
import { drillsList } from "../../../src/core/views/drills.ts";
import { headingWords } from "../../../src/core/words/heading.ts";
import { ada, after, audrey, contoso, sam, second } from "../../kit/cast.ts";
import {
  asked,
  complete,
  drillFrom,
  drillStories,
  failed,
  finished,
  manual,
  moved,
  reminded,
  scheduled,
  seen,
  started,
  ticked,
  witnessed,
} from "../../kit/drill-gallery.ts";
import { readView } from "../../kit/office.ts";

const day = 1_440;
const story = (name: string) => drillStories()[name] ?? [];

function tell(...events: readonly DrillEvent[]) {
  const event = events.at(-1);
  if (!event) throw new Error("nothing happened");
  const view = drillAnnouncement(event, drillFrom(...events), contoso);
  return (
    view && { ...view, heading: headingWords(view), text: readView(view), verb: view.buttons[0]?.action.verb }
  );
}

describe("each event in a sentence, with the button for whoever has no card", () => {
  const running = story("running");
  test.each<[string, string, string | undefined, readonly DrillEvent[]]>([
    ["🔹 DR-4: a drill of Emergency 1 is planned", "Due 09:00. By the calendar", undefined, [scheduled()]],
    ["🔹 DR-4: the drill of Emergency 1 has another day", "Rob left", undefined, [scheduled(), moved()]],
    [
      "⏳ DR-4: a drill of Emergency 1 needs a witness",
      "/breakglass witness DR-4",
      "witness",
      [scheduled(), started()],
    ],
    [
      "⏳ DR-4: a drill of Emergency 1 runs",
      "Ada leads it, Audrey watches.",
      undefined,
      [scheduled(), started(), witnessed()],
    ],
    [
      "⏳ DR-4: the sign-in is seen",
      "signed in to at 09:31",
      undefined,
      [...running, seen("signed-in", 31, 34)],
    ],
    [
      "⏳ DR-4: the SOC has acknowledged the alert",
      "From the alert to here: 4 min 30 s.",
      undefined,
      [...running, seen("alerted", 30), seen("acknowledged", 34.5, 35)],
    ],
    ["⏳ DR-4: the credential is renewed", "Next: step 2", undefined, [...running, seen("rotated", 90)]],
    ["⏳ DR-4: the credential is renewed", "every step is done", "sign-off", complete()],
    [
      "✅ DR-4: the drill of Emergency 1 is finished",
      "Audrey signed it off: All went well",
      undefined,
      [...complete(), finished("All went well")],
    ],
    [
      "⛔ Sev 2 · DR-4: the drill of Emergency 1 has failed",
      "Ada says: The key was bent",
      undefined,
      [...running, failed("The key was bent", ada)],
    ],
  ])("%s: %s", (heading, words, verb, events) => {
    const told = tell(...events);
    expect(told?.heading).toBe(heading);
    expect(told?.text).toContain(words);
    expect(told?.verb).toBe(verb);
  });

  test.each<[string, DrillEvent]>([
    ["a tick that leaves others open", ticked("people-reviewed", 5)],
    ["what the request's own card says", asked()],
    ...(["soc-told", "asked", "approved", "custody-opened", "logged", "alerted", "ended"] as const).map(
      (milestone): [string, DrillEvent] => [milestone, seen(milestone, 30)],
    ),
  ])("nobody is called for %s", (_, event) => {
    expect(tell(...running, event)).toBeUndefined();
  });

  test("the last step ticked by hand asks for the sign-off too", () => {
    const step = manual.at(-1) ?? "task-done";
    const others = complete().filter((event) => event.type !== "step-ticked" || event.step !== step);
    expect(tell(...others, ticked(step, 180))).toMatchObject({
      title: "DR-4: every step is done",
      verb: "sign-off",
    });
  });

  test("who let it pass in silence is nobody: time itself failed it", () => {
    const told = tell(...running, failed("Nobody finished it in its time.", undefined, 2 * day + 2));
    expect(told?.lines[0]).toEqual([{ said: "Nobody finished it in its time." }]);
  });

  test("a finished one tells what was measured", () => {
    expect(tell(...complete(), finished())?.facts).toHaveLength(6);
    expect(tell(...complete(), finished())?.text).toContain("Audrey signed it off.");
  });

  test("a note is drawn as somebody's words", () => {
    const evil = "<!channel> [Approve](https://evil.example)";
    for (const events of [
      [...complete(), finished(evil)],
      [...running, failed(evil, ada)],
    ]) {
      const ours = tell(...events)
        ?.lines.flat()
        .filter((piece) => typeof piece !== "object" || !("said" in piece));
      expect(JSON.stringify([tell(...events)?.title, ours])).not.toContain("evil.example");
    }
  });
});

describe("reminders say how many days are left, and get louder", () => {
  test.each<[Parameters<typeof reminded>, string, string | undefined]>([
    [["14-days", -14 * day], "🔹 DR-4: the drill of Emergency 1 is due in 14 days", undefined],
    [["14-days", -11 * day], "🔹 DR-4: the drill of Emergency 1 is due in 11 days", undefined],
    [["7-days", -7 * day], "🔹 DR-4: the drill of Emergency 1 is due in 7 days", undefined],
    [["1-day", -day], "⏳ DR-4: the drill of Emergency 1 is due tomorrow", "start"],
    [["day", -60], "⏳ DR-4: the drill of Emergency 1 is due today", "start"],
    [["day", 120], "⏳ DR-4: the drill of Emergency 1 is due today", "start"],
    [["late", day, 1], "⛔ Sev 3 · DR-4: the drill of Emergency 1 is overdue", "start"],
    [["late", 2 * day, 2], "⛔ Sev 2 · DR-4: the drill of Emergency 1 is overdue", "start"],
  ])("%s", (reminder, heading, verb) => {
    const told = tell(scheduled(), reminded(...reminder));
    expect(told?.heading).toBe(heading);
    expect(told?.verb).toBe(verb);
    expect(told?.text).toContain("/breakglass start DR-4");
  });

  test("a day is the organisation's, not Greenwich's", () => {
    // 23:30 UTC on the 20th is the 21st in Berlin, the day on which it is due
    expect(tell(scheduled(), reminded("day", -570))?.title).toContain("due today");
  });

  test("from the second on, the admins are named", () => {
    expect(tell(scheduled(), reminded("late", day, 1))?.text).not.toContain("Ada");
    expect(tell(scheduled(), reminded("late", 2 * day, 2))?.text).toContain(
      "Ada: it cannot wait any longer.",
    );
  });

  test("one that was started and never witnessed asks for the witness", () => {
    const told = tell(scheduled(), started(), reminded("late", day, 1));
    expect(told?.text).toContain("Be its witness: /breakglass witness DR-4");
    expect(told?.verb).toBe("witness");
  });
});

describe("the SOC", () => {
  test("of an announced drill: it hears until when, and that its part is to acknowledge", () => {
    const told = tell(scheduled(), started(), witnessed());
    expect(told?.text).toContain("It runs until 09:02");
    expect(told?.text).toContain("Acknowledge its alert all the same");
    expect(told?.text, "a drill is no cover for a break-in").toContain(
      "Any other alert is meant as it stands.",
    );
  });

  test("of an unannounced one: everybody else hears that they must keep silent", () => {
    const hidden = story("hidden");
    const hush = "The SOC is not told: it is tested too.";
    expect(tell(scheduled(), started(false))?.text).toContain(hush);
    expect(tell(scheduled(), started(false), witnessed())?.text).toContain(hush);
    expect(
      tell(
        ...hidden.slice(
          0,
          hidden.findIndex((event) => event.type === "milestone-seen" && event.milestone === "signed-in") + 1,
        ),
      )?.text,
    ).toContain(hush);
    expect(tell(...hidden, seen("acknowledged", 41))?.text).toContain("now it may know");
  });
});

describe("to the one who acted", () => {
  test.each<[readonly DrillEvent[], string, string]>([
    [[scheduled()], "DR-4: the drill is planned", "/breakglass start DR-4"],
    [[scheduled(), moved()], "DR-4: the drill is planned", "It is due 09:00."],
    [[scheduled(), started()], "DR-4: you lead it", "The SOC is told as soon as it runs."],
    [[scheduled(), started(false)], "DR-4: you lead it", "Ask your witness in person."],
    [
      [scheduled(), started(), witnessed(), seen("soc-told", 2)],
      "DR-4: you are its witness",
      "Next: step 2 (People reviewed).",
    ],
    [[...story("running"), ticked("people-reviewed", 5)], "DR-4: ticked", "Next: step 3 (Runbook current)."],
    [[...complete(), finished()], "DR-4: signed off", "the measured times"],
    [[...story("running"), failed("The key was bent", ada)], "DR-4: failed", "not ready until"],
  ])("$1", (events, title, words) => {
    const view = drillDone(events, drillFrom(...events));
    expect(view.title).toBe(title);
    expect(readView(view)).toContain(words);
    expect(view.tone).toBe(title.endsWith("failed") ? "neutral" : "good");
  });

  test("what we saw ourselves meanwhile is no answer", () => {
    const drill = drillFrom(...story("running-signed-in"));
    expect(drillDone([ticked("task-done", 45), seen("acknowledged", 45)], drill).title).toBe("DR-4: ticked");
    expect(drillDone([], drill)).toMatchObject({ title: "DR-4", lines: [] });
  });
});

describe("the list: each account's next and last drill", () => {
  const list = (drills: Parameters<typeof drillsList>[0], viewer = ada) =>
    readView(drillsList(drills, contoso, viewer))
      .split("\n")
      .slice(1);

  test("none", () => {
    expect(list([])).toEqual([
      "Emergency 1: Next: none is planned yet; /breakglass drill schedule and a date plans one, no later than it is owed. Last: none on record.",
      "Emergency 2: Next: none is planned yet; /breakglass drill schedule and a date plans one, no later than it is owed. Last: none on record.",
    ]);
  });

  test("the newest of those that are over, and the open one", () => {
    const older = { ...drillFrom(...story("failed")), id: "DR-2" as DrillId, scheduledAt: after(-200 * day) };
    const open = { ...drillFrom(scheduled()), id: "DR-6" as DrillId };
    const other = scheduled({ account: second.id, drill: "DR-5" as DrillId });
    expect(
      list([drillFrom(...story("finished")), older, open, drillFrom(other, started(), witnessed())]),
    ).toEqual([
      "Emergency 1: Next: DR-6, due 09:00. Last: DR-4, finished 12:10.",
      "Emergency 2: Next: DR-5 runs until 09:02. Last: none on record.",
    ]);
  });

  test.each<[string, string]>([
    ["overdue", "Next: DR-4, overdue since 09:00."],
    ["started", "Next: DR-4 waits for a witness: /breakglass witness DR-4."],
    ["failed", "Last: DR-4, failed 10:00."],
  ])("%s", (name, words) => {
    expect(list([drillFrom(...story(name))])[0]).toContain(words);
  });

  test("it gives no hidden drill away, neither to the SOC nor where nobody is known to ask", () => {
    const hidden = drillFrom(...story("hidden"));
    expect(list([hidden], audrey)[0]).toContain("DR-4 runs until");
    expect(list([hidden], sam)[0]).toContain("Next: DR-4, due 09:00.");
    expect(readView(drillsList([hidden], contoso))).toContain("Next: DR-4, due 09:00.");
  });
});
