// Private answers: to the one who acted, was refused, or asked what is going on.
import type { AlertEvent } from "../alert/events.ts";
import type { Alert } from "../alert/state.ts";
import type { Organisation, Person } from "../organisation.ts";
import { personOf } from "../people.ts";
import type { Refusal } from "../refusal.ts";
import type { RequestEvent } from "../request/events.ts";
import { isOpen, isOver, isUnattested, isUnreviewed, type Request } from "../request/state.ts";
import type { Fact, Line, View } from "../view.ts";
import { alertAnswerWords } from "../words/alert-answers.ts";
import { answerWords, listWords, notRecorded, olderNode, refusedTitle } from "../words/answers.ts";
import { wrongWords } from "../words/forms.ts";
import { helpGroups, helpWords } from "../words/help.ts";
import { refusalWords } from "../words/refusals.ts";
import { statusWords } from "../words/request.ts";
import { accountFact } from "./account-fact.ts";
import { requestCard } from "./request-card.ts";

const plain = (title: string, lines: readonly Line[], facts: readonly Fact[] = []): View => ({
  title,
  tone: "neutral",
  severity: undefined,
  lines,
  facts,
  buttons: [],
});

export function done(events: readonly RequestEvent[], request: Request, organisation: Organisation): View {
  const words = answerWords[events.at(-1)?.type ?? "refused"];
  const mine = personOf(organisation, request.requester);
  const offer = events.at(-1)?.type === "requested" && !request.enough;
  return {
    ...plain(words?.title(request) ?? request.id, words?.lines(request) ?? []),
    tone: "good",
    buttons: offer
      ? requestCard(request, organisation, mine).buttons.filter(({ action }) => action.verb === "declare")
      : [],
  };
}

/** `events`: what somebody did to the alert, which is as they leave it. */
export function alertDone(events: readonly AlertEvent[], alert: Alert): View {
  const type = events.at(-1)?.type ?? "alert-taken";
  const words = type in alertAnswerWords && alertAnswerWords[type as keyof typeof alertAnswerWords](alert);
  return { ...plain(alert.id, []), ...words, tone: "good" };
}

export function refused(
  why: Refusal,
  request: Request | undefined,
  who: string,
  organisation: Organisation,
  alert?: Alert,
  lastDay?: Temporal.PlainDate,
): View {
  const by = alert ? answerer(why, alert) : request && decider(why, request);
  const line = refusalWords[why]({
    request,
    alert,
    decidedBy: by && personOf(organisation, by),
    who,
    longestWindow: organisation.policy.longestWindow,
    lastDay,
  });
  return { ...plain(refusedTitle, [line]), tone: "bad" };
}

/** Who did already what is refused now. */
function answerer(why: Refusal, { acknowledged, classified, closed }: Alert): Person["id"] | undefined {
  if (why === "already-closed") return closed?.by;
  return why === "already-classified" ? classified?.by : acknowledged?.by;
}

/** Who made the request what it is: by reviewing it, by ending it, by answering its extension, by declaring it, by the last approval. */
function decider(
  why: Refusal,
  { status, outcome, requester, approvals, extension, reviewed }: Request,
): Request["requester"] | undefined {
  if (why === "already-reviewed") return reviewed?.by;
  if (outcome) return outcome.by;
  if (extension?.answer) return extension.answer.by ?? extension.approvals.at(-1)?.by;
  return status === "declared" ? requester : approvals.at(-1)?.by;
}

export const unrecorded: View = { ...plain(notRecorded.title, notRecorded.lines), tone: "bad" };

/** Of a node that an upgrade has not reached yet. */
export const tooOld: View = { ...plain(olderNode.title, olderNode.lines), tone: "bad" };

export const invalid: View = { ...plain(refusedTitle, [[wrongWords.form]]), tone: "bad" };

export const help = (unknown: string | undefined): View =>
  plain(helpWords.title, [
    ...(unknown ? [[helpWords.unknown]] : []),
    ...helpGroups.flatMap(({ title, lines }): Line[] => [
      [`${title}:`],
      ...lines.map(({ say, does }): Line => [{ strong: say }, ` – ${does}`]),
    ]),
    [helpWords.inTeams],
  ]);

/** What is live, and what of it waits for this person. `more`: what is said besides; `owed`: what else is open. */
export function status(
  requests: readonly Request[],
  organisation: Organisation,
  viewer: Person | undefined,
  more: readonly Fact[] = [],
  owed: readonly Fact[] = [],
): View {
  const facts = requests.map((request): Fact => {
    const account = organisation.accounts.find(({ id }) => id === request.account);
    const until = isOver(request) ? undefined : (request.window?.until ?? request.answerBy);
    return {
      label: request.id,
      value: [
        `${statusWords[request.status].title}: ${account?.label ?? request.account}, `,
        { person: personOf(organisation, request.requester) },
        ...(until
          ? [request.window ? listWords.until : listWords.answerBy, { moment: until, show: "time" as const }]
          : []),
        isUnattested(request) ? listWords.notAttested : ".",
        ...(isUnreviewed(request) ? [listWords.notReviewed] : []),
        ...(viewer ? [{ strong: waits(request, organisation, viewer) }] : []),
      ],
    };
  });
  const open = [...facts, ...owed];
  return plain(listWords.open, open.length === 0 ? [[listWords.none]] : [], [...open, ...more]);
}

/** The buttons of a person's own card are what waits for them. */
function waits(request: Request, organisation: Organisation, viewer: Person): string {
  const verbs = requestCard(request, organisation, viewer).buttons.map(({ action }) => action.verb);
  const isFor = (verb: string): verb is keyof typeof listWords.waitsForYou => verb in listWords.waitsForYou;
  const next = verbs.find(isFor);
  return next ? listWords.waitsForYou[next](request.id) : "";
}

/** Each account with its state: what is live on it decides. */
export function accounts(requests: readonly Request[], organisation: Organisation): View {
  const facts = organisation.accounts.map((account): Fact => {
    const live = requests.filter((request) => request.account === account.id && !isOver(request));
    const used = live.find(isOpen);
    const state = used ? listWords.inUse(used.id) : live[0] ? listWords.asked(live[0].id) : listWords.ready;
    return accountFact(account, organisation, `${state}. `);
  });
  return plain(listWords.accounts, [], facts);
}

export const whoami = (person: Person, chatId: string): View =>
  plain(
    listWords.you,
    [[{ person }]],
    [
      { label: listWords.roles, value: [person.roles.join(", ") || listWords.noRoles] },
      ...(person.groups.length > 0 ? [{ label: listWords.groups, value: [person.groups.join(", ")] }] : []),
      { label: listWords.id, value: [person.objectIds.join(", ")] },
      { label: listWords.chatId, value: [chatId] },
    ],
  );
