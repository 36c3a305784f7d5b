// What is said of an account's state: the word, what speaks for it, and what is owed next.
import type { Drill } from "../drill/state.ts";
import type { PersonId } from "../ids.ts";
import type { Person } from "../organisation.ts";
import type { Readiness } from "../readiness.ts";
import { isUnattested, type Request } from "../request/state.ts";
import type { RotationReason } from "../rotation/events.ts";
import type { Rotation } from "../rotation/state.ts";
import type { Inline, Line } from "../view.ts";

/** In a sign and in words. */
export const stateWords: Record<Readiness, string> = {
  ready: "✅ Ready.",
  "in-use": "🔓 In use.",
  "rotation-due": "⏳ Rotation due.",
  "review-open": "⏳ Review open.",
  "drill-due": "⏳ Drill due.",
  "not-ready": "⛔ Not ready.",
};

const at = (moment: Temporal.Instant): Inline => ({ moment, show: "date-time" });

/** What speaks for a state, in whole sentences; nobody's own words are in them. */
export const grounds = {
  suspicion: ({ id }: Rotation, reason: RotationReason): Line => [
    reason.kind === "unexplained-use"
      ? `It was used without a known request (${reason.alert}), and ${id} must renew its credential.`
      : `Somebody may know its credential who should not, and ${id} must renew it.`,
  ],
  failed: ({ id }: Drill): Line => [`The last drill, ${id}, failed; its card says why.`],
  custody: ([keeper]: readonly Person[]): Line =>
    keeper
      ? [{ person: keeper }, " alone keeps every part of its credential: two people must."]
      : ["Nobody of the roster keeps a part of its credential: two people must."],
  inUse: (request: Request, requester: Person): Line => [
    `${request.id}: `,
    { person: requester },
    request.drill ? ` rehearses with it for ${request.drill.id}` : " may use it",
    ...(request.window ? [" until ", at(request.window.until)] : []),
    isUnattested(request) ? ", declared and not attested." : ".",
  ],
  rotation: ({ id, reasons, proof }: Rotation, person: (id: PersonId) => Person): Line => [
    ...reasons.flatMap((reason) => [...cause(reason, person), " "]),
    proof
      ? `${id}: the new credential is seen, and nobody has confirmed it.`
      : `${id} must renew its credential.`,
  ],
  unattested: ({ id }: Request): Line => [`${id} was declared, and no second person has attested it.`],
  unreviewed: ({ id }: Request): Line => [`It was used in ${id}, and nobody has reviewed that use.`],
  drillRuns: ({ id }: Drill): Line => [`${id} is under way.`],
  drilled: (last: Drill | undefined): Line =>
    last?.outcome ? [`Last drilled `, at(last.outcome.at), ` (${last.id}).`] : ["It was never drilled."],
  ready: (
    asking: readonly Request[],
    last: Drill | undefined,
    renewed: Temporal.Instant | undefined,
  ): Line => [
    ...asking.map(({ id }) => `${id} asks for it. `),
    ...grounds.drilled(last),
    ...(renewed ? [" Credential renewed ", at(renewed), "."] : []),
  ],
};

function cause(reason: RotationReason, person: (id: PersonId) => Person): Line {
  switch (reason.kind) {
    case "use":
      return [`It was used in ${reason.request}.`];
    case "unexplained-use":
      return [`It was used without a known request (${reason.alert}).`];
    case "calendar":
      return ["The calendar asks for it."];
    case "staff-change":
      return [{ person: person(reason.person) }, " left or changed position."];
    case "suspected":
      return ["Somebody may know its credential who should not."];
  }
}

export const accountsWords = {
  title: "Emergency access accounts",
  ready: (ready: number, all: number): string =>
    ready === all
      ? `${all === 1 ? "The one account is" : `All ${all} accounts are`} ready.`
      : `${ready} of ${all} accounts ${ready === 1 ? "is" : "are"} ready.`,
  /** Of more than one message holds. */
  others: (state: Readiness, labels: readonly string[]): string =>
    `${stateWords[state]} ${labels.join(", ")}.`,
  calendar: "What is owed in the next 90 days: /breakglass calendar",
  since: " Since ",
  /** `what`: `drill DR-4`. */
  next: (what: string): string => ` Next: ${what}, by `,
  overdue: (what: string): string => `Overdue: ${what}, due `,
};
