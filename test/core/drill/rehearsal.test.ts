// A drill and its request: one that came to nothing is let go, so that another may rehearse it.
import { describe, expect, test } from "vitest";
import type { Alert } from "../../../src/core/alert/state.ts";
import type { DrillEvent } from "../../../src/core/drill/events.ts";
import { newsOf } from "../../../src/core/drill/rehearsal.ts";
import { type Drill, foldDrill } from "../../../src/core/drill/state.ts";
import type { RequestId } from "../../../src/core/ids.ts";
import type { RequestEvent } from "../../../src/core/request/events.ts";
import { alertFrom, alertOf, signIn, unmatched } from "../../kit/alert-events.ts";
import { after, alice, bob, dave, first } from "../../kit/cast.ts";
import {
  approved,
  asked,
  declared,
  denied,
  drill as drilled,
  ended,
  granted,
  released,
  id as request,
  signedIn,
} from "../../kit/events.ts";
import { stateOf } from "../../kit/given.ts";
import { asHidden, asRunning, drillFrom, failed, rehearsed } from "./kit.ts";

const day = "2026-11-20T10:00"; // the day before the requests of the cast
const announced = drillFrom(...asRunning, rehearsed(day, request));
const hidden = drillFrom(...asHidden, rehearsed(day, request));

const of = (...events: RequestEvent[]) => [asked(alice, { drill: drilled(true) }), ...events];
const open = of(approved(bob, 5), granted(5, 65));
const lapsed: RequestEvent[] = [...open, { type: "lapsed", at: after(65) }];
/** A row of the window, which came late. */
const lateRow = alertFrom(...alertOf(unmatched, signIn(50)));

const news = (drill: Drill, events: readonly RequestEvent[], ...alerts: Alert[]) =>
  newsOf(
    drill,
    { request: stateOf(...events), alerts, rotations: [], parts: first.custody.parts },
    after(300),
  );
const with_ = (drill: Drill, events: readonly DrillEvent[]): Drill => foldDrill(events, drill) ?? drill;
const kinds = (events: readonly DrillEvent[]) =>
  events.map((event) => (event.type === "milestone-seen" ? event.milestone : event.type));

const over: DrillEvent = { type: "rehearsal-over", at: after(300), request };

describe("a request that is over, and was not used, is let go", () => {
  test.each<[string, RequestEvent[]]>([
    ["denied", of(denied(bob, 5))],
    ["withdrawn", of({ type: "withdrawn", at: after(5), by: alice.id })],
    ["expired", of({ type: "expired", at: after(30) })],
    ["lapsed", lapsed],
    ["ended before anything was handed over", [...open, ended(alice, 20)]],
    ["declared, and never used", of(declared(), ended(undefined, 61))],
  ])("%s", (_, events) => {
    expect(news(announced, events)).toEqual([over]);
  });

  test("with all that was seen of it, and not with what was seen of the drill", () => {
    const seen = with_(announced, news(announced, open));
    expect(Object.keys(seen.seen)).toEqual(["soc-told", "asked", "approved"]);
    const left = with_(seen, news(seen, lapsed));
    expect(left).toMatchObject({ request: undefined, tried: [request] });
    expect(Object.keys(left.seen)).toEqual(["soc-told"]);
    expect(Object.keys(left.steps)).toEqual(["soc-told"]);
  });

  test("once: looked at again, it is not news", () => {
    const left = with_(announced, [over]);
    expect(news(left, lapsed)).toEqual([]);
  });

  test("not by a drill that is over, nor for one that another request rehearses by now", () => {
    expect(news(with_(announced, [failed("2026-11-21T14:00")]), lapsed)).toEqual([]);
    expect(news(with_(announced, [rehearsed(day, "BG-9")]), lapsed)).toEqual([]);
  });
});

describe("one that was used stays the drill's", () => {
  test.each<[string, RequestEvent[]]>([
    ["by what was handed over", [...open, released(dave, "envelope A", 8), ended(alice, 20)]],
    ["by a sign-in", [...open, signedIn(12), ended(alice, 20)]],
  ])("%s", (_, events) => {
    expect(kinds(news(announced, events))).toEqual(["asked", "approved", "ended"]);
  });

  test("by a sign-in that its request must not know of yet", () => {
    expect(kinds(news(hidden, lapsed, lateRow))).toEqual([
      "asked",
      "approved",
      "signed-in",
      "logged",
      "alerted",
      "ended",
    ]);
  });

  test("also when the log told of it after it was let go: it is taken up again", () => {
    const left = with_(hidden, [over]);
    const found = news(left, lapsed, lateRow);
    expect(kinds(found)).toEqual([
      "drill-asked",
      "asked",
      "approved",
      "signed-in",
      "logged",
      "alerted",
      "ended",
    ]);
    const again = with_(left, found);
    expect(again).toMatchObject({ request, tried: [] });
    expect(news(again, lapsed, lateRow)).toEqual([]);
  });
});

test("a new one starts anew, whether or not it was noted that the old one is over", () => {
  const old = with_(announced, news(announced, open));
  for (const before of [old, with_(old, [over])]) {
    const next = with_(before, [rehearsed(day, "BG-9")]);
    expect(next).toMatchObject({ request: "BG-9" as RequestId, tried: [request] });
    expect(Object.keys(next.seen)).toEqual(["soc-told"]);
  }
});
