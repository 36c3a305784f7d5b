// The Slack of the page: one person's channels, messages, threads, private answers and forms.

import { paintBlocks, paintMessage } from "../slack/paint-blocks.ts";
import type { Element } from "../slack/paint-elements.ts";
import type { Conversation, Message, View } from "../slack/types.ts";
import type { Choice } from "./choice.ts";
import { practiceNow, today } from "./clock.ts";
import { offerCommands } from "./commands.ts";
import { startComposer } from "./composer.ts";
import { el, keepList } from "./dom.ts";
import { drawFrame, followNewest } from "./frame.ts";
import { drawMessage } from "./message.ts";
import { isUnread, markSeen } from "./seen.ts";
import { drawModal } from "./slack-modal.ts";
import type { Company, State } from "./state.ts";
import { act } from "./talk.ts";

export type Side = {
  show(state: State): void;
  /** Words put where one writes. */
  fill(text: string): void;
};

/** The place of a person's private messages with the bot, whatever its id is, and before there is one. */
export const direct = "direct";
/** The place of the bot's Home tab. */
export const homePlace = "home";

export function slackSide(section: HTMLElement, company: Company, choice: Choice): Side {
  const frame = drawFrame(section, "slack", "Slack", company.slack.name, choice);
  const people = [
    ...company.people.map(({ slack, name }) => ({ id: slack, name })),
    { id: company.slack.botUser, name: company.slack.bot },
  ];
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  const me = () => choice.person("slack");
  const zone = () => company.people.find(({ slack }) => slack === me())?.timeZone ?? "UTC";
  let rooms: readonly Conversation[] = [];
  let shown = "";

  const composer = startComposer(
    "Write in Slack",
    (typed) => offerCommands(typed, ["/breakglass "]),
    (text) => void send(text),
  );
  frame.foot.append(composer.element);

  async function send(text: string): Promise<void> {
    if (!text.startsWith("/"))
      return frame.say("Here people only talk to the bot: type /breakglass and a command.", true);
    const channel = rooms.find((room) => room.id === choice.place("slack")) ?? rooms[0];
    if (!channel) return;
    await tell("/api/slack/command", { user: me(), text, channel: channel.id });
  }

  async function tell(path: string, body: object): Promise<void> {
    const { error } = await act(path, body);
    if (error) frame.say(error, true);
  }

  const drawOne = (message: Message): HTMLElement =>
    drawMessage(
      {
        by: nameOf(message.by),
        isBot: message.by === company.slack.botUser,
        at: Number(message.ts) * 1000,
        timeZone: zone(),
        edited: message.editedAt !== undefined,
        privately: message.ephemeralFor && "Only visible to you",
        isReply: message.threadTs !== undefined && message.threadTs !== message.ts,
      },
      paintMessage(
        message,
        painting("/api/slack/click", { user: me(), channel: message.channel, ts: message.ts }),
      ),
    );

  const drawHome = ({ id: view, blocks }: View): HTMLElement =>
    el(
      "article",
      { class: "home", "aria-label": `${company.slack.bot}: Home` },
      paintBlocks(blocks, painting("/api/slack/click-in-view", { user: me(), view })),
    );

  /** Its buttons tell `path` what was clicked, and `where`. */
  const painting = (path: string, where: object) => ({
    people,
    channels: rooms,
    timeZone: zone(),
    now: practiceNow(),
    onAction: ({ action_id: action }: Element, block: string, value: string | undefined) =>
      void tell(path, { ...where, action, block, value }),
  });

  return {
    fill: composer.fill,
    show({ slack, newest }) {
      const [dm] = slack.dms;
      rooms = [...slack.channels, ...slack.dms];
      const place = choice.place("slack") === direct ? (dm?.id ?? direct) : choice.place("slack");
      const open = rooms.find(({ id }) => id === place);
      if (open) markSeen(me(), open.id, lastOf(open, me()));
      if (open && open.id === dm?.id) markSeen(me(), direct, newest[me()]);
      frame.showPeople(
        company.people.map((person) => ({
          id: person.slack,
          name: person.name,
          about: `${person.job} · ${person.roles}`,
          waiting: isUnread(person.slack, direct, newest[person.slack]),
        })),
        me(),
      );
      frame.showRooms(
        [
          ...slack.channels.map((room) => ({
            id: room.id,
            name: `# ${room.name}`,
            about: "",
            newest: lastOf(room, me()),
            unread: isUnread(me(), room.id, lastOf(room, me())),
          })),
          {
            id: dm?.id ?? direct,
            name: company.slack.bot,
            about: "direct messages",
            newest: dm && lastOf(dm, me()),
            unread: dm !== undefined && isUnread(me(), dm.id, lastOf(dm, me())),
          },
          { id: homePlace, name: "Home", about: company.slack.bot, newest: undefined, unread: false },
        ],
        place,
      );
      const view = `${me()} ${place}`;
      const isHome = place === homePlace;
      if (isHome && view !== shown) void tell("/api/slack/home", { user: me() }); // the bot draws it when it is opened
      frame.foot.hidden = isHome;
      followNewest(
        frame.messages,
        () => {
          if (view !== shown) frame.messages.replaceChildren();
          if (isHome) {
            keepList(frame.messages, slack.home ? [slack.home] : [], {
              key: ({ id }) => `${view} ${id}`,
              shows: ({ blocks }) => [blocks, today(zone())],
              draw: drawHome,
            });
          } else {
            keepList(frame.messages, inThreads(open?.messages ?? []), {
              key: ({ ts }) => `${view} ${ts}`,
              shows: (message) => [message, today(zone())],
              draw: drawOne,
            });
          }
          frame.messages.classList.toggle("empty", !frame.messages.firstChild);
        },
        view !== shown,
      );
      shown = view;
      composer.setPlaceholder("Try /breakglass request");
      drawModal(frame.cover, slack.modals.at(-1), {
        people,
        timeZone: zone(),
        now: practiceNow(),
        submit: ({ id: view, user }, values) => void tell("/api/slack/submit", { user, view, values }),
        close: ({ id: view, user }) => void tell("/api/slack/close", { user, view }),
        action: ({ id: view, user }, { action_id: action }, block, value) =>
          void tell("/api/slack/click-in-view", { user, view, action, block, value }),
      });
    },
  };
}

const lastOf = (room: Conversation, me: string): string | undefined =>
  room.messages.findLast(({ by }) => by !== me)?.ts;

/** Replies stand below the message they answer, in their order. */
function inThreads(messages: readonly Message[]): readonly Message[] {
  const isReply = ({ threadTs, ts }: Message) => threadTs !== undefined && threadTs !== ts;
  return messages
    .filter((message) => !isReply(message))
    .flatMap((root) => [root, ...messages.filter((reply) => isReply(reply) && reply.threadTs === root.ts)]);
}
