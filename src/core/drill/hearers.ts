// Who hears of a drill: where its card must stand, and who is told besides. What is hidden never reaches the SOC.
import type { Hearing } from "../hearing.ts";
import type { PersonId } from "../ids.ts";
import type { Organisation } from "../organisation.ts";
import { channels, directMessages, everyAdmin, isOf, personOf } from "../people.ts";
import { type Place, placeKey } from "../place.ts";
import type { DrillEvent } from "./events.ts";
import { type Drill, isHidden, stepsLeft } from "./state.ts";

/** For one batch of events and the drill as they leave it. A card that is posted notifies by itself. */
export function drillHearers(
  events: readonly DrillEvent[],
  drill: Drill,
  organisation: Organisation,
): Hearing {
  const heard = (places: readonly Place[]) => allowed(places, drill, organisation);
  const cards = heard(events.flatMap((event) => cardPlaces(event, drill, organisation)));
  return {
    redraw: true,
    cards: cards.map((place) => ({ place, urgent: false })),
    announce: events.flatMap((event, index) =>
      heard(announcePlaces(event, drill, organisation)).map((place) => ({
        place,
        event: index,
        urgent: false,
      })),
    ),
  };
}

function cardPlaces(event: DrillEvent, drill: Drill, organisation: Organisation): Place[] {
  switch (event.type) {
    case "drill-scheduled":
      return channels(organisation, "admins");
    case "drill-started":
    case "drill-witnessed":
      return messagesTo(event.by, organisation);
    case "milestone-seen": // told at the start, or found out by itself
      return event.milestone === "soc-told" ? soc(drill, organisation) : [];
    default:
      return [];
  }
}

function announcePlaces(event: DrillEvent, drill: Drill, organisation: Organisation): Place[] {
  const admins = channels(organisation, "admins");
  const both = [drill.leader, drill.witness].flatMap((one) => (one ? messagesTo(one.by, organisation) : []));
  switch (event.type) {
    case "drill-scheduled":
    case "drill-asked":
      return [];
    case "drill-moved":
    case "drill-started":
      return admins;
    case "drill-reminded":
      return [...admins, ...both, ...(event.number > 1 ? everyAdmin(organisation) : [])];
    case "rehearsal-over":
      return both;
    case "drill-witnessed":
      return [...admins, ...messagesTo(drill.leader?.by, organisation), ...soc(drill, organisation)];
    case "milestone-seen":
      if (event.milestone === "acknowledged") return [...admins, ...both, ...soc(drill, organisation)];
      return event.milestone === "signed-in" || event.milestone === "rotated" ? both : [];
    case "step-ticked": // the last one: somebody must sign it off
      return stepsLeft(drill).length === 0 ? [...admins, ...both] : [];
    case "drill-finished":
    case "drill-failed":
      return [...admins, ...both, ...soc(drill, organisation)];
  }
}

const messagesTo = (id: PersonId | undefined, organisation: Organisation): Place[] =>
  id ? directMessages(organisation, personOf(organisation, id)) : [];

/** The SOC hears nothing of a drill that it was never told of, even after it. */
const soc = ({ seen }: Drill, organisation: Organisation): Place[] =>
  seen["soc-told"] ? channels(organisation, "soc") : [];

/** Each place once, and of a hidden drill none where the SOC reads, unless they lead or watch it. */
function allowed(places: readonly Place[], drill: Drill, organisation: Organisation): Place[] {
  const distinct = new Map(places.map((place) => [placeKey(place), place]));
  if (isHidden(drill)) for (const place of readBySoc(drill, organisation)) distinct.delete(placeKey(place));
  return [...distinct.values()];
}

function readBySoc({ leader, witness }: Drill, organisation: Organisation): Place[] {
  const ofDrill = [leader, witness].flatMap((one) => one?.by ?? []);
  const uninvolved = organisation.people.filter(
    (person) => person.roles.includes("soc") && !ofDrill.some((id) => isOf(person, id)),
  );
  return [
    ...channels(organisation, "soc"),
    ...uninvolved.flatMap((person) => directMessages(organisation, person)),
  ];
}
