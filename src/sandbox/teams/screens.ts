// The screens of people who are watching: every card with a refresh is asked for anew shortly after it changed.
import type { Directory, Resident } from "./directory.ts";
import type { Messages } from "./messages.ts";
import { type People, refreshFor } from "./people.ts";

export type Screens = {
  watch(person: Resident, watching: boolean): void;
  /** Something changed: look what has to be refreshed. */
  look(): void;
  settled(): Promise<void>;
  stop(): void;
};

type Options = { directory: Directory; messages: Messages; people: People; delayMs: number };

export function openScreens({ directory, messages, people, delayMs }: Options): Screens {
  const watching = new Set<Resident>();
  /** Who already asked for which edit of which message. */
  const asked = new Map<string, number>();
  const underWay = new Set<Promise<unknown>>();
  let timer: NodeJS.Timeout | undefined;

  const ask = (person: Resident, id: string) => {
    // A refresh that fails leaves the card as it was posted, as in Teams.
    const asking = people.show(person.objectId, id).catch(() => undefined);
    underWay.add(asking);
    void asking.then(() => underWay.delete(asking));
  };
  const refresh = () => {
    timer = undefined;
    for (const person of watching) {
      for (const { id, edits } of messages.all()) {
        const key = `${person.objectId} ${id}`;
        const place = directory.places.get(messages.find(id)?.message.conversationId ?? "");
        if (!place || !messages.seen(id, person) || asked.get(key) === edits) continue;
        asked.set(key, edits);
        if (refreshFor(messages.find(id)?.message.card, person, place)) ask(person, id);
      }
    }
  };
  const look = () => {
    if (watching.size > 0) timer ??= setTimeout(refresh, delayMs);
  };

  return {
    watch: (person, isWatching) => {
      if (isWatching) watching.add(person);
      else watching.delete(person);
      look();
    },
    look,
    settled: async () => {
      while (timer || underWay.size > 0) {
        if (timer) await new Promise((resolve) => setTimeout(resolve, delayMs));
        else await Promise.all(underWay);
      }
    },
    stop: () => {
      clearTimeout(timer);
      watching.clear();
      timer = undefined;
    },
  };
}
