// Who am I? One round button a colleague; a dot says that something private waits for them.
import { el, keepList } from "./dom.ts";

export type Pickable = { id: string; name: string; about: string; waiting: boolean };

export function drawPicker(
  root: HTMLElement,
  group: string,
  people: readonly Pickable[],
  chosen: string,
  choose: (id: string) => void,
): void {
  if (!root.firstChild) {
    root.append(
      el(
        "fieldset",
        {},
        el("legend", { class: "aloud" }, `Who are you in ${group}?`),
        el("div", { class: "faces" }),
      ),
      el("p", { class: "me" }),
    );
  }
  const faces = root.querySelector<HTMLElement>(".faces");
  const me = root.querySelector<HTMLElement>(".me");
  if (!faces || !me) return;
  keepList(faces, people, {
    key: ({ id }) => id,
    shows: ({ name }) => name,
    draw: ({ id, name, about }) =>
      el(
        "label",
        { class: "face-choice", title: `${name}: ${about}` },
        el("input", {
          type: "radio",
          name: `who-${group}`,
          value: id,
          class: "aloud",
          onchange: () => choose(id),
        }),
        avatar(name),
        el("span", { class: "aloud" }, `${name}, ${about}`),
      ),
  });
  for (const input of faces.querySelectorAll("input")) input.checked = input.value === chosen;
  for (const [i, { waiting }] of people.entries()) faces.children[i]?.classList.toggle("waiting", waiting);
  const person = people.find(({ id }) => id === chosen);
  me.replaceChildren(
    "You are ",
    el("strong", {}, person?.name ?? "nobody"),
    person ? ` · ${person.about}` : "",
  );
}

/** Colours are given in the order in which people are first drawn: eight people, eight colours. */
const hues = new Map<string, number>();

/** A face without a picture: the first letters on a quiet colour. */
export function avatar(name: string): HTMLElement {
  const hue = hues.get(name) ?? hues.size % 8;
  hues.set(name, hue);
  return el("span", { class: `face hue-${hue}`, "aria-hidden": "true" }, name.slice(0, 2));
}
