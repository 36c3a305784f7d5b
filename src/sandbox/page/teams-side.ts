// The Teams of the page: one person's channels with their threads, their chat with the bot, and its cards.
import { paintCard, paintText } from "../teams/paint-card.ts";
import type { Message, SeenChannel, Thread } from "../teams/types.ts";
import type { Choice } from "./choice.ts";
import { today } from "./clock.ts";
import { offerCommands } from "./commands.ts";
import { startComposer } from "./composer.ts";
import { el, keepList } from "./dom.ts";
import { drawFrame, followNewest } from "./frame.ts";
import { isDark } from "./light.ts";
import { drawMessage } from "./message.ts";
import { isUnread, markSeen } from "./seen.ts";
import { direct, type Side } from "./slack-side.ts";
import type { Company } from "./state.ts";
import { act } from "./talk.ts";

/** Microsoft's host configurations: how Teams looks. */
export type Looks = { light: object; dark: object };

export function teamsSide(section: HTMLElement, company: Company, choice: Choice, looks: Looks): Side {
  const frame = drawFrame(section, "teams", "Teams", "IT Operations", choice);
  const me = () => choice.person("teams");
  const nameOf = (id: string) =>
    id === "bot" ? company.teams.bot : (company.people.find(({ teams }) => teams === id)?.name ?? id);
  const zone = () => company.people.find(({ teams }) => teams === me())?.timeZone ?? "UTC";
  const isInChat = () => choice.place("teams") === direct;
  const lead = `@${company.teams.bot} `;
  /** Each card is asked for anew when it comes to this person's screen, and again after an edit, as a client does. */
  const refreshed = new Set<string>();
  let shown = "";
  let answering: string | undefined;

  const composer = startComposer(
    "Write in Teams",
    (typed) => offerCommands(typed, isInChat() ? [""] : [lead, "/breakglass "]),
    (text) => void send(text),
  );
  const replying = el("p", { class: "replying", hidden: true });
  frame.foot.append(replying, composer.element);

  async function send(text: string): Promise<void> {
    const channel = choice.place("teams");
    const where = isInChat() ? "personal" : answering ? `${channel};messageid=${answering}` : channel;
    const slash = !isInChat() && text.startsWith("/");
    const mention = !isInChat() && text.toLowerCase().startsWith(lead.toLowerCase());
    const words = slash ? text.slice(1) : mention ? text.slice(lead.length) : text;
    if (!isInChat() && !slash && !mention)
      frame.say(`The bot only hears ${lead.trim()} or /breakglass in a channel.`);
    await tell("/api/teams/say", { person: me(), where, text: words, slash, mention });
  }

  async function tell(path: string, body: object): Promise<void> {
    const { error, toast, invalid } = await act(path, body);
    if (error) frame.say(error, true);
    if (toast) frame.say(toast);
    if (invalid) frame.say(Object.values(invalid).join(" "), true);
  }

  function answer(thread: string | undefined): void {
    answering = thread;
    replying.hidden = thread === undefined;
    replying.replaceChildren(
      "Replying in the thread",
      el("button", { type: "button", onclick: () => answer(undefined) }, "New post instead"),
    );
    if (thread !== undefined) composer.fill(lead);
  }

  function refresh({ id, edits, card, deleted }: Message): void {
    const screen = `${me()} ${id} ${edits}`;
    if (!card || deleted || refreshed.has(screen)) return;
    refreshed.add(screen);
    void act("/api/teams/show", { person: me(), message: id });
  }

  const drawOne = (message: Message): HTMLElement =>
    drawMessage(
      {
        by: nameOf(message.by),
        isBot: message.by === "bot",
        at: Number(message.id),
        timeZone: zone(),
        edited: message.editedAt !== undefined,
        privately: message.targetedFor && "Only you can see this message",
        isReply: message.rootId !== undefined,
      },
      ...drawBody(message),
    );

  function drawBody(message: Message): HTMLElement[] {
    if (message.deleted) return [el("p", { class: "deleted" }, "This message has been deleted.")];
    const text = message.text ? [paintText(message.text, message.textFormat)] : [];
    if (!message.card) return text;
    return [
      ...text,
      paintCard(message.card, {
        hostConfig: isDark() ? looks.dark : looks.light,
        timeZone: zone(),
        onExecute: (verb, data, inputs) =>
          void tell("/api/teams/execute", { person: me(), message: message.id, verb, data, inputs }),
      }),
    ];
  }

  const drawThread = ({ root, replies }: Thread): HTMLElement =>
    el(
      "section",
      { class: "thread" },
      ...[root, ...replies].map(drawOne),
      !root.targetedFor &&
        el("button", { type: "button", class: "reply-here", onclick: () => answer(root.id) }, "Reply"),
    );

  return {
    fill: composer.fill,
    show({ teams, newest }) {
      const open = teams.channels.find(({ id }) => id === choice.place("teams"));
      if (open) markSeen(me(), open.id, lastOf(open, me()));
      if (isInChat()) markSeen(me(), direct, newest[me()]);
      frame.showPeople(
        company.people.map((person) => ({
          id: person.teams,
          name: person.name,
          about: `${person.job} · ${person.roles}`,
          waiting: isUnread(person.teams, direct, newest[person.teams]),
        })),
        me(),
      );
      frame.showRooms(
        [
          {
            id: direct,
            name: `Chat with ${company.teams.bot}`,
            about: "only you and the bot",
            newest: newest[me()],
            unread: isUnread(me(), direct, newest[me()]),
          },
          ...teams.channels.map((channel) => ({
            id: channel.id,
            name: channel.name,
            about: channel.team,
            newest: lastOf(channel, me()),
            unread: isUnread(me(), channel.id, lastOf(channel, me())),
          })),
        ],
        choice.place("teams"),
      );
      const view = `${me()} ${choice.place("teams")} ${isDark()}`;
      if (view !== shown) answer(undefined);
      followNewest(
        frame.messages,
        () => {
          if (open) {
            keepList(frame.messages, open.threads, {
              key: ({ root }) => `${view} ${root.id}`,
              shows: (thread) => [thread, today(zone())],
              draw: drawThread,
            });
          } else {
            keepList(frame.messages, isInChat() ? teams.chat : [], {
              key: ({ id }) => `${view} ${id}`,
              shows: (message) => [message, today(zone())],
              draw: drawOne,
            });
          }
        },
        view !== shown,
      );
      shown = view;
      const visible = open
        ? open.threads.flatMap(({ root, replies }) => [root, ...replies])
        : isInChat()
          ? teams.chat
          : [];
      for (const message of visible) refresh(message);
      composer.setPlaceholder(
        isInChat() ? "Type a command: request, status, help" : `${lead}status, or /breakglass request`,
      );
    },
  };
}

const lastOf = ({ threads }: SeenChannel, me: string): string | undefined =>
  threads
    .flatMap(({ root, replies }) => [root, ...replies])
    .filter(({ by }) => by !== me)
    .map(({ id }) => id)
    .sort()
    .at(-1);
