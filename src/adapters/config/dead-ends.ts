// Could the organisation, as the file describes it, do what it is for? Some answers are errors, some are warnings.
import type { PersonId } from "../../core/ids.ts";
import type { Account, Organisation, Person } from "../../core/organisation.ts";
import { couldBeMet } from "../../core/quorum.ts";
import type { Finding } from "./problem.ts";

/** Ways in which no request could ever be approved. */
export function deadEnds(organisation: Organisation): Finding[] {
  const { people, accounts } = organisation;
  const responders = people.filter(({ roles }) => roles.includes("responder"));
  if (responders.length === 0)
    return [
      {
        at: ["people"],
        wrong: "has no responder: nobody can ask",
        right: "Give somebody the role responder",
      },
    ];
  const open = (account: Account, person: Person) => couldBeMet(organisation, account.quorum, person.id);
  const closed = accounts.flatMap((account, i): Finding[] =>
    responders.some((person) => open(account, person))
      ? []
      : [
          {
            at: ["accounts", i],
            wrong: "can never be approved: there are too few approvers besides the requester",
            right:
              "Give more people the role approver (and the groups of the mix), or ask for fewer approvals",
          },
        ],
  );
  if (closed.length > 0) return closed;
  return responders.flatMap((person): Finding[] =>
    accounts.some((account) => open(account, person))
      ? []
      : [
          {
            at: ["people", people.indexOf(person)],
            wrong: "could never get an approval for any account: nobody approves their own request",
            right: "Give somebody else the role approver too",
          },
        ],
  );
}

/** What works, and will not on the day when it is needed. */
export const weaknesses = (organisation: Organisation): Finding[] => [
  ...fewAccounts(organisation),
  ...organisation.accounts.flatMap((account, i) => [
    ...indispensable(organisation, account, i),
    ...weakCustody(account, i),
    ...ownDomain(account, i),
  ]),
  ...unheard(organisation),
  ...firstTier(organisation),
  ...hastyAnswer(organisation),
  ...rareDrills(organisation),
];

const fewAccounts = ({ accounts }: Organisation): Finding[] =>
  accounts.length >= 2
    ? []
    : [
        {
          at: ["accounts"],
          wrong: "has one account only",
          right: "Microsoft advises two or more: one may be locked out too",
        },
      ];

/** Approvers without whom somebody's request could not be approved: on their day off, only `declare` is left. */
function indispensable(organisation: Organisation, account: Account, i: number): Finding[] {
  const responders = organisation.people.filter(({ roles }) => roles.includes("responder"));
  const approvers = organisation.people.filter(({ roles }) => roles.includes("approver"));
  // Those who only ask meet the same approvers, so one of them stands for all.
  const asking = [
    ...responders.filter(({ roles }) => roles.includes("approver")),
    ...responders.filter(({ roles }) => !roles.includes("approver")).slice(0, 1),
  ];
  const without = (away: PersonId): Organisation => ({
    ...organisation,
    people: approvers.filter(({ id }) => id !== away),
  });
  const needed = approvers.filter((approver) =>
    asking.some(({ id }) => !couldBeMet(without(approver.id), account.quorum, id)),
  );
  if (needed.length === 0) return [];
  return [
    {
      at: ["accounts", i],
      wrong: `depends on a single approver: when ${names(organisation, needed)} cannot answer, somebody's request cannot be approved`,
      right: "Give more people the role approver (and the groups of the mix)",
    },
  ];
}

const names = ({ people }: Organisation, of: readonly Person[]): string =>
  of.map((person) => `people[${people.indexOf(person)}]`).join(" or ");

function weakCustody({ custody }: Account, i: number): Finding[] {
  const at = ["accounts", i, "custody", "parts"];
  const holders = new Set(custody.parts.flatMap(({ custodians }) => custodians));
  if (holders.size < 2)
    return [
      {
        at,
        wrong: "is held by one person alone",
        right: "Name a second custodian, for the day the first is away",
      },
    ];
  const split = custody.kind === "split-password" || custody.kind === "password-and-token";
  if (split && custody.parts.length < 2)
    return [{ at, wrong: "has one part only, and this custody has two", right: "List each part by itself" }];
  if (
    split &&
    [...holders].some((holder) => custody.parts.every(({ custodians }) => custodians.includes(holder)))
  )
    return [
      {
        at,
        wrong: "has a custodian who holds every part",
        right: "Let no one person hold all parts of a divided credential",
      },
    ];
  return [];
}

const ownDomain = ({ upn }: Account, i: number): Finding[] =>
  upn.toLowerCase().endsWith(".onmicrosoft.com") || upn.toLowerCase().endsWith(".onmicrosoft.us")
    ? []
    : [
        {
          at: ["accounts", i, "upn"],
          wrong: "is not in the tenant's onmicrosoft.com domain",
          right: "Emergency accounts should need no other domain and no federation",
        },
      ];

/** Without Teams, whoever has no Slack id cannot be heard. */
const unheard = ({ people, teams }: Organisation): Finding[] =>
  people.flatMap((person, i): Finding[] =>
    teams || person.slack
      ? []
      : [
          {
            at: ["people", i],
            wrong: "has no slack id, and there is no Teams",
            right: "Add the Slack id: they cannot be heard",
          },
        ],
  );

function firstTier({ people }: Organisation): Finding[] {
  const approvers = people.filter(({ roles }) => roles.includes("approver"));
  if (approvers.some(({ tier }) => tier === 1)) return [];
  return [
    {
      at: ["people"],
      wrong: "has no approver of tier 1, so nobody is asked at once",
      right: "Let somebody be tier 1",
    },
  ];
}

/** People need time to find a phone. */
const hastyAnswer = ({ policy }: Organisation): Finding[] =>
  policy.answerWithin >= 15
    ? []
    : [
        {
          at: ["policy", "answerWithin"],
          wrong: "is short",
          right: "Leave approvers 15m or more to find a phone",
        },
      ];

/** Days between the validations of an account, as Microsoft asks for them. */
const advisedDrill = 90;

const rareDrills = ({ policy }: Organisation): Finding[] =>
  policy.drillEvery <= advisedDrill * 24 * 60
    ? []
    : [
        {
          at: ["policy", "drillEvery"],
          wrong: "is long",
          right: `Microsoft asks for a validation every ${advisedDrill} days at least`,
        },
      ];
