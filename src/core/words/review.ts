// What is said about the review of a use: the clean-up list, who signs it off, and that nobody has yet.
import { said } from "../mask.ts";
import type { Person } from "../organisation.ts";
import type { CleanUp, RequestEvent } from "../request/events.ts";
import { cleanUpLeft, isOver, isSignedOffElsewhere, type Request } from "../request/state.ts";
import type { Button, Inline, Line } from "../view.ts";
import { classWords } from "./alert.ts";

export const cleanUpWords: Record<CleanUp, string> = {
  "policies-restored": "Policies restored",
  "roles-removed": "Temporary roles removed",
  "parts-returned": "Parts back in their places",
  "credential-rotated": "Credential renewed",
};

/** 30 characters at most. What the bot sees itself has no button. */
export const cleanUpLabels: Record<CleanUp, string> = {
  "policies-restored": "Policies are restored",
  "roles-removed": "Temporary roles are removed",
  "parts-returned": "Every part is back",
  "credential-rotated": "Credential is renewed",
};

export const reviewLabels = { review: "Review", drill: "Drill" };

export const cleanUpState = {
  left: "not yet",
  leftToBot: "not yet; I see it when the rotation is confirmed",
  seen: "seen by me, ",
};

export const reviewButtonWords: Record<"clean-up" | "review", Omit<Button, "action" | "form">> = {
  "clean-up": { label: "Put right", style: "plain" },
  review: { label: "Review and sign off", style: "primary" },
};

export const drillWords = {
  /** In front of a title. */
  card: (title: string): string => `Drill: ${title}`,
  announcement: (title: string): string => `Drill · ${title}`,
  situation: (id: string): Line => [
    { strong: `This is a drill (${id}). ` },
    "Do everything as in an emergency.",
  ],
  signOff: (id: string): Line => [`The drill's own sign-off is its review: /breakglass status ${id}`],
};

/** What is left to do about a use that is over, or who has signed it off. `due`: undefined when no review is owed. */
export function reviewSituation(
  request: Request,
  due: Temporal.Instant | undefined,
  reviewer: Person | undefined,
): readonly Line[] {
  const { id, reviewed, drill } = request;
  if (drill?.known && isSignedOffElsewhere(request))
    return isOver(request) ? [drillWords.signOff(drill.id)] : [];
  if (reviewed && reviewer)
    return [["Reviewed by ", { person: reviewer }, ` as ${classWords[reviewed.class]}.`]];
  if (!due) return [];
  return [
    [
      "Review it by ",
      { moment: due, show: "date-time" },
      ": somebody who neither asked nor alone approved compares what was done with the reason ",
      `(/breakglass timeline ${id}), ticks what is put right, and signs it off.`,
    ],
  ];
}

/** At the head of the form; `id` is missing where the form opens before anything is known. */
export const reviewIntroduction = (id: string | undefined): Line => [
  `Compare what was done with the reason; /breakglass timeline ${id ?? "BG-12"} shows all of it.`,
];

export const reviewFormWords = {
  asked: " asked for ",
  for: ": ",
  approved: "Approved by ",
  declared: "Declared without approval",
  attested: ", attested by ",
  notAttested: ", not attested",
  used: "It could be used from ",
  to: " to ",
  handedOver: (count: number): string => `; ${count} ${count === 1 ? "part" : "parts"} handed over`,
  signedIn: (count: number): string =>
    count === 0 ? "; no sign-in was seen." : `; ${count} ${count === 1 ? "burst" : "bursts"} of sign-ins.`,
};

/** Behind the word that a use has ended. */
export const reviewOwed = ({ id }: Request): Line => [
  `Then it is reviewed by somebody who neither asked nor alone approved: /breakglass timeline ${id}`,
];

/** To the one who ticked or signed off, privately. */
export const reviewAnswerWords = {
  "cleaned-up": {
    title: ({ id }: Request) => `${id}: noted`,
    lines: (request: Request): Line[] => {
      const left = cleanUpLeft(request).map((item) => cleanUpWords[item]);
      return [
        left.length > 0
          ? [`Still open: ${left.join(", ")}.`]
          : [`All of it is put right. Sign it off: /breakglass review ${request.id}`],
      ];
    },
  },
  reviewed: {
    title: ({ id }: Request) => `${id}: reviewed`,
    lines: (): Line[] => [["Thank you. Nothing more is owed on this use; the requester is told."]],
  },
};

type Told = { request: Request; account: string; by: Person | undefined };
type Words = { title: string; lines: readonly Line[] };

/** Of the events of a review, those that are told. */
export const reviewEventWords = {
  "review-reminded": (
    { number }: Extract<RequestEvent, { type: "review-reminded" }>,
    { request, account }: Told,
  ): Words => {
    const { id, outcome } = request;
    const left = cleanUpLeft(request);
    return {
      title: `${id} is not reviewed`,
      lines: [
        [
          `${account} was used`,
          ...(outcome ? [" until ", { moment: outcome.at, show: "date-time" } as const] : []),
          `, and nobody has signed it off. This is reminder ${number}.`,
        ],
        ...(left.length > 0 ? [[`Still open: ${left.map((item) => cleanUpWords[item]).join(", ")}.`]] : []),
        [`What happened: /breakglass timeline ${id}. Then: /breakglass review ${id}`],
      ],
    };
  },
  reviewed: (event: Extract<RequestEvent, { type: "reviewed" }>, { request, by }: Told): Words => ({
    title: `${request.id} is reviewed`,
    lines: [[...named(by), ` looked at all of it. It was: ${classWords[event.class]}. `, said(event.note)]],
  }),
};

const named = (person: Person | undefined): Inline[] => [person ? { person } : "Somebody"];
