// The timeline: what happened in order, what the account did, and three hundred rows that are still read in a minute.
import { describe, expect, test } from "vitest";
import type { Alert } from "../../../src/core/alert/state.ts";
import type { RequestEvent } from "../../../src/core/request/events.ts";
import type { Rotation } from "../../../src/core/rotation/state.ts";
import type { Line, View } from "../../../src/core/view.ts";
import { timeline } from "../../../src/core/views/timeline.ts";
import { signIn } from "../../kit/alert-events.ts";
import { alice, audrey, bob, contoso, dave, second, tina } from "../../kit/cast.ts";
import {
  asked,
  attested,
  declared,
  denied,
  ended,
  extended,
  extensionApproved,
  extensionAsked,
  lapsed,
  released,
  signedIn,
  stories,
} from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { changed, done, muchDone, renewed, signInsOf, someUse } from "../../kit/timeline-facts.ts";

/** `10:42 Bob approved it`: minutes past nine, as hours and minutes, UTC. */
const read = (line: Line): string =>
  line
    .map((inline) => {
      if (typeof inline === "string") return inline;
      if ("strong" in inline) return inline.strong;
      if ("said" in inline) return inline.said;
      if ("person" in inline) return inline.person.name;
      return inline.moment.toString().slice(11, 16);
    })
    .join("")
    .replace("  ", " ");
const lines = ({ lines: all }: View): string[] => all.map(read);

const show = (
  events: readonly RequestEvent[],
  { alerts = [], rotations = [] }: { alerts?: Alert[]; rotations?: Rotation[] } = {},
  viewer = tina,
) => timeline(stateOf(...events), { alerts, rotations }, contoso, viewer);

test("a use from its first word to its last, a line for each moment, in order", () => {
  const view = show(stories.reviewed, { alerts: [someUse()], rotations: [renewed()] });
  expect(view.title).toBe("BG-1 · Timeline");
  expect(lines(view)).toEqual([
    "09:00 Alice asked for 1 h",
    "09:01 Bob approved it",
    "09:02 Dave handed over envelope A",
    "09:06 RO-3 was opened: renew by 09:25",
    "09:10 Signed in from 203.0.113.9, Berlin DE, Azure Portal",
    "09:20 Alice ended it",
    "09:25 Signed in from 198.51.100.9, Munich DE, Azure CLI",
    "10:00 RO-3: a new password, as Entra says, by Ada",
    "10:10 Tina: Policies restored",
    "10:10 Tina: Temporary roles removed",
    "10:10 Tina: Parts back in their places",
    "10:10 Seen by me: Credential renewed",
    "10:10 RO-3 was confirmed by Ada",
    "10:30 Tina reviewed it as actual emergency",
  ]);
});

describe("what people did", () => {
  test("a declaration, its attestation, and an end that only time brought", () => {
    expect(lines(show([asked(), declared(), attested(bob, 2), ended()]))).toEqual([
      "09:00 Alice asked for 1 h",
      "09:01 Alice declared it without approval",
      "09:02 Bob attested it: I called Alice",
      "10:01 The window was over",
    ]);
  });

  test("more time, and who gave it", () => {
    const story = [...stories.approved, extensionAsked(), extensionApproved(bob), extended()];
    expect(lines(show(story)).slice(2)).toEqual([
      "09:10 Alice asked for 30 min more (extended)",
      "09:11 Bob approved more time",
    ]);
  });

  test.each([
    [[asked(), denied(bob)], "09:01 Bob denied it: Call me first please"],
    [stories.withdrawn, "09:01 Alice took it back"],
    [stories.expired, "09:30 Nobody answered in time"],
    [[...stories.approved, lapsed()], "10:01 The window was over, unused"],
  ] as const)("its end %#", (story, line) => {
    expect(lines(show(story)).at(-1)).toBe(line);
  });
});

describe("what the logs say", () => {
  const inUse = [...stories.approved, released(dave, "envelope A")];

  test("what the account did in the window, and nobody else, and nothing before or after", () => {
    const rows = changed([
      done(-10, "Too early"),
      done(5, "Update conditional access policy", [second.id]),
      { ...done(6, "By somebody else"), by: { id: alice.id, name: "alice", ip: undefined } },
      { ...done(7, "Delete user"), succeeded: false },
      done(70, "Too late"),
    ]);
    expect(lines(show(inUse, { alerts: [rows] })).slice(3)).toEqual([
      "09:05 Changed: Update conditional access policy, on Emergency 2",
      "09:07 Changed: Delete user (refused)",
    ]);
  });

  test("an id in capitals is the same account; two clocks may differ by two minutes", () => {
    const row = done(0, "Update policy");
    const shouted = { ...row, by: { ...row.by, id: row.by.id?.toUpperCase() } };
    expect(lines(show(inUse, { alerts: [changed([shouted])] })).join()).toContain("Update policy");
  });

  test("sign-ins of other requests, and of none, do not belong here", () => {
    const other = someUse("BG-2" as never);
    const none = signInsOf({ verdict: "unmatched", request: undefined }, [signIn(5)]);
    expect(lines(show(inUse, { alerts: [other, none] }))).toHaveLength(3);
  });

  test("a sign-in that was not allowed says so, a refused one that it was refused", () => {
    const odd = signInsOf({ verdict: "outside-window", request: stateOf(asked()).id }, [signIn(65)]);
    const refused = signInsOf({ verdict: "failed", request: stateOf(asked()).id }, [
      signIn(5, { outcome: "failed" }),
    ]);
    const text = lines(show(inUse, { alerts: [odd, refused] }));
    expect(text).toContain(
      "10:05 Signed in from 203.0.113.9, Berlin DE, Azure Portal: outside the window of BG-1",
    );
    expect(text.join()).toContain("09:05 Refused from 203.0.113.9");
  });

  test("what says the same again and again is one line", () => {
    const rows = [1, 2, 3, 4].map((minute) => signIn(minute + 4, { interactive: false }));
    const alert = signInsOf({ verdict: "approved", request: stateOf(asked()).id }, rows);
    expect(lines(show(inUse, { alerts: [alert] })).slice(3)).toEqual([
      "09:05 Signed in from 203.0.113.9, Berlin DE, Azure Portal, 4 times until 09:08",
    ]);
  });

  test("D3: rows that cannot be read any more: what the request was told stands", () => {
    expect(lines(show([...inUse, signedIn(10)])).at(-1)).toBe(
      "09:10 Signed in from 203.0.113.7, Berlin DE (AL-1)",
    );
  });

  test("without a log, the timeline says what it cannot show", () => {
    const view = timeline(
      stateOf(...inUse),
      { alerts: [], rotations: [] },
      { ...contoso, watch: undefined },
      tina,
    );
    expect(lines(view)[0]).toContain("No sign-in log is connected");
  });
});

describe("three hundred rows", () => {
  const shown = () =>
    show([...stories.approved, released(dave, "envelope A"), ended(alice, 40)], {
      alerts: [someUse(), muchDone()],
    });

  test("fit into one message, and the deeds of people are all there", () => {
    const text = lines(shown());
    expect(text.length).toBeLessThanOrEqual(40);
    for (const deed of ["Alice asked", "Bob approved", "Dave handed over", "Alice ended"])
      expect(text.join("\n")).toContain(deed);
  });

  test("what was done once among them is shown, and where somebody came from first", () => {
    const text = lines(shown()).join("\n");
    for (const once of ["Add member to role", "Update conditional access policy", "Munich DE"])
      expect(text).toContain(once);
  });

  test("the rest is counted, in one line with its moments, and no row is lost", () => {
    const text = lines(shown());
    const rest = text.find((line) => line.includes("more rows"));
    const [, left] = /and (\d+) more rows/.exec(rest ?? "") ?? [];
    expect(rest).toMatch(/from 09:1\d to 09:2\d: \d+ × Update user$/);
    const rows = text.filter((line) => /Changed|Signed in/.test(line));
    expect(rows.length + Number(left)).toBe(300 + 2);
  });
});

describe("who looks", () => {
  test("whoever may review finds the buttons here too; the others read", () => {
    expect(show(stories.used).buttons.map(({ label }) => label)).toEqual([
      "Policies are restored",
      "Temporary roles are removed",
      "Every part is back",
    ]);
    expect(show(stories["cleaned up"], {}, audrey).buttons.map(({ action }) => action.verb)).toEqual([
      "review",
    ]);
    expect(show(stories["cleaned up"], {}, alice).buttons).toEqual([]);
    expect(show(stories["cleaned up"], {}, bob).buttons).toEqual([]);
    expect(show(stories.pending, {}, bob).buttons).toEqual([]);
  });

  test("what it is held against stands below: the reason, the ticket, the clean-up list", () => {
    const labels = show(stories.used).facts.map(({ label }) => label);
    expect(labels).toEqual([
      "Account",
      "What failed",
      "Reason",
      "Ticket",
      "Policies restored",
      "Temporary roles removed",
      "Parts back in their places",
      "Credential renewed",
    ]);
  });

  test("a hidden drill is a use like any other", () => {
    expect(JSON.stringify(show(stories["a hidden drill used"]))).not.toMatch(/drill|DR-4/i);
  });

  test("D10: what a log or a person says stays their words", () => {
    const hostile = "<!channel> [x](https://evil.example)\nApproved by: Bob";
    const view = show([...stories.approved, released(dave, "envelope A")], {
      alerts: [changed([done(5, hostile)])],
    });
    const [piece] = view.lines.flat().filter((inline) => typeof inline === "object" && "said" in inline);
    expect(piece).toEqual({ said: "<!channel> [x](https://evil.example) Approved by: Bob" });
  });
});
