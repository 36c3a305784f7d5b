// Moves a whole store into an empty one, SQLite or PostgreSQL either way: all of it and verified on both sides, or nothing.
import type { Kysely } from "kysely";
import { nameOf } from "./address.ts";
import { type RawLog, type Verified, verifyChain } from "./chain.ts";
import { type Copied, copyRows } from "./move-rows.ts";
import {
  hold,
  refuseDifferent,
  refuseFull,
  refuseOthers,
  type Side,
  withSource,
  withTarget,
} from "./move-sides.ts";
import type { Tables } from "./tables.ts";

export type MoveStep = { step: "verify-source" } | ({ step: "copy" } & Copied) | { step: "verify-target" };
type Moved = Extract<Verified, { ok: true }>;

/**
 * The source is only read, and nobody may use it meanwhile. Rejects with what is wrong and what to do; then, and when this
 * process is killed, the target is as empty as before.
 */
export async function moveStore(from: string, to: string, tell: (step: MoveStep) => void): Promise<Moved> {
  const name = nameOf(from);
  if (name !== undefined && name === nameOf(to))
    throw new Error(`${name} is both --from and --to: name another store`);
  return await withSource(from, (source) => withTarget(to, (target) => move(source, target, tell)));
}

const move = (source: Side, target: Side, tell: (step: MoveStep) => void): Promise<Moved> =>
  source.database.run((db) =>
    db.transaction().execute(async (from) => {
      await hold(from, source, "share");
      tell({ step: "verify-source" });
      const before = await verified(from, source);
      return await target.database.transact(async (to) => {
        await hold(to, target, "access exclusive");
        await refuseFull(to, target);
        await copyRows(from, to, (copied) => tell({ step: "copy", ...copied }));
        tell({ step: "verify-target" });
        const after = await verified(to, target);
        if (after.entries !== before.entries || after.hash !== before.hash)
          throw new Error(`the copy would end in ${after.hash}, not in ${before.hash}: nothing was moved`);
        await refuseDifferent(from, to);
        await refuseOthers(from, source); // whoever started meanwhile would go on there, alone
        return after;
      });
    }),
  );

async function verified(db: Kysely<Tables>, { name }: Side): Promise<Moved> {
  const log: RawLog = {
    entries: (afterSeq, limit) =>
      db.selectFrom("event").selectAll().where("seq", ">", afterSeq).orderBy("seq").limit(limit).execute(),
    head: () => db.selectFrom("head").select(["seq", "hash"]).executeTakeFirstOrThrow(),
  };
  const found = await verifyChain(log);
  if (found.ok) return found;
  throw new Error(`the log of ${name} is broken at entry ${found.seq}: ${found.why}. Nothing was moved`);
}
