// Are enough different people agreed? One person counts once, however many groups they are in.
import type { PersonId } from "./ids.ts";
import type { Organisation, Quorum } from "./organisation.ts";

type Voice = { by: PersonId; groups: readonly string[] };

/** `approvals` distinct people, and for each group of the mix one person of that group, each another one. */
export function isMet(quorum: Quorum, voices: readonly Voice[]): boolean {
  const people = [...new Map(voices.map((voice) => [voice.by, voice])).values()];
  return people.length >= quorum.approvals && covers(quorum.mix, people);
}

/** Can each group be given a person of its own? Tries every way: a mix has two or three groups. */
function covers(mix: readonly string[], people: readonly Voice[]): boolean {
  const [group, ...rest] = mix;
  if (group === undefined) return true;
  return people.some(
    (person) =>
      person.groups.includes(group) &&
      covers(
        rest,
        people.filter((other) => other !== person),
      ),
  );
}

/** Could the approvers of today meet the quorum, if this person asked? */
export const couldBeMet = (organisation: Organisation, quorum: Quorum, requester: PersonId): boolean =>
  isMet(
    quorum,
    organisation.people
      .filter(({ id, roles }) => id !== requester && roles.includes("approver"))
      .map(({ id, groups }) => ({ by: id, groups })),
  );
