// Every acknowledged click is in the log exactly once, and nothing is in the log that nobody clicked.
import type { StoredEvent } from "../../../src/core/ports/store.ts";
import type { Books, Command } from "../books.ts";
import { type Interaction, keyOfInteraction } from "../ledger.ts";
import type { World } from "../world.ts";
import { type Meaning, meaning, nameOf, objectIdOf, privateAnswers } from "./answers.ts";

/** What is wrong, with the interaction's name. */
export function checkClicks({ around, balancer }: World, books: Books): string[] {
  const commands = Map.groupBy(books.commands, ({ key }) => keyOfInteraction(key));
  const streams = Map.groupBy(books.log, ({ stream }) => stream);
  const all = balancer.ledger.all();
  return [
    ...all.flatMap((one) => whyWrong(one, commands.get(one.key) ?? [], streams)),
    ...strangers(all, books),
    ...falsePromises(around, books),
    ...falseRefusals(around, books),
  ];
}

/** One interaction is one command; what its answer says was done is what that command wrote. */
function whyWrong(
  one: Interaction,
  written: readonly Command[],
  streams: ReadonlyMap<string, readonly StoredEvent[]>,
): string[] {
  const name = `${one.what} of ${nameOf(one.who)} (${one.key})`;
  if (written.length > 1) return [`${name} is on record ${written.length} times`];
  const events = written.flatMap(({ stream, first, last }) =>
    (streams.get(stream) ?? []).filter(({ version }) => version >= first && version <= last),
  );
  const said = one.deliveries
    .filter(({ arrived, status }) => one.answersAtOnce && arrived && status === 200)
    .map(({ body }) => meaning(body));
  return said
    .filter((meant) => meant !== undefined && !stands(meant, events))
    .map((meant) => `${name}: answered ${JSON.stringify(meant)}, on record ${typesOf(events) || "nothing"}`);
}

function stands(meant: Meaning, events: readonly StoredEvent[]): boolean {
  switch (meant.type) {
    case "done":
      return events.some(({ stream, event }) => stream === meant.id && event.type === meant.event);
    case "refused":
      return events.some(({ event }) => event.type === "refused" || event.type === "turned-away");
    case "again":
      return true;
  }
}

const typesOf = (events: readonly StoredEvent[]): string => events.map(({ event }) => event.type).join();

/** What people did, in the log: each written by one command, which one interaction of that person gave. */
function strangers(all: readonly Interaction[], { commands, log }: Books): string[] {
  const whose = new Map(all.map(({ key, who }) => [key, objectIdOf(who)]));
  const writers = Map.groupBy(commands, ({ stream }) => stream);
  return log.flatMap(({ stream, version, event }) => {
    if (!("by" in event) || event.by === undefined) return [];
    const { by } = event;
    const keys = (writers.get(stream) ?? [])
      .filter(({ first, last }) => first <= version && version <= last)
      .map(({ key }) => key);
    if (keys.length === 1 && whose.get(keyOfInteraction(keys[0] ?? "")) === by) return [];
    return [`${event.type} of ${nameOf(by)} on ${stream} was written by ${keys.join(" and ") || "nobody"}`];
  });
}

/** An answer that went its own way says what was done: that stands in the log, by that person. */
function falsePromises(around: World["around"], { log }: Books): string[] {
  const did = new Set(
    log.map(({ stream, event }) => `${"by" in event ? event.by : ""} ${event.type} ${stream}`),
  );
  return privateAnswers(around).flatMap(({ who, words }) => {
    const meant = meaning(words);
    if (meant?.type !== "done" || did.has(`${who} ${meant.event} ${meant.id}`)) return [];
    return [`${nameOf(who)} was told "${meant.id}: ${meant.event}", and that is not on record`];
  });
}

/** A refusal that names a request or an alert stands beside it. It may be said more than once: nobody must miss it. */
function falseRefusals(around: World["around"], { log }: Books): string[] {
  const refused = new Set(
    log.flatMap(({ stream, event }) => (event.type === "refused" ? [`${event.by} ${stream}`] : [])),
  );
  const away = new Set(
    log.flatMap(({ event }) => (event.type === "turned-away" ? [objectIdOf(lastPart(event.who))] : [])),
  );
  return privateAnswers(around).flatMap(({ who, words }) => {
    const [id] = /\b(?:BG|AL)-\d+\b/.exec(words) ?? [];
    const isRefusal = meaning(words)?.type === "refused" && id !== undefined;
    if (!isRefusal || refused.has(`${who} refused:${id}`) || away.has(who)) return [];
    return [`${nameOf(who)} was refused on ${id}, and that is not on record`];
  });
}

const lastPart = (who: string): string => who.slice(who.lastIndexOf("/") + 1);
