// The pages of one answer. A link to the next page leads back to Graph, or is not followed.
import { z } from "zod";
import { Blind } from "./blind.ts";
import type { Ask } from "./client.ts";
import type { Question } from "./questions.ts";

const pageSchema = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string().nullish() });

/** Rows as Graph orders them; not `whole`: there are more pages than `most`. */
export async function readPages(
  ask: Ask,
  question: Question,
  base: URL,
  most: number,
  signal: AbortSignal,
): Promise<{ rows: unknown[]; whole: boolean }> {
  const rows: unknown[] = [];
  let what: Question | URL = question;
  for (let page = 1; ; page++) {
    const { data } = pageSchema.safeParse(await ask(what, signal));
    if (!data) throw new Blind("Graph answered with something that is no list of rows");
    for (const row of data.value) rows.push(row);
    const next = data["@odata.nextLink"];
    if (!next || page === most) return { rows, whole: !next };
    what = ownLink(next, base);
  }
}

/** The token goes with every request: it must not follow a link to anybody else. */
function ownLink(link: string, base: URL): URL {
  const next = URL.parse(link);
  if (next?.origin !== base.origin) throw new Blind("Graph's next page is somewhere else: not followed");
  return next;
}
