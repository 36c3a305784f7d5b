// An office with one account, and the stories that these attacks begin with: a use, and a drill that runs.
import type { Organisation, Person } from "../../src/core/organisation.ts";
import type { Caller } from "../../src/core/ports/desk.ts";
import { signIn } from "../core/sign-in/kit.ts";
import { ada, after, alice, audrey, bob, contoso, dave, erin, first, people } from "../kit/cast.ts";
import { type Chat, inSlack, inTeams, type Message, placeOf } from "../kit/chat.ts";
import { type Office, openOffice, readView } from "../kit/office.ts";

const calm = { source: "log-analytics", every: 36_000, heartbeat: 36_000, exclusionGroups: [] } as const;
export const small: Organisation = { ...contoso, watch: calm, accounts: [first] };

/** The roster, with these people in the place of whoever has their id. */
export const withPeople = (...changed: readonly Person[]): Organisation => ({
  ...small,
  people: people.map((one) => changed.find(({ id }) => id === one.id) ?? one),
});

type Rows = Parameters<Office["entra"]["tells"]>[0];
type Where = Person | "soc" | "requests" | "admins";

export async function openDay(organisation: Organisation = small) {
  const office = await openOffice(organisation);
  async function settled() {
    await office.follow();
    await office.keep();
    await office.tick();
    await office.deliver();
  }
  const day = {
    ...office,
    settled,
    /** The clock stands there, and all that is owed by then is done. */
    async until(minute: number) {
      office.at(minute);
      await settled();
    },
    /** Rows become readable at that minute, and everything that follows from them happens. */
    async tells(minute: number, ...rows: Rows) {
      office.at(minute);
      office.entra.tells(rows, after(minute));
      await office.look();
      await settled();
    },
    card(stream: string, where: Where = "admins", chat: Chat = office.slack): Message {
      const found = chat
        .at(placeOf(chat.platform, where))
        .find(({ key }) => key.startsWith(`card/${stream}/`));
      if (!found) throw new Error(`no card of ${stream}`);
      return found;
    },
    /** All that stands in front of somebody, on both platforms, as they read it. */
    reads: (where: Where): string =>
      [office.slack, office.teams]
        .flatMap((chat) => chat.at(placeOf(chat.platform, where)))
        .map(({ view }) => readView(view))
        .join("\n"),
    /** Asked, approved, handed over, signed in to at minute 10, ended at 30. */
    async used(who: Person = alice) {
      await office.submit(inSlack(who));
      office.at(1);
      await office.hear(inTeams(bob), "approve BG-1");
      office.at(2);
      await office.hear(inSlack(dave), "release BG-1 envelope A");
      await office.hear(inSlack(erin), "release BG-1 envelope B");
      await day.tells(12, signIn(10));
      office.at(30);
      await office.hear(inSlack(who), "end BG-1");
      await settled();
    },
    rehearse: (who: Caller, drill = "DR-1") =>
      office.desk.hear({
        caller: who,
        key: office.newKey(),
        click: { verb: "rehearse", drill } as never,
        typed: {
          account: first.id,
          failure: "other",
          reason: "The drill of this quarter",
          ticket: "",
          minutes: "60",
        },
        on: undefined,
        card: undefined,
      }),
    /** Ada leads, Audrey watches, since minute 0. */
    async started(announced: boolean) {
      await day.until(0);
      await office.hear(inSlack(ada), "drill now");
      await office.hear(inSlack(ada), `drill start DR-1${announced ? "" : " unannounced"}`);
      await office.hear(inTeams(audrey), "drill witness DR-1");
      await settled();
    },
    /** Asked for by Alice at 5, approved at 7, handed over at 8. */
    async rehearsed(announced: boolean, who: Person = alice) {
      await day.started(announced);
      office.at(5);
      await day.rehearse(inSlack(who));
      await settled();
      office.at(7);
      await office.hear(inTeams(bob), "approve BG-1");
      office.at(8);
      await office.hear(inSlack(dave), "release BG-1 envelope A");
      await office.hear(inSlack(erin), "release BG-1 envelope B");
      await settled();
    },
    /** Ticks by hand what is left of the steps. */
    async ticked(who: Caller) {
      for (const step of ["people-r", "doc", "people-t", "task", "no-personal", "two", "safes"])
        await office.hear(who, `drill tick DR-1 ${step}`);
      await settled();
    },
  };
  return day;
}
export type Day = Awaited<ReturnType<typeof openDay>>;
