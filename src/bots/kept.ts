// What somebody must not learn from us: a drill that tests them. And who knows of it, and so does not answer for them.
import type { Alert } from "../core/alert/state.ts";
import { isKeptFrom, isRequestKept, rotationWithout } from "../core/drill/kept.ts";
import { isHidden } from "../core/drill/state.ts";
import type { DrillId, PersonId } from "../core/ids.ts";
import type { Person } from "../core/organisation.ts";
import type { Store } from "../core/ports/store.ts";
import type { Request } from "../core/request/state.ts";
import type { Rotation } from "../core/rotation/state.ts";
import { allowsAt } from "../core/sign-in/window.ts";
import { liveDrills } from "./drills.ts";
import { liveRequests, readRequest } from "./requests.ts";
import { liveRotations } from "./rotations.ts";

/** Drills that are kept from this person; nothing is looked up for who is not tested. */
async function secretsFrom(person: Person, store: Store): Promise<ReadonlySet<DrillId>> {
  if (!person.roles.includes("soc")) return new Set();
  const drills = await liveDrills(store);
  return new Set(drills.filter((drill) => isKeptFrom(drill, person)).map(({ id }) => id));
}

/** Undefined: there is none, as far as this person may know. */
export async function requestFor(person: Person, store: Store, id: string): Promise<Request | undefined> {
  const request = await readRequest(store, id);
  if (!request?.drill) return request;
  return isRequestKept(request, await secretsFrom(person, store), person) ? undefined : request;
}

/** There is such a request, and this person must not know: a refusal of what they want with it would tell them. */
export async function isKept(person: Person, store: Store, id: string): Promise<boolean> {
  const secret = await secretsFrom(person, store);
  const request = secret.size > 0 ? await readRequest(store, id) : undefined;
  return request !== undefined && isRequestKept(request, secret, person);
}

export async function liveRequestsFor(person: Person, store: Store): Promise<Request[]> {
  const secret = await secretsFrom(person, store);
  return (await liveRequests(store)).filter((request) => !isRequestKept(request, secret, person));
}

export async function liveRotationsFor(person: Person, store: Store): Promise<Rotation[]> {
  const secret = await secretsFrom(person, store);
  return (await liveRotations(store)).flatMap((rotation) => rotationWithout(rotation, secret) ?? []);
}

/** Undefined: there is none, as far as this person may know. */
export async function rotationFor(
  person: Person,
  store: Store,
  rotation: Rotation,
): Promise<Rotation | undefined> {
  if (person.roles.includes("custodian")) return rotation; // they have its card: somebody must renew it
  return rotationWithout(rotation, await secretsFrom(person, store));
}

/** Everybody who took part in the drill that this alert is of, while the SOC must find that out: it is tested, not they. */
export async function insidersOf({ subject, signIns }: Alert, store: Store): Promise<readonly PersonId[]> {
  if (subject.kind !== "sign-in") return [];
  const insiders: PersonId[] = [];
  for (const drill of await liveDrills(store)) {
    if (!isHidden(drill) || drill.account !== subject.account || !drill.request) continue;
    const request = await readRequest(store, drill.request);
    if (!request || !signIns.some(({ at }) => allowsAt(request, at))) continue;
    const others = [drill.leader, drill.witness, ...request.approvals, ...request.releases];
    insiders.push(request.requester, ...others.flatMap((one) => one?.by ?? []));
  }
  return insiders;
}
