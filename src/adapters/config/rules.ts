// What must hold between the settings, beyond each one's own shape: who is who, and who is named where.
import type { ConfigFile } from "./file-schema.ts";
import { nearest } from "./nearest.ts";
import { toWorkingHours } from "./organisation.ts";
import { type Finding, type Path, shown } from "./problem.ts";

export const ruleBreaks = (file: ConfigFile): Finding[] => [
  ...platforms(file),
  ...workingHours(file),
  ...identities(file),
  ...accounts(file),
  ...custodians(file),
  ...quorums(file),
];

function platforms({ slack, teams }: ConfigFile): Finding[] {
  if (slack || teams) return [];
  return [{ at: [], wrong: "sets up neither Slack nor Teams", right: 'Add "slack" or "teams", or both' }];
}

/** At least one of the two stands in the file when they do not fit. */
function workingHours({ organisation }: ConfigFile): Finding[] {
  const { from, until } = toWorkingHours(organisation.workingHours);
  if (Temporal.PlainTime.compare(from, until) < 0) return [];
  const key = organisation.workingHours?.until === undefined ? "from" : "until";
  return [
    {
      at: ["organisation", "workingHours", key],
      wrong: "makes the working hours end before they begin",
      right: `from (${shortTime(from)}) must be earlier than until (${shortTime(until)})`,
    },
  ];
}

const shortTime = (time: Temporal.PlainTime): string => time.toString({ smallestUnit: "minute" });

type Claim = { value: string; at: Path; whose: string };

/** One id, one human: an id that two people have would make one of them the other. */
function identities({ people, accounts }: ConfigFile): Finding[] {
  const claims = (of: (person: ConfigFile["people"][number], i: number) => Claim[]) => people.flatMap(of);
  const handles = claims(({ handle }, i) => [
    { value: handle, at: ["people", i, "handle"], whose: `people[${i}]` },
  ]);
  const slackIds = claims(({ slack }, i) =>
    slack ? [{ value: slack, at: ["people", i, "slack"], whose: `people[${i}]` }] : [],
  );
  const objectIds = claims(({ objectIds }, i) =>
    objectIds.map((id, j) => ({
      value: id.toLowerCase(),
      at: ["people", i, "objectIds", j],
      whose: `people[${i}]`,
    })),
  );
  const accountIds = accounts.map(
    ({ objectId }, i): Claim => ({
      value: objectId.toLowerCase(),
      at: ["accounts", i, "objectId"],
      whose: `accounts[${i}]`,
    }),
  );
  return [
    ...twice(handles, "Give each person a handle of their own"),
    ...twice(slackIds, "One Slack member is one person: keep it with the right one"),
    ...twice(
      [...objectIds, ...accountIds],
      "An Entra account is one person's, or an emergency account: keep it in the right place",
    ),
  ];
}

function accounts({ accounts }: ConfigFile): Finding[] {
  const named = (key: "label" | "upn") =>
    accounts.map(
      (account, i): Claim => ({
        value: account[key].toLowerCase(),
        at: ["accounts", i, key],
        whose: `accounts[${i}]`,
      }),
    );
  const parts = accounts.flatMap(({ custody }, i) =>
    twice(
      custody.parts.map(({ name }, j) => ({
        value: name.toLowerCase(),
        at: ["accounts", i, "custody", "parts", j, "name"],
        whose: `accounts[${i}].custody.parts[${j}]`,
      })),
      "Name each part so that it cannot be taken for another",
    ),
  );
  return [
    ...twice(named("label"), "Name each account so that it cannot be taken for another"),
    ...twice(named("upn"), "One account is listed once"),
    ...parts,
  ];
}

function twice(claims: readonly Claim[], right: string): Finding[] {
  const first = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const before = first.get(claim.value);
    if (!before) first.set(claim.value, claim);
    return before ? [{ at: claim.at, wrong: `is the same as that of ${before.whose}`, right }] : [];
  });
}

function custodians({ people, accounts }: ConfigFile): Finding[] {
  const byHandle = new Map(people.map((person) => [person.handle, person]));
  return accounts.flatMap(({ custody }, i) =>
    custody.parts.flatMap((part, j) =>
      part.custodians.flatMap((handle, k): Finding[] => {
        const at = ["accounts", i, "custody", "parts", j, "custodians", k];
        const person = byHandle.get(handle);
        if (!person) {
          const meant = nearest(handle, [...byHandle.keys()]);
          const right = meant ? `Did you mean "${meant}"?` : "Add the person to people, or name another";
          return [{ at, wrong: `names ${shown(handle)}, and no person has that handle`, right }];
        }
        if (!person.roles.includes("custodian"))
          return [
            {
              at,
              wrong: `names ${shown(handle)}, who is no custodian`,
              right: "Add custodian to that person's roles",
            },
          ];
        if (part.custodians.indexOf(handle) < k)
          return [{ at, wrong: `names ${shown(handle)} a second time`, right: "Name each custodian once" }];
        return [];
      }),
    ),
  );
}

function quorums({ people, accounts }: ConfigFile): Finding[] {
  const groups = new Set(
    people.flatMap(({ roles, groups }) => (roles.includes("approver") ? (groups ?? []) : [])),
  );
  return accounts.flatMap(({ quorum }, i) => {
    const mix = quorum?.mix ?? [];
    const strangers = mix.flatMap((group, j): Finding[] => {
      if (groups.has(group)) return [];
      const meant = nearest(group, [...groups]);
      const right = meant
        ? `Did you mean "${meant}"?`
        : "Add the group to an approver, or take it out of the mix";
      return [
        {
          at: ["accounts", i, "quorum", "mix", j],
          wrong: `names ${shown(group)}, a group without approvers`,
          right,
        },
      ];
    });
    const few: Finding[] =
      quorum?.approvals !== undefined && quorum.approvals < mix.length
        ? [
            {
              at: ["accounts", i, "quorum", "approvals"],
              wrong: `is less than the ${mix.length} people of its mix`,
              right: `Write ${mix.length}, or leave it out`,
            },
          ]
        : [];
    return [...strangers, ...few];
  });
}
