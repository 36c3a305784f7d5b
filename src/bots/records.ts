// All that is on record about each account and still matters: what its state and its dates are derived from.
import type { AccountRecord } from "../core/readiness.ts";
import { rememberedDrills } from "./drills.ts";
import { knownSince } from "./remembered.ts";
import { liveRequests } from "./requests.ts";
import { rememberedRotations } from "./rotations.ts";
import type { TakeParts } from "./take.ts";

export async function readRecords(parts: TakeParts): Promise<AccountRecord[]> {
  const { store, organisation, now } = parts;
  const [requests, rotations, drills] = await Promise.all([
    liveRequests(store),
    rememberedRotations(parts),
    rememberedDrills(parts),
  ]);
  return Promise.all(
    organisation().accounts.map(async (account) => ({
      account,
      knownSince: await knownSince(store, account.id, now()),
      requests: requests.filter((one) => one.account === account.id),
      rotations: rotations.filter((one) => one.account === account.id),
      drills: drills.filter((one) => one.account === account.id),
    })),
  );
}
