// What a use, an alert or a renewal makes owed, proves, or lets others go on with.
import type { Alert } from "../core/alert/state.ts";
import type { AccountId, RequestId } from "../core/ids.ts";
import { accountOf } from "../core/people.ts";
import { isOver, type Request, wasUsed } from "../core/request/state.ts";
import { causeOfAlert, causeOfOwnChange, causeOfRequest, renewedSince } from "../core/rotation/open.ts";
import { isOpenRotation, type Rotation } from "../core/rotation/state.ts";
import { isAllowedUse } from "../core/sign-in/signed-in.ts";
import { alertsOfRequest, momentsOf, requestsAround } from "../core/sign-in/spans.ts";
import { allowsAt } from "../core/sign-in/window.ts";
import { requestOf } from "./draw.ts";
import { noteDrill, readableDrills } from "./drills.ts";
import { readInTurn } from "./in-turn.ts";
import { read } from "./life.ts";
import { noteOnRequest, readRequest, readRequests } from "./requests.ts";
import { oweRotation, prove, readableRotations, rememberedRotations, rotationLife } from "./rotations.ts";
import type { TakeParts } from "./take.ts";

export async function oweForUse(parts: TakeParts, request: Request): Promise<void> {
  const { store, organisation } = parts;
  if (!wasUsed(request)) return;
  const near = await readInTurn(store, await store.spanning(alertsOfRequest(request, organisation().policy)));
  const cause = causeOfRequest(
    request,
    near.map(({ state }) => state),
  );
  if (!cause) return;
  await oweRotation(parts, cause, request.account);
  if (!isOver(request)) return; // it may be used once more
  const history = (await rememberedRotations(parts)).filter(({ account }) => account === request.account);
  if (renewedSince(cause, history)) await noteRenewed(parts, request.id);
}

/** Whoever waits for the renewal hears of it: the review of each use, and the drill. */
export async function followRotation(parts: TakeParts, id: string): Promise<void> {
  const rotation = (await read(rotationLife, parts.store, id))?.state;
  if (!rotation || isOpenRotation(rotation)) return;
  for (const reason of rotation.reasons) {
    if (reason.kind !== "use") continue;
    await noteRenewed(parts, reason.request);
    if (reason.drill) await noteDrill(parts, reason.drill);
  }
}

const noteRenewed = (parts: TakeParts, id: RequestId): Promise<void> =>
  noteOnRequest(parts, id, "renewed", ({ cleanUp }) =>
    cleanUp["credential-rotated"]
      ? []
      : [{ type: "cleaned-up", at: parts.now(), item: "credential-rotated", by: undefined }],
  );

/** What an alert makes owed, proves, or lets a drill go on with. */
export async function followDuties(parts: TakeParts, alert: Alert): Promise<void> {
  const { store } = parts;
  const { subject } = alert;
  const account = subject.kind === "blind" ? undefined : subject.account;
  const cause = causeOfAlert(alert, (await requestOf(store, alert))?.requester);
  if (cause && account && !(await isRehearsed(parts, alert, account)))
    await oweRotation(parts, cause, account);
  for (const id of new Set(alert.signIns.filter(isAllowedUse).map(({ request }) => request))) {
    const request = await readRequest(store, id);
    if (request) await oweForUse(parts, request);
  }
  const own = account && accountOf(parts.organisation(), account);
  const ownChange = own && causeOfOwnChange(alert, own);
  if (ownChange && account) await oweRotation(parts, ownChange, account);
  if (alert.changes.length > 0) {
    for (const rotation of await readableRotations(store)) {
      if (touches(alert, rotation)) await prove(parts, rotation, undefined);
    }
  }
  for (const drill of await readableDrills(store)) {
    if (drill.account === account && drill.status === "running") await noteDrill(parts, drill.id);
  }
}

/**
 * A drill that is kept from the SOC explains what it sees as unexplained, until its request may tell: whatever has become
 * of the drill, the alert is judged anew then.
 */
async function isRehearsed({ store }: TakeParts, { signIns }: Alert, account: AccountId): Promise<boolean> {
  const moments = momentsOf(signIns);
  if (!moments) return false;
  const { from, until } = moments;
  const near = await readRequests(store, await store.spanning(requestsAround(from, until)));
  return near
    .filter((request) => request.account === account && request.drill?.known === false)
    .some((request) => signIns.every(({ at }) => allowsAt(request, at)));
}

const touches = ({ changes }: Alert, { account }: Rotation): boolean =>
  changes.some((change) => change.touches.includes(account));
