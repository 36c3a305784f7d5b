// What happened around one request, from every stream that knows a part of it: for whoever reviews it.
import type { RequestId } from "../core/ids.ts";
import type { Person } from "../core/organisation.ts";
import type { Refusal } from "../core/refusal.ts";
import { alertsOfRequest } from "../core/sign-in/spans.ts";
import type { View } from "../core/view.ts";
import { timeline } from "../core/views/timeline.ts";
import type { DeskParts } from "./desk.ts";
import { readInTurn } from "./in-turn.ts";
import { requestFor, rotationFor } from "./kept.ts";
import { rememberedRotations } from "./rotations.ts";

export async function timelineOf(
  parts: DeskParts,
  id: RequestId | undefined,
  person: Person,
): Promise<View | Refusal> {
  const { store, organisation } = parts;
  if (!id) return "which-request";
  const request = await requestFor(person, store, id);
  if (!request) return "no-such-request";
  const near = await store.spanning(alertsOfRequest(request, organisation().policy));
  const alerts = (await readInTurn(store, near)).map(({ state }) => state);
  const renewing = (await rememberedRotations(parts)).filter(({ reasons }) =>
    reasons.some((reason) => reason.kind === "use" && reason.request === id),
  );
  const known = await Promise.all(renewing.map((rotation) => rotationFor(person, store, rotation)));
  const rotations = known.filter((rotation) => rotation !== undefined);
  return timeline(request, { alerts, rotations }, organisation(), person);
}
