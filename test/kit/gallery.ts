// Every View there is, in every state, and with the worst texts people could type: for goldens and for looking at.

import { requestId } from "../../src/core/ids.ts";
import type { Organisation } from "../../src/core/organisation.ts";
import type { Refusal } from "../../src/core/refusal.ts";
import { fold } from "../../src/core/request/act.ts";
import { type Form, formNames, type View } from "../../src/core/view.ts";
import { announcement } from "../../src/core/views/announcement.ts";
import {
  accounts,
  done,
  help,
  invalid,
  refused,
  status,
  unrecorded,
  whoami,
} from "../../src/core/views/answers.ts";
import { flooded } from "../../src/core/views/floods.ts";
import { form } from "../../src/core/views/forms.ts";
import { requestCard } from "../../src/core/views/request-card.ts";
import { runbook, runbookList } from "../../src/core/views/runbook.ts";
import { timeline } from "../../src/core/views/timeline.ts";
import { failures } from "../../src/core/wish.ts";
import { answerWords } from "../../src/core/words/answers.ts";
import { refusalWords } from "../../src/core/words/refusals.ts";
import { alertGallery, answered } from "./alert-gallery.ts";
import { ada, alice, bob, contoso, dave, nine, tina } from "./cast.ts";
import { drillGallery } from "./drill-gallery.ts";
import { hostile, stories, told } from "./gallery-stories.ts";
import { owedGallery } from "./owed-gallery.ts";
import { rotationGallery } from "./rotation-gallery.ts";
import { muchDone, renewed, someUse } from "./timeline-facts.ts";

/** Every view by name: `card/pending/bob`, `said/granted`, `answer/…`, `refused/same-person`. */
export function gallery(organisation: Organisation = contoso): Record<string, View> {
  const views: Record<string, View> = {};
  for (const name of Object.keys(stories)) {
    const { events, request } = told(name);
    for (const viewer of [undefined, alice, bob, dave, tina]) {
      views[`card/${name}/${viewer?.name.toLowerCase() ?? "channel"}`] = requestCard(
        request,
        organisation,
        viewer,
      );
    }
    for (const [index, event] of events.entries()) {
      const at = fold(events.slice(0, index + 1));
      const said = at && announcement(event, at, organisation);
      if (said) views[`said/${event.type}${name.includes("hostile") ? "-hostile" : ""}`] = said;
      if (at && event.type in answerWords) views[`answer/${event.type}`] = done([event], at, organisation);
    }
  }
  const request = told("approved").request;
  for (const why of Object.keys(refusalWords) as Refusal[]) {
    views[`refused/${why}`] = refused(
      why,
      request,
      "T0CONTOSO/U0ALICE",
      organisation,
      aboutAlerts.has(why) ? answered : undefined,
    );
  }
  const open = [told("approved").request, told("declared").request];
  views["answer/help"] = help(undefined);
  views["answer/help-unknown"] = help("aprove");
  views["answer/status"] = status(open, organisation, undefined);
  views["answer/status-approver"] = status([told("pending").request, ...open], organisation, bob);
  views["answer/status-custodian"] = status(open, organisation, dave);
  views["answer/status-requester"] = status(open, organisation, alice);
  views["answer/status-nothing"] = status([], organisation, bob);
  views["answer/accounts"] = accounts(open, organisation);
  views["answer/whoami"] = whoami(ada, "T0CONTOSO/U0ADA");
  views["answer/unrecorded"] = unrecorded;
  views["answer/invalid"] = invalid;
  for (const kind of ["person", "room", "closed", "open", "stranger"] as const)
    views[`answer/too-much-${kind}`] = flooded(kind, 20, nine);
  return {
    ...views,
    ...timelines(organisation),
    ...runbooks(organisation),
    ...alertGallery(organisation, hostile),
    ...owedGallery(organisation, hostile),
    ...drillGallery(organisation, hostile),
    ...rotationGallery(organisation, hostile),
  };
}

/** A plain use, and one in which three hundred things were done, some of them with the worst names. */
function timelines(organisation: Organisation): Record<string, View> {
  const id = requestId(12);
  const facts = { alerts: [someUse(id)], rotations: [renewed(id)] };
  const busy = { ...facts, alerts: [someUse(id), muchDone(hostile)] };
  return {
    "timeline/reviewed": timeline(told("reviewed").request, facts, organisation, tina),
    "timeline/ended": timeline(told("ended-half-clean").request, facts, organisation, tina),
    "timeline/busy": timeline(told("ended-half-clean").request, busy, organisation, tina),
    "timeline/pending": timeline(told("pending").request, { alerts: [], rotations: [] }, organisation, bob),
  };
}

function runbooks(organisation: Organisation): Record<string, View> {
  const own = (text: string): Organisation => ({ ...organisation, runbooks: { "mfa-outage": text } });
  const texts = {
    own: "# Our way\n\n1. Call **Dave**: room 4.\n1. Take the red telephone,\n   not the grey one.\n   - It has no display.\n1. Go on.\n\nThat is all.",
    "own-hostile": `# ${hostile}\n\n1. ${hostile}\n   - ${hostile}\n\n${hostile} **${hostile}**`,
    "own-long": `# Long\n\n${'1. Say "yes", then „ja“ – and **go on**.\n'.repeat(400)}`,
  };
  return {
    "runbook/list": runbookList(false),
    "runbook/list-unknown": runbookList(true),
    ...Object.fromEntries(failures.map((kind) => [`runbook/${kind}`, runbook(kind, organisation)])),
    ...Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [`runbook/${name}`, runbook("mfa-outage", own(text))]),
    ),
  };
}

const aboutAlerts = new Set<Refusal>([
  "own-use",
  "already-acknowledged",
  "already-classified",
  "already-closed",
  "not-classified",
]);

export const forms = (organisation: Organisation = contoso): Record<string, Form> =>
  Object.fromEntries(formNames.map((name) => [`form/${name}`, form(name, organisation, { words: hostile })]));
