// The other people of the tenant: they sign in and change things all the time, so that whoever reads the logs can tell
// that the logs arrive.
import type { NewChange, NewSignIn } from "./types.ts";
import type { Users } from "./users.ts";

type Writers = { signIn(row: NewSignIn): void; change(row: NewChange): void };

/** `once`: one row of each table, now. */
export type Background = { once(): void; stop(): void };

/** One row of each table at once, and then one row every so many milliseconds. */
export function startBackground(users: Users, { signIn, change }: Writers, everyMs: number): Background {
  const from = { ip: "192.0.2.10", country: "DE", city: "Berlin" };
  let turn = 0;
  const next = () => {
    const somebody = users.others[turn % users.others.length];
    if (!somebody) return;
    const { objectId, label } = somebody;
    const kind = turn % 3;
    turn += 1;
    if (kind === 0) {
      change({
        operation: "Update user",
        targets: [objectId],
        by: { id: objectId, name: label, ip: from.ip },
        properties: ["LastDirSyncTime"],
      });
    } else signIn({ account: objectId, result: "success", from, interactive: kind === 1 });
  };
  const once = () => {
    for (let table = 0; table < 3; table += 1) next();
  };
  once();
  const timer = setInterval(next, everyMs).unref();
  return { once, stop: () => clearInterval(timer) };
}
