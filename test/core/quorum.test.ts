// How many people are enough, and who could be: people are counted, never accounts, groups or clicks.
import { describe, expect, test } from "vitest";
import type { Person } from "../../src/core/organisation.ts";
import { couldBeMet, isMet } from "../../src/core/quorum.ts";
import { alice, bob, carol, contoso, first, people, rob, second, tina } from "../kit/cast.ts";

const voices = (...of: Person[]) => of.map(({ id, groups }) => ({ by: id, groups }));
const of = (approvals: number, ...mix: string[]) => ({ approvals, mix });

describe("counting people", () => {
  test("N means N different people", () => {
    expect(isMet(of(1), [])).toBe(false);
    expect(isMet(of(1), voices(bob))).toBe(true);
    expect(isMet(of(2), voices(bob))).toBe(false);
    expect(isMet(of(2), voices(bob, carol))).toBe(true);
    expect(isMet(of(3), voices(bob, carol, bob))).toBe(false);
  });

  test("A8: one person's many clicks count once", () => {
    expect(isMet(of(2), voices(bob, bob, bob))).toBe(false);
  });

  test("A8: one person in two groups fills one place of a mix", () => {
    expect(isMet(of(2, "security", "identity"), voices(tina))).toBe(false);
    expect(isMet(of(2, "security", "identity"), voices(tina, tina))).toBe(false);
    expect(isMet(of(1, "security", "identity"), voices(tina))).toBe(false);
  });

  test("A8: the person of both groups leaves the other's only place to the other, in any order", () => {
    expect(isMet(of(2, "security", "identity"), voices(tina, bob))).toBe(true);
    expect(isMet(of(2, "security", "identity"), voices(bob, tina))).toBe(true);
    expect(isMet(of(2, "identity", "security"), voices(tina, carol))).toBe(true);
    expect(isMet(of(2, "identity", "security"), voices(carol, tina))).toBe(true);
  });

  test("a mix is not met by numbers alone", () => {
    expect(isMet(of(2, "security", "identity"), voices(bob, rob))).toBe(false);
    expect(isMet(of(2, "security", "security"), voices(bob, carol))).toBe(false);
    expect(isMet(of(2, "security", "security"), voices(bob, tina))).toBe(true);
  });

  test("A8: with three groups, a third voice may still fit where two did not", () => {
    const mix = of(3, "security", "identity", "security");
    expect(isMet(mix, voices(bob, tina))).toBe(false);
    expect(isMet(mix, voices(bob, tina, carol))).toBe(true);
    expect(isMet(mix, voices(bob, carol, rob, tina))).toBe(true);
  });

  test("a number above the mix asks for more people of any group", () => {
    expect(isMet(of(3, "security"), voices(bob, carol))).toBe(false);
    expect(isMet(of(3, "security"), voices(bob, carol, rob))).toBe(true);
  });
});

describe("could today's approvers meet it?", () => {
  test("with the cast, both accounts can be approved", () => {
    expect(couldBeMet(contoso, first.quorum, alice.id)).toBe(true);
    expect(couldBeMet(contoso, second.quorum, alice.id)).toBe(true);
  });

  test("A9: the requester never counts towards their own request", () => {
    const small = { ...contoso, people: [alice, carol] };
    expect(couldBeMet(small, first.quorum, alice.id)).toBe(true);
    expect(couldBeMet(small, first.quorum, carol.id)).toBe(false);
  });

  test("A11: nobody who may approve is nobody, not anybody", () => {
    expect(couldBeMet({ ...contoso, people: [alice, rob] }, first.quorum, alice.id)).toBe(false);
    expect(couldBeMet({ ...contoso, people: [] }, first.quorum, alice.id)).toBe(false);
  });

  test("A14: a group that nobody is in any more cannot be met, and is known at once", () => {
    const without = people.map((person) => ({
      ...person,
      groups: person.groups.filter((group) => group !== "identity"),
    }));
    expect(couldBeMet({ ...contoso, people: without }, second.quorum, alice.id)).toBe(false);
    expect(couldBeMet({ ...contoso, people: without }, first.quorum, alice.id)).toBe(true);
  });

  test("tier 2 counts: it is asked later, not less", () => {
    expect(couldBeMet({ ...contoso, people: [alice, tina] }, first.quorum, alice.id)).toBe(true);
  });
});
