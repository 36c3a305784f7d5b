// Whether the Entra pane is open: as it was left, and at first only where there is room for it beside the chats.

export type Pane = { toggle(): void; open(): void; onChange(heard: (isOpen: boolean) => void): void };

/** Narrower than this, three columns are none. */
const roomy = matchMedia("(min-width: 1240px)");

export function startPane(section: HTMLElement): Pane {
  const listeners: ((isOpen: boolean) => void)[] = [];
  const set = (isOpen: boolean) => {
    section.hidden = !isOpen;
    for (const heard of listeners) heard(isOpen);
  };
  const choose = (isOpen: boolean) => {
    localStorage.setItem("entra", isOpen ? "open" : "closed");
    set(isOpen);
    if (isOpen) section.scrollIntoView({ block: "nearest" });
  };
  const kept = localStorage.getItem("entra");
  set(kept === null ? roomy.matches : kept === "open");
  return {
    toggle: () => choose(section.hidden !== false),
    open: () => choose(true),
    onChange: (heard) => {
      listeners.push(heard);
      heard(section.hidden === false);
    },
  };
}
