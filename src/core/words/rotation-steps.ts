// What a rotation asks for now: how a credential of that kind is renewed, and whose word is missing.
import type { Account, Person } from "../organisation.ts";
import { passwordLimits } from "../password-limits.ts";
import { attestersNeeded, isSuspicious, type Rotation, renewedAt } from "../rotation/state.ts";
import type { Inline, Line } from "../view.ts";
import { list } from "./request.ts";

/** What the words may name. */
export type RotationTold = {
  rotation: Rotation;
  /** Undefined: it is not in the configuration any more. */
  account: Account | undefined;
  /** What it is called. */
  label: string;
  custodians: readonly Person[];
  admins: readonly Person[];
  /** Whom the rules let say now that it was renewed; the account's own custodians first. */
  keepers: readonly Person[];
  /** Who did what is being told. */
  by: Person | undefined;
  person: (id: Person["id"]) => Person;
};

const when = (moment: Temporal.Instant): Inline => ({ moment, show: "date-time" });
const next: Inline = { strong: "Next: " };

/** What is going on, then what to do, in the order in which it is done. */
export function rotationSituation(told: RotationTold): readonly Line[] {
  const { closed, proof } = told.rotation;
  if (closed) return closedWords(told);
  return proof ? provedWords(told) : renewWords(told);
}

/** How to renew it, and how it is then known to be renewed; once somebody says that it is, only who says so too. */
export function renewWords(told: RotationTold): readonly Line[] {
  const { attestations } = told.rotation;
  if (attestations.length > 0) return attestedWords(told);
  const [first = [], ...others] = howToRenew(told);
  return [
    ...stopFirst(told),
    [...nextAfterUse(told), ...people(told.admins, "an admin"), ": ", ...first],
    ...others,
    ...putBack(told),
    [
      told.account?.custody.kind === "certificate"
        ? `Then: Entra does not tell of certificates, so ${attestersNeeded} people who did not use the account attest it: ${attestCommand(told.rotation)}`
        : `Then: I look for the change in Entra, and somebody who did not use the account confirms it. Where Entra cannot show it, ${attestersNeeded} such people attest it: ${attestCommand(told.rotation)}`,
    ],
  ];
}

const attestCommand = ({ id }: Rotation): string => `/breakglass attest ${id} and what you saw`;

const attestedWords = ({ rotation, keepers, person }: RotationTold): readonly Line[] => [
  [
    ...list(rotation.attestations.map(({ by }) => person(by))),
    " attests that it is renewed; nothing in Entra proves it so far.",
  ],
  [next, ...oneOf(keepers), ` looks at it and attests it too: ${attestCommand(rotation)}`],
];

/** It is opened as soon as a part is handed over: another password then would lock out whoever is about to use it. */
function nextAfterUse({ rotation: { reasons, reminded } }: RotationTold): Line {
  const uses = reasons.flatMap((reason) => (reason.kind === "use" ? reason.request : []));
  if (uses.length === 0 || reminded || reasons.some(isSuspicious)) return [next];
  return [{ strong: `Next, once ${uses.join(", ")} ${uses.length === 1 ? "has" : "have"} ended: ` }];
}

/** Whoever is signed in stays so, with a new password too. */
const stopFirst = ({ rotation: { reasons } }: RotationTold): readonly Line[] =>
  reasons.some(isSuspicious)
    ? [[{ strong: "First: " }, "revoke the account's sessions in Entra. Whoever is in stays in until then."]]
    : [];

const inEntra = "Signed in to Entra as yourself, ";
/** What the account itself changes proves nothing: whoever knows the old credential could do the same. */
const notAsTheAccount =
  " Never sign in as the account for it: that is one more use, and its own change proves nothing.";

/** The label in the quotes that a shell leaves alone. */
function print({ label }: Account, parts: number): Line {
  const { usual, mostParts, shortestPart } = passwordLimits;
  if (parts > mostParts) return [`have a new password made, and printed in ${parts} parts.`];
  const length = parts * shortestPart > usual ? ` --length ${parts * shortestPart}` : "";
  const account = `--account '${label.replaceAll("'", "")}'`;
  return [
    "print new sheets on a machine of your own: ",
    { strong: `breakglass password new ${account}${length} --parts ${parts} --pdf | lp` },
  ];
}

const setPassword = (who: string): Line => [
  `${inEntra}reset its password to what is on the sheets${who}. It must not have to be changed at the next sign-in.${notAsTheAccount}`,
];

/** The first line goes on behind who does it. */
function howToRenew({ account }: RotationTold): readonly Line[] {
  switch (account?.custody.kind) {
    case "split-password":
      return [
        print(account, account.custody.parts.length),
        setPassword("; each custodian types their own part"),
      ];
    case "password-and-token":
      return [
        print(account, 1),
        setPassword(""),
        ["Register a new token for it too, and delete the old one."],
      ];
    case "hardware-key":
      return [
        ["take a new key that nobody has used."],
        [`${inEntra}register it for the account, and delete the old one: I look for both.${notAsTheAccount}`],
      ];
    case "certificate":
      return [["have a new certificate made for it, and revoke the old one."]];
    case "vault":
      return [
        ["let the vault make a new password, or take a new key."],
        [`${inEntra}give it to the account; of keys, delete the old one.${notAsTheAccount}`],
      ];
    case undefined:
      return [
        [
          "it is not in the configuration any more. Renew it in Entra all the same, or delete the account there.",
        ],
      ];
  }
}

/** Dave and Erin: envelope A (Safe in Berlin), envelope B (Safe in Munich). */
function putBack({ account, custodians }: RotationTold): readonly Line[] {
  if (!account || account.custody.kind === "vault") return [];
  const parts = account.custody.parts.map(({ name, place }) => `${name} (${place})`).join(", ");
  return [
    [...people(custodians, "its custodians"), `: seal it in its place, and destroy the old one: ${parts}.`],
  ];
}

export const provedWords = ({ rotation, keepers }: RotationTold): readonly Line[] => [
  ["Entra shows the new credential. What it cannot show is that every part is sealed and in its place."],
  [next, ...oneOf(keepers), ` looks at that and confirms it: /breakglass confirm ${rotation.id}`],
];

/** Of the people who may, so many are named. */
const mostNamed = 4;

function oneOf(keepers: readonly Person[]): Line {
  const others = keepers.length - mostNamed;
  if (keepers.length === 0)
    return ["a custodian or an admin who did not use it (the roster has none: an admin must add one)"];
  return [
    ...(keepers.length > 1 ? ["one of "] : []),
    ...list(keepers.slice(0, mostNamed)),
    ...(others > 0 ? [` (or ${others} more)`] : []),
  ];
}

function closedWords({ rotation, person }: RotationTold): readonly Line[] {
  const { closed } = rotation;
  const since = renewedAt(rotation);
  const by = list((closed?.by ?? []).map(person));
  return closed?.how === "proved"
    ? [
        [
          ...by,
          " confirmed it. The credential is another one",
          ...(since ? [" since ", when(since)] : []),
          ".",
        ],
      ]
    : [[...by, " say that it was renewed. ", { strong: "Nothing in Entra proves it." }]];
}

const people = (found: readonly Person[], otherwise: string): Line =>
  found.length > 0 ? list(found) : [otherwise];
