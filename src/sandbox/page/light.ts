// Light, dark, or as the system has it. A choice is kept for the next visit.
import { el } from "./dom.ts";

const system = matchMedia("(prefers-color-scheme: dark)");
const chosen = document.documentElement.dataset;
const kept = localStorage.getItem("light");
if (kept !== null) chosen["light"] = kept;

export const isDark = (): boolean => (chosen["light"] ?? (system.matches ? "dark" : "light")) === "dark";

/** What is drawn for one light must be drawn anew for the other. */
export const onLight = (changed: () => void): void => document.addEventListener("light", changed);

export function lightSwitch(): HTMLElement {
  const button = el("button", { type: "button", class: "quiet light", onclick: () => choose() });
  const tell = () => {
    button.textContent = isDark() ? "☀" : "☾";
    button.setAttribute("aria-label", isDark() ? "Use the light theme" : "Use the dark theme");
    document.dispatchEvent(new Event("light"));
  };
  const choose = () => {
    const light = isDark() ? "light" : "dark";
    chosen["light"] = light;
    localStorage.setItem("light", light);
    tell();
  };
  system.addEventListener("change", tell);
  tell();
  return button;
}
