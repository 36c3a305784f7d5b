import { expect, test } from "vitest";
import { type Alert, foldAlert } from "../../../src/core/alert/state.ts";
import { alertId } from "../../../src/core/ids.ts";
import { defaultPolicy } from "../../../src/core/policy.ts";
import { judge } from "../../../src/core/sign-in/judge.ts";
import { rejudged } from "../../../src/core/sign-in/rejudge.ts";
import type { SignIn } from "../../../src/core/sign-in/row.ts";
import type { Window } from "../../../src/core/sign-in/window.ts";
import { indexWindows } from "../../../src/core/sign-in/window-index.ts";
import { after, first, sam } from "../../kit/cast.ts";
import { failed, signIn, window } from "./kit.ts";

const index = (...windows: readonly Window[]) => indexWindows(windows, defaultPolicy);

function alertOf(rows: readonly SignIn[], ...windows: readonly Window[]): Alert {
  const judgement = rows[0] ? judge(rows[0], index(...windows)) : undefined;
  const alert =
    judgement &&
    foldAlert([
      {
        type: "alert-raised",
        at: after(0),
        alert: alertId(1),
        subject: { kind: "sign-in", account: first.id, ...judgement },
      },
      { type: "sign-ins-seen", at: after(0), rows },
    ]);
  if (!alert) throw new Error("no alert");
  return alert;
}

const told = (alert: Alert, ...windows: readonly Window[]) =>
  rejudged(alert, index(...windows)).map(({ verdict, request, rows }) => [verdict, request, rows.join(" ")]);

test("nothing, when all stands", () => {
  const rows = [signIn(10), signIn(11)];
  expect(told(alertOf(rows))).toEqual([]);
  expect(told(alertOf(rows, window(1, 0, 60)), window(1, 0, 60, { over: true }))).toEqual([]);
});

test("a declaration afterwards explains what matched nothing", () => {
  const rows = [signIn(10, { id: "a" }), signIn(11, { id: "b" })];
  expect(told(alertOf(rows), window(1, 60, 120, { kind: "declared" }))).toEqual([
    ["declared", "BG-1", "a b"],
  ]);
});

test("another request for the same verdict is told too", () => {
  const rows = [signIn(50, { id: "a" })];
  const alert = alertOf(rows, window(2, 40, 60));
  expect(told(alert, window(2, 40, 60), window(1, 30, 90))).toEqual([["approved", "BG-1", "a"]]);
});

test("only the rows that differ, the gravest first", () => {
  const rows = [
    signIn(28, { id: "a" }),
    signIn(33, { id: "b" }),
    signIn(3, { id: "c" }),
    signIn(40, { id: "d" }),
  ];
  const alert = alertOf(rows, window(1, 0, 60));
  const ended = window(1, 0, 30, { over: true });
  expect(told(alert, ended)).toEqual([["outside-window", "BG-1", "b d"]]);
  const others = [window(2, 30, 60, { kind: "declared" }), window(3, 0, 1, { over: true })];
  expect(told(alert, ...others)).toEqual([
    ["declared", "BG-2", "a b d"],
    ["approved", "BG-3", "c"],
  ]);
});

test("an alert that stays grave is not answered anew on its way: a person keeps it", () => {
  const rows = [signIn(20, { id: "a" }), signIn(28, { id: "b" })];
  const outside = alertOf(rows, window(1, 0, 10, { over: true }));
  const answered = foldAlert([{ type: "alert-acknowledged", at: after(30), by: sam.id }], outside);
  if (!answered) throw new Error("no alert");
  const mixed = foldAlert(
    rejudged(answered, index(window(2, 25, 60), window(1, 0, 10, { over: true }))).map((group) => ({
      type: "alert-rejudged" as const,
      at: after(40),
      ...group,
    })),
    answered,
  );
  expect(mixed?.signIns.map(({ verdict }) => verdict)).toEqual(["outside-window", "approved"]);
  expect(mixed?.acknowledged).toBeDefined();
  // now the harmless row becomes the grave one, and the other way round
  const turned = rejudged(mixed as Alert, index(window(3, 15, 24), window(4, 90, 91)));
  expect(turned.map(({ verdict }) => verdict)).toEqual(["outside-window", "approved"]);
  const last = foldAlert(
    turned.map((group) => ({ type: "alert-rejudged" as const, at: after(50), ...group })),
    mixed,
  );
  expect(last?.severity).toBe(0);
  expect(last?.acknowledged).toBeDefined();
});

test("a failed attempt is given its request when the window becomes known", () => {
  const rows = [failed(10, { id: "a" })];
  expect(told(alertOf(rows), window(1, 0, 60))).toEqual([["failed", "BG-1", "a"]]);
});

test("an alert without sign-ins has nothing to judge", () => {
  const blind: Alert = { ...alertOf([signIn(1)]), signIns: [] };
  expect(told(blind, window(1, 0, 60))).toEqual([]);
});
