// Elements are made by hand: text is only ever text, so nobody's words can become markup.
import { type Child, make } from "../slack/paint-dom.ts";

type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/** As `make`, and a function under an `onclick`-like name listens. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const plain: Record<string, string | number | boolean | undefined> = {};
  const heard: [string, (event: Event) => void][] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") heard.push([name.slice(2), value]);
    else plain[name] = value;
  }
  const element = make(tag, plain, ...children);
  for (const [name, listener] of heard) element.addEventListener(name, listener);
  return element;
}

/** What is drawn for one thing, and what it showed, so that it is drawn anew only when that changed. */
type Drawn = { shows: string; element: HTMLElement };
const drawn = new WeakMap<HTMLElement, Map<string, Drawn>>();

/**
 * Brings a list up to date: keeps the elements whose `shows` is the same, and with them the words somebody is
 * typing, the focus and the place they scrolled to.
 */
export function keepList<T>(
  parent: HTMLElement,
  items: readonly T[],
  how: { key(item: T): string; shows(item: T): unknown; draw(item: T): HTMLElement },
): void {
  const before = drawn.get(parent) ?? new Map<string, Drawn>();
  const now = new Map<string, Drawn>();
  for (const item of items) {
    const shows = JSON.stringify(how.shows(item));
    const old = before.get(how.key(item));
    now.set(how.key(item), old?.shows === shows ? old : { shows, element: how.draw(item) });
  }
  const elements = [...now.values()].map(({ element }) => element);
  if (elements.length !== parent.children.length || elements.some((each, i) => parent.children[i] !== each)) {
    replaceKept(parent, elements);
  }
  drawn.set(parent, now);
}

/** Takes out what is gone and puts in what is new, without moving what stays. */
function replaceKept(parent: HTMLElement, elements: readonly HTMLElement[]): void {
  const keep = new Set<Element>(elements);
  const gone = Array.from(parent.children).filter((child) => !keep.has(child));
  for (const child of gone) child.remove();
  for (const [i, element] of elements.entries()) {
    if (parent.children[i] !== element) parent.insertBefore(element, parent.children[i] ?? null);
  }
}
