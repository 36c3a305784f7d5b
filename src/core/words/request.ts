// What is said about a request: on its card, below it when something happens, and to the one who acted.
import { said } from "../mask.ts";
import type { Account, Person } from "../organisation.ts";
import type { RequestEvent } from "../request/events.ts";
import { isUnreviewed, type Request, type Status, waitingExtension } from "../request/state.ts";
import type { Inline, Line, Tone } from "../view.ts";
import { drillWords, reviewEventWords, reviewOwed } from "./review.ts";

type Titled = { title: string; tone: Tone };

export const statusWords: Record<Status, Titled> = {
  pending: { title: "Approval needed", tone: "waiting" },
  approved: { title: "Approved, in use", tone: "good" },
  declared: { title: "Declared, in use without approval", tone: "alarm" },
  denied: { title: "Denied", tone: "bad" },
  withdrawn: { title: "Withdrawn", tone: "neutral" },
  expired: { title: "Expired, nobody answered", tone: "bad" },
  lapsed: { title: "Lapsed, never used", tone: "neutral" },
  ended: { title: "Ended", tone: "neutral" },
};

/** The card's title. That it is a drill is said only where the SOC knows it too: cards are seen by many. */
export function cardTitle(request: Request): Titled {
  const { title, tone } = reviewTitle(request, standing(request));
  return { title: request.drill?.known ? drillWords.card(title) : title, tone };
}

/** A use is not done with before it is reviewed; what a declaration alarms about comes first. */
function reviewTitle(request: Request, before: Titled): Titled {
  const now = (words: string, tone: Tone): Titled => ({
    title: `${before.title}, ${words}`,
    tone: before.tone === "alarm" ? "alarm" : tone,
  });
  if (request.reviewed) return now("reviewed", request.reviewed.class === "misuse" ? "bad" : "good");
  return isUnreviewed(request) ? now("not reviewed", "waiting") : before;
}

/** A declaration stays an alarm until it is attested, even after its window. */
function standing(request: Request): Titled {
  const words = statusWords[request.status];
  if (!request.declaration) return words;
  const { title } =
    request.status === "declared" ? statusWords.declared : { title: `${words.title} after a declaration` };
  return request.declaration.attested
    ? { title: `${title}, attested`, tone: "good" }
    : { title: `${title}, not attested`, tone: "alarm" };
}

export type Told = {
  request: Request;
  account: string;
  by: Person | undefined;
  requester: Person;
  approvers: readonly Person[];
  /** Is a sign-in log connected? */
  watched: boolean;
};

const time = (moment: Temporal.Instant): Inline => ({ moment, show: "time" });

/** One sentence per event, said in the thread and in direct messages. Undefined: not worth a notification. */
export const eventWords: {
  [Type in RequestEvent["type"]]:
    | ((
        event: Extract<RequestEvent, { type: Type }>,
        told: Told,
      ) => { title: string; lines: readonly Line[] })
    | undefined;
} = {
  requested: ({ enough }, { requester, request, account }) => ({
    title: enough ? `${request.id}: approval needed` : `${request.id}: too few people can approve`,
    lines: [
      [{ person: requester }, ` asks for ${account}.`],
      ...(enough ? [] : [["The roster has too few approvers for this account. Correct the configuration."]]),
    ],
  }),
  approved: (_, { request, by }) => ({
    title: `${request.id}: one approval is there`,
    lines: [[...named(by), ` approved. ${approvalsMissing(request)}`]],
  }),
  granted: ({ until }, { request, account, requester, approvers }) => ({
    title: `${request.id} is approved`,
    lines: [
      [
        ...list(approvers),
        " approved. ",
        { person: requester },
        ` may use ${account} until `,
        time(until),
        ".",
      ],
      ["The custodians are asked for their parts; the card says whom to call."],
    ],
  }),
  denied: ({ reason }, { request, by }) => ({
    title: `${request.id} is denied`,
    lines: [
      [...named(by), " denied it: ", said(reason)],
      ["Ask again, or, if it cannot wait: /breakglass declare."],
    ],
  }),
  withdrawn: (_, { request, by }) => ({
    title: `${request.id} is withdrawn`,
    lines: [[...named(by), " took the request back."]],
  }),
  expired: (_, { request }) => ({
    title: `${request.id} has expired`,
    lines: [["Nobody answered by ", time(request.answerBy), ". Ask again, or use /breakglass declare."]],
  }),
  declared: ({ until, attestBy }, { request, by, account }) => ({
    title: `${request.id} was declared without approval`,
    lines: [
      [...named(by), ` uses ${account} without approval until `, time(until), "."],
      ["Call them. A second person must attest by ", time(attestBy), "."],
    ],
  }),
  attested: (_, { request, by }) => ({
    title: `${request.id} is attested`,
    lines: [[...named(by), " attests that this use was right."]],
  }),
  "attestation-overdue": (_, { request, requester }) => ({
    title: `${request.id} is not attested`,
    lines: [
      [{ person: requester }, " used the account without approval, and no second person has attested it."],
      [`Find out what happened, then: /breakglass attest ${request.id}`],
    ],
  }),
  released: ({ part }, { request, by }) => ({
    title: `${request.id}: ${part} handed over`,
    lines: [[...named(by), ` handed over ${part}.`]],
  }),
  "extension-asked": ({ minutes, reason }, { request, by }) => ({
    title: `${request.id}: more time is asked`,
    lines: [[...named(by), ` asks for ${length(minutes)} more: `, said(reason)]],
  }),
  "extension-approved": (_, { request, by }) => ({
    title: `${request.id}: one approval of the extension is there`,
    lines: [[...named(by), " approved more time."]],
  }),
  extended: ({ until }, { request }) => ({
    title: `${request.id} is extended`,
    lines: [["The window is open until ", time(until), "."]],
  }),
  "extension-denied": ({ reason }, { request, by }) => ({
    title: `${request.id} is not extended`,
    lines: [[...named(by), " denied more time: ", said(reason)], ...stillCloses(request)],
  }),
  "extension-expired": (_, { request }) => ({
    title: `${request.id} is not extended`,
    lines: [["Nobody answered the extension in time."], ...stillCloses(request)],
  }),
  "next-tier-asked": (_, { request }) => ({
    title: `${request.id}: the next approvers are asked`,
    lines: [["Nobody of the first tier has answered yet."]],
  }),
  "approvers-reminded": (_, { request, requester }) => {
    const extension = waitingExtension(request);
    return {
      title: `${request.id} still waits for an answer`,
      lines: [
        [
          { person: requester },
          extension ? " waits for more time. Answer by " : " waits. The request expires at ",
          time(extension?.answerBy ?? request.answerBy),
          ".",
        ],
      ],
    };
  },
  "closing-noticed": (_, { request }) => ({
    title: `${request.id} closes soon`,
    lines: [
      ["The window closes at ", ...(request.window ? [time(request.window.until)] : []), "."],
      ["Press Extend if you need more time, or End when you are done."],
    ],
  }),
  "signed-in": ({ signedInAt, from }, { request, account }) => ({
    title: `${request.id}: ${account} was signed in to`,
    lines: [
      ["At ", time(signedInAt), " from ", said(from), "."],
      ...(request.status === "ended" ? [["The log told it late: this use was over already."]] : []),
    ],
  }),
  lapsed: (_, { request, account, watched }) => ({
    title: `${request.id} has lapsed`,
    lines: [[`Nothing was handed over, so ${account} stays sealed.`], ...unseen(request, watched)],
  }),
  ended: (_, { request, by, account, watched }) => ({
    title: `${request.id} has ended`,
    lines: [
      by ? [{ person: by }, " ended it."] : ["The window is over."],
      ...unseen(request, watched),
      [`Sign out everywhere. Put every part of ${account} back, and have its credential renewed.`],
      ...(isUnreviewed(request) ? [reviewOwed(request)] : []),
    ],
  }),
  "drill-revealed": undefined,
  "rehearsal-failed": undefined,
  "cleaned-up": undefined,
  ...reviewEventWords,
  refused: undefined,
};

/** "Not seen" is never "not used": a row may be late, or nobody looks. */
const unseen = ({ signIns }: Request, watched: boolean): Line[] =>
  signIns.length > 0
    ? []
    : [
        [
          watched
            ? "No sign-in was seen so far. The log can be a day late; if one comes, I say so here."
            : "No sign-in log is connected, so I cannot tell whether it was used.",
        ],
      ];

const stillCloses = ({ window }: Request): Line[] =>
  window ? [["The window still closes at ", time(window.until), "."]] : [];

const named = (person: Person | undefined): Inline[] => [person ? { person } : "Somebody"];

/** Alice, Bob and Carol. */
export const list = (people: readonly Person[]): Inline[] =>
  people.flatMap((person, index) => [
    ...(index === 0 ? [] : [index === people.length - 1 ? " and " : ", "]),
    { person },
  ]);

export const approvalsMissing = ({ quorum, approvals }: Pick<Request, "quorum" | "approvals">): string =>
  `${approvals.length} of ${quorum.approvals} ${quorum.approvals === 1 ? "approval" : "approvals"}${
    quorum.mix.length > 0 ? `, one each of ${quorum.mix.join(", ")}` : ""
  }.`;

/** `1 h`, `45 min`, `1 h 30 min`. */
export function length(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""].filter(Boolean).join(" ");
}

/** The account as cards name it: its label and its sign-in name, never a secret. */
export const accountWords = ({ label, upn }: Account): string => `${label} (${upn})`;
