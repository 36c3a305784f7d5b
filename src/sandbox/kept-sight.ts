// A leap of the practice clock is no absence: the bot's own note of when it last looked into Entra's log goes along, or
// it would tell the SOC after each leap, and truly, that nobody had looked for a day. This is the only place where the
// practice tenant reaches into the bot's database, and what is in the record is not touched.
import { DatabaseSync } from "node:sqlite";

/** Milliseconds. A look that is older failed, or the bot hangs: that must be told. The bot looks every 5 s. */
const fresh = 12_000;

/** `database`: the bot's SQLite file. `from`, `to`: milliseconds since 1970. */
export function keepSight(database: string, from: number, to: number): void {
  const bot = new DatabaseSync(database, { timeout: 2_000 });
  try {
    bot
      .prepare(
        `update place set record = json_set(record, '$.lookedAt', ?)
         where place like 'watch/%' and unixepoch(json_extract(record, '$.lookedAt'), 'subsec') * 1000 >= ?`,
      )
      .run(new Date(to).toISOString(), from - fresh);
  } finally {
    bot.close();
  }
}
