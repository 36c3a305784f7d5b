// A request's card: the one truth about it, drawn from its state at the moment of drawing.
import type { Organisation, Person } from "../organisation.ts";
import { accountOf, actor, isOf, personOf } from "../people.ts";
import { decide, type RequestCommand } from "../request/decide.ts";
import { type CleanUp, cleanUps } from "../request/events.ts";
import { reviewDue } from "../request/review.ts";
import { cleanUpLeft, isUnattested, isUnreviewed, openQuestion, type Request } from "../request/state.ts";
import type { Button, RequestAction, View } from "../view.ts";
import { buttonWords, extensionWords, situation } from "../words/card.ts";
import { cardTitle } from "../words/request.ts";
import { cleanUpLabels, drillWords, reviewSituation } from "../words/review.ts";
import { isPartMissing, requestFacts } from "./facts.ts";
import { buttonForm } from "./forms.ts";
import { reviewLines } from "./review.ts";

/** `viewer`: whose copy it is; undefined for a channel, where everybody's buttons stand and the rules decide. */
export function requestCard(request: Request, organisation: Organisation, viewer: Person | undefined): View {
  const { title, tone } = cardTitle(request);
  return {
    title: `${request.id} · ${title}`,
    tone,
    severity: isUnattested(request) ? 0 : undefined,
    lines: [
      ...(request.drill?.known ? [drillWords.situation(request.drill.id)] : []),
      ...situation(request, personOf(organisation, request.requester), isPartMissing(request, organisation)),
      ...reviewSituation(
        request,
        reviewDue(request, organisation.policy),
        request.reviewed && personOf(organisation, request.reviewed.by),
      ),
    ],
    facts: requestFacts(request, organisation),
    buttons: viewer ? buttonsOf(request, organisation, viewer) : everybodysButtons(request, organisation),
  };
}

/** A channel shows what any approver may press, or whoever reviews; the rest stands in people's own copies. */
function everybodysButtons(request: Request, organisation: Organisation): Button[] {
  const question = openQuestion(request);
  const buttons: Button[] = [];
  if (question !== undefined)
    buttons.push(button(request, organisation, "approve"), button(request, organisation, "deny"));
  if (isUnattested(request)) buttons.push(button(request, organisation, "attest"));
  if (isUnreviewed(request)) {
    const left = cleanUpLeft(request);
    buttons.push(
      ...left.filter(isTickedByHand).map((item) => button(request, organisation, "clean-up", { item })),
      ...(left.length === 0 ? [button(request, organisation, "review")] : []),
    );
  }
  return buttons;
}

const isTickedByHand = (item: CleanUp): boolean => item !== "credential-rotated";

const verbs = ["approve", "deny", "end", "extend", "declare", "withdraw", "attest"] as const;

/** The rules themselves say which buttons are this person's: each is tried, and shown if it would not be refused. */
function buttonsOf(request: Request, organisation: Organisation, viewer: Person): Button[] {
  const may = (command: Trial) => {
    const trial = { ...command, by: actor(viewer), at: request.askedAt } as RequestCommand;
    return "events" in decide(trial, request, organisation.policy);
  };
  const parts = accountOf(organisation, request.account)?.custody.parts ?? [];
  return [
    ...verbs
      .filter((verb) => may(trials[verb]) && wanted(verb, request, viewer))
      .map((verb) => button(request, organisation, verb)),
    ...parts
      .filter(({ name }) => may({ type: "release", part: name, parts }))
      .map(({ name }) => button(request, organisation, "release", { part: name })),
    ...cleanUps
      .filter((item) => may({ type: "clean-up", item }))
      .map((item) => button(request, organisation, "clean-up", { item })),
    ...(may({ type: "review", class: "emergency", note: words })
      ? [button(request, organisation, "review")]
      : []),
  ];
}

type Trial = { type: RequestCommand["type"]; [fact: string]: unknown };

const words = "as good a reason as any";
const trials: Record<(typeof verbs)[number], Trial> = {
  approve: { type: "approve" },
  deny: { type: "deny", reason: words },
  end: { type: "end" },
  extend: { type: "extend", minutes: 1, reason: words },
  declare: { type: "declare-pending" },
  withdraw: { type: "withdraw" },
  attest: { type: "attest", note: "" },
};

/** Approvers may end a use, but their card offers it only to the requester: fewer buttons, fewer mistakes. */
const wanted = (verb: string, request: Request, viewer: Person): boolean =>
  verb !== "end" || isOf(viewer, request.requester) || viewer.roles.includes("admin");

function button(
  request: Request,
  organisation: Organisation,
  verb: RequestAction["verb"],
  { part, item }: Pick<RequestAction, "part" | "item"> = {},
): Button {
  const about = verb === "approve" || verb === "deny" ? openQuestion(request) : undefined;
  const action: RequestAction = {
    verb,
    request: request.id,
    ...(about === undefined ? {} : { about }),
    ...(part === undefined ? {} : { part }),
    ...(item === undefined ? {} : { item }),
  };
  const text = about && (verb === "approve" || verb === "deny") ? extensionWords[verb] : buttonWords[verb];
  const form = buttonForm(action, organisation, {
    ...(verb === "review" && { lines: reviewLines(request, organisation) }),
  });
  return {
    action,
    ...text,
    label: part ? `Handed over: ${part}`.slice(0, 30) : item ? cleanUpLabels[item] : text.label,
    ...(form ? { form } : {}),
  };
}
