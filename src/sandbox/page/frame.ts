// One chat's frame: whose screen it is, the list of places, the open place, and where to write.
import type { Choice, Platform } from "./choice.ts";
import { el, keepList } from "./dom.ts";
import { drawPicker, type Pickable } from "./picker.ts";

export type Room = { id: string; name: string; about: string; newest: string | undefined; unread: boolean };

export type Frame = {
  messages: HTMLElement;
  /** Where the composer goes. */
  foot: HTMLElement;
  /** Covers the chat while a form or a question is open. */
  cover: HTMLElement;
  showPeople(people: readonly Pickable[], chosen: string): void;
  showRooms(rooms: readonly Room[], open: string): void;
  /** A short private message over the chat; goes by itself or at a click. */
  say(text: string, isBad?: boolean): void;
};

const toastMs = 12_000;

export function drawFrame(
  section: HTMLElement,
  platform: Platform,
  title: string,
  subtitle: string,
  choice: Choice,
): Frame {
  const people = el("div", { class: "people" });
  const rooms = el("ul", { class: "rooms" });
  const roomName = el("h3", { class: "room-name" });
  const roomAbout = el("p", { class: "room-about" });
  const messages = el("div", { class: "messages", role: "log", tabindex: 0 });
  const foot = el("div", { class: "foot" });
  const cover = el("div", { class: "cover", hidden: true });
  const toasts = el("div", { class: "toasts", role: "status" });
  let person = "";
  section.replaceChildren(
    el("header", { class: "chat-head" }, el("h2", {}, title, el("small", {}, subtitle)), people),
    el(
      "div",
      { class: "chat-body" },
      el("nav", { class: "places", "aria-label": `${title}: places` }, rooms),
      el("div", { class: "room" }, el("header", { class: "room-head" }, roomName, roomAbout), messages, foot),
      cover,
    ),
    toasts,
  );
  return {
    messages,
    foot,
    cover,
    showPeople: (list, chosen) => {
      if (chosen !== person) toasts.replaceChildren(); // they were said to somebody else
      person = chosen;
      drawPicker(people, platform, list, chosen, (id) => choice.choose(platform, { person: id }));
    },
    showRooms: (list, open) => {
      keepList(rooms, list, {
        key: ({ id }) => id,
        shows: ({ id, name, unread }) => [name, unread, id === open],
        draw: (room) => drawRoom(room, room.id === open, () => choice.choose(platform, { place: room.id })),
      });
      const current = list.find(({ id }) => id === open);
      roomName.textContent = current?.name ?? "";
      roomAbout.textContent = current?.about ?? "";
      messages.setAttribute("aria-label", `${title}: ${current?.name ?? "messages"}`);
    },
    say: (text, isBad = false) => {
      const toast = el("div", { class: isBad ? "toast bad" : "toast" }, text);
      toast.append(
        el("button", { type: "button", "aria-label": "Close", onclick: () => toast.remove() }, "×"),
      );
      toasts.append(toast);
      setTimeout(() => toast.remove(), toastMs);
    },
  };
}

const drawRoom = (room: Room, isOpen: boolean, open: () => void): HTMLElement =>
  el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        class: room.unread ? "place unread" : "place",
        "aria-current": isOpen && "page",
        onclick: open,
      },
      el("span", { class: "place-name" }, room.name),
      room.unread && el("span", { class: "mark" }, el("span", { class: "aloud" }, " (unread)")),
    ),
  );

/** Keeps the newest message in view, unless the reader scrolled up. One that is taller than the view shows its top. */
export function followNewest(messages: HTMLElement, change: () => void, jump: boolean): void {
  const topOf = (message: HTMLElement) => message.offsetTop - messages.offsetTop;
  const before = messages.lastElementChild;
  const saw = !(before instanceof HTMLElement) || topOf(before) < messages.scrollTop + messages.clientHeight;
  change();
  const newest = messages.lastElementChild;
  if (!(newest instanceof HTMLElement) || !(jump || (saw && newest !== before))) return;
  const isTall = newest.offsetHeight > messages.clientHeight;
  messages.scrollTop = isTall ? topOf(newest) : messages.scrollHeight;
}
