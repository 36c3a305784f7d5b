// For the browser: makes elements by hand. Text only ever becomes text, so nobody's words become markup.

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
export type Child = Node | string | undefined | false;

/** `class` gets Slack's prefix; `true` is a bare attribute; false and undefined leave it out. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.filter((child): child is Node | string => child !== undefined && child !== false),
  );
  return element;
}

/** A link only to the web or to mail: anything else is shown as it was written. */
export function link(url: string, ...label: Child[]): HTMLElement {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return make("span", {}, `<${url}>`);
  const shown = label.length > 0 ? label : [url];
  return make(
    "a",
    { class: "sl-link", href: url, target: "_blank", rel: "noopener noreferrer", title: url },
    ...shown,
  );
}

type Known = { id: string; name: string };
/** `now`: milliseconds since 1970, for what is today; the machine's own when it is left out. */
export type Context = {
  people: readonly Known[];
  channels?: readonly Known[];
  timeZone: string;
  now?: number;
};

export const mention = (text: string): HTMLElement => make("span", { class: "sl-mention" }, text);
export const personName = ({ people }: Context, id: string): string =>
  `@${people.find((person) => person.id === id)?.name ?? id}`;
export const channelName = ({ channels }: Context, id: string): string =>
  `#${channels?.find((channel) => channel.id === id)?.name ?? id}`;

const emojis: Readonly<Record<string, string>> = {
  alarm_clock: "⏰",
  bell: "🔔",
  bust_in_silhouette: "👤",
  closed_lock_with_key: "🔐",
  hourglass: "⌛",
  hourglass_flowing_sand: "⏳",
  information_source: "ℹ️",
  key: "🔑",
  large_blue_circle: "🔵",
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
  lock: "🔒",
  loudspeaker: "📢",
  mega: "📣",
  memo: "📝",
  no_entry: "⛔",
  no_entry_sign: "🚫",
  red_circle: "🔴",
  rotating_light: "🚨",
  unlock: "🔓",
  warning: "⚠️",
  wave: "👋",
  white_check_mark: "✅",
  white_circle: "⚪",
  x: "❌",
};
/** An emoji we do not know stays as it is written. */
export function emoji(name: string, unicode?: string): string {
  const known = Object.hasOwn(emojis, name) ? emojis[name] : undefined;
  if (known) return known;
  const points = (unicode ?? "").split("-").map((point) => Number.parseInt(point, 16));
  return points.every((point) => point > 0 && point <= 0x10ffff)
    ? String.fromCodePoint(...points)
    : `:${name}:`;
}
