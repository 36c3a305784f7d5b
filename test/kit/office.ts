// The shell at work without any network: a store in memory, a clock set by hand, a desk, and two chats.
import { openStore } from "../../src/adapters/store/open-store.ts";
import { startDeliver } from "../../src/bots/deliver.ts";
import { createDesk } from "../../src/bots/desk.ts";
import { followStreams } from "../../src/bots/follow.ts";
import { keep } from "../../src/bots/keep.ts";
import type { Log } from "../../src/bots/log.ts";
import { tick } from "../../src/bots/tick.ts";
import { lookOnce, type SightNow } from "../../src/bots/watch.ts";
import type { Organisation } from "../../src/core/organisation.ts";
import type { Answer, Caller, From } from "../../src/core/ports/desk.ts";
import type { CredentialLook } from "../../src/core/ports/entra.ts";
import type { Store } from "../../src/core/ports/store.ts";
import type { ButtonAction, Line, Typed, View } from "../../src/core/view.ts";
import { after, contoso, first } from "./cast.ts";
import { type Chat, createChat, type Message } from "./chat.ts";
import { createEntra } from "./entra.ts";
import { reason } from "./events.ts";

export type Office = Awaited<ReturnType<typeof openOffice>>;

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
};

/** `given`: a store that others use too, or that fails when a test says so. */
export async function openOffice(organisation: Organisation = contoso, given?: Store) {
  const store = given ?? (await openStore({ url: "sqlite::memory:" }));
  const clock = { minutes: 0 };
  const roster = { organisation };
  const slack = createChat("slack");
  const teams = createChat("teams");
  const fallback = createChat("fallback");
  const entra = createEntra();
  let sight: SightNow | undefined;
  /** What the directory says of any account, until it is told otherwise. */
  let credential: CredentialLook = { type: "seen", passwordChangedAt: undefined };
  const parts = {
    store,
    organisation: () => roster.organisation,
    now: () => after(clock.minutes),
    log: silent,
    messengers: [slack, teams],
    sight: () => sight,
    asksAtOnce: 20,
  };
  const looked = {};
  let keys = 0;
  const newKey = () => {
    keys += 1;
    return `key-${keys}`;
  };

  const desk = createDesk(parts);
  const hear = async (caller: Caller, text: string, key = newKey()) =>
    said(await desk.hear({ caller, key, wish: desk.understand(text) }));

  return {
    store,
    desk,
    parts,
    slack,
    teams,
    fallback,
    entra,
    /** A desk of another node, on the same store or another one. */
    another: (other: Store = store) => createDesk({ ...parts, store: other }),
    at: (minutes: number) => {
      clock.minutes = minutes;
    },
    /** The configuration was changed and read again. */
    become: (changed: Organisation) => {
      roster.organisation = changed;
    },
    newKey,
    hear,
    /** Fills in the request form, or the declaration's. */
    submit: async (
      caller: Caller,
      more: Typed = {},
      name: "request" | "declare" = "request",
      key = newKey(),
    ) => said(await desk.hear({ caller, key, submitted: name, typed: { ...filledIn, ...more } })),
    /** Presses a button of a message; `from` and `typed` say otherwise where it was tampered with. */
    press: async (
      caller: Caller,
      message: Message,
      verb: ButtonAction["verb"],
      { typed = {}, from = {}, key = newKey(), action = {} }: Press = {},
    ) => {
      const button = message.view.buttons.find((one) => one.action.verb === verb)?.action;
      const click = { verb, request: "BG-1", ...button, ...action } as ButtonAction;
      const on: From = { on: message.ref, card: message.key, ...from };
      return said(await desk.hear({ caller, key, click, typed, ...on }));
    },
    /** What is on record, as one word for each event. */
    record: async (stream: string) =>
      [...(await store.read(stream)), ...(await store.read(`refused:${stream}`))]
        .toSorted((a, b) => a.seq - b.seq)
        .map(({ event }) => event.type),
    tick: () => tick(parts),
    /** One look of the watch at what `entra` tells, and all that follows from it. */
    look: async () => {
      const watch = roster.organisation.watch;
      if (!watch) throw new Error("nothing to watch: the organisation names no log");
      sight = await lookOnce({ ...parts, watch, entraLog: entra.log }, new AbortController().signal);
      await followAll(parts);
      return sight;
    },
    /** `from`: as far as the log was followed before; left out, all of it is followed anew. */
    follow: (from = 0) => followAll(parts, from),
    /** What the directory answers from now on. */
    directorySays: (look: CredentialLook) => {
      credential = look;
    },
    /** What is owed by the calendar, by the roster, by proof; and all that follows from it. */
    keep: async (from = 0) => {
      await keep({ ...parts, directory: { credential: async () => credential } }, looked);
      await followAll(parts, from);
    },
    deliver: (...chats: Chat[]) => deliverAll(parts, chats.length > 0 ? chats : [slack, teams, fallback]),
    close: () => store.close(),
  };
}

/** Until the log has nothing new that anything follows from. */
async function followAll(parts: Parameters<typeof followStreams>[0], from = 0): Promise<void> {
  let seq = from;
  for (let more = true; more; ) {
    const { upTo, streams } = await parts.store.tail(seq, 1_000);
    await followStreams(parts, streams);
    more = upTo > seq;
    seq = upTo;
  }
}

type Press = { typed?: Typed; from?: Partial<From>; key?: string; action?: Partial<ButtonAction> };

const filledIn = {
  account: first.id,
  failure: "conditional-access-lockout",
  reason,
  ticket: "",
  minutes: "60",
};

/** The private answer as somebody reads it. */
function said(answer: Answer): string {
  if (answer.type === "form") return `form: ${answer.form.name}`;
  const wrong = answer.type === "wrong" ? ` ${Object.keys(answer.fields).join(", ")}` : "";
  return `${readView(answer.view)}${wrong}`;
}

export const readView = ({ title, lines, facts }: View): string =>
  [title, ...lines.map(readLine), ...facts.map(({ label, value }) => `${label}: ${readLine(value)}`)].join(
    "\n",
  );

const readLine = (line: Line): string =>
  line
    .map((inline) => {
      if (typeof inline === "string") return inline;
      if ("strong" in inline) return inline.strong;
      if ("said" in inline) return inline.said;
      if ("person" in inline) return inline.person.name;
      return inline.moment.toString().slice(11, 16);
    })
    .join("");

type Parts = Omit<Parameters<typeof startDeliver>[0], "messenger">;

/** Runs the delivery loops until neither finds anything that it may show now. */
export async function deliverAll(parts: Parts, chats: readonly Chat[]): Promise<void> {
  const idle = new Map(chats.map(({ platform }) => [platform, 0]));
  const busy = () => {
    for (const { platform } of chats) idle.set(platform, 0);
  };
  const watched: Store = {
    ...parts.store,
    async claim(...of) {
      const [, , , platform] = of;
      const deliveries = await parts.store.claim(...of);
      if (deliveries.length > 0) busy();
      else idle.set(platform, (idle.get(platform) ?? 0) + 1);
      return deliveries;
    },
    async delivered(...of) {
      const shown = await parts.store.delivered(...of);
      busy();
      return shown;
    },
    async failed(...of) {
      await parts.store.failed(...of);
      busy();
    },
  };
  let sending = 0;
  const loops = chats.map((chat) =>
    startDeliver({
      ...parts,
      store: watched,
      messenger: {
        ...chat,
        async send(outgoing) {
          sending += 1;
          busy();
          return await chat.send(outgoing).finally(() => {
            sending -= 1;
          });
        },
      },
    }),
  );
  while (sending > 0 || [...idle.values()].some((looks) => looks < 3)) {
    for (const loop of loops) loop.wake();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(loops.map((loop) => loop.stop()));
}
