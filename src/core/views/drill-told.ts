// Everything that the words about a drill may name, looked up in the roster once.
import type { DrillEvent } from "../drill/events.ts";
import type { Drill } from "../drill/state.ts";
import type { PersonId } from "../ids.ts";
import type { Organisation } from "../organisation.ts";
import { accountOf, personOf } from "../people.ts";
import type { DrillTold } from "../words/drill-steps.ts";

export function drillTold(drill: Drill, organisation: Organisation, event?: DrillEvent): DrillTold {
  const { reason, leader, witness } = drill;
  const person = (id: PersonId | undefined) => id && personOf(organisation, id);
  return {
    drill,
    account: accountOf(organisation, drill.account)?.label ?? drill.account,
    leader: person(leader?.by),
    witness: person(witness?.by),
    by: person(event && "by" in event ? event.by : undefined),
    because: person(
      reason.kind === "staff-change" ? reason.person : reason.kind === "planned" ? reason.by : undefined,
    ),
    admins: organisation.people.filter(({ roles }) => roles.includes("admin")),
    watched: organisation.watch !== undefined,
    drillEvery: organisation.policy.drillEvery,
    drillAfterFailure: organisation.policy.drillAfterFailure,
  };
}
