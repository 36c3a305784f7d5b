// Draws a card and a text as Teams does, in the browser: Microsoft's own renderer with Teams' own looks.
// The page loads adaptivecards.min.js (global AdaptiveCards) before this module.
import type * as Renderer from "adaptivecards";
import { withLocalTimes } from "./local-times.ts";
import { escapeHtml, markdown, withLinks } from "./markdown.ts";
import type { Card } from "./types.ts";

declare const AdaptiveCards: typeof Renderer;

export type PaintOptions = {
  /** host-config-light.json or host-config-dark.json */
  hostConfig: object;
  /** IANA name: whose eyes the card is for. */
  timeZone: string;
  /**
   * An action that the renderer's own checks of the inputs let pass. `verb`: none on an Action.Submit. `data`: the
   * action's own, as in the card. `inputs`: what was filled in, by input id; empty ones are missing.
   */
  onExecute: (verb: string | undefined, data: unknown, inputs: Readonly<Record<string, string>>) => void;
};

export function paintCard(card: Card, { hostConfig, timeZone, onExecute }: PaintOptions): HTMLElement {
  const frame = document.createElement("div");
  frame.className = "tm-card";
  const painter = new AdaptiveCards.AdaptiveCard();
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown(text);
    result.didProcess = true;
  };
  painter.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  painter.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) {
      window.open(action.url, "_blank", "noopener,noreferrer");
    } else if (action instanceof AdaptiveCards.ExecuteAction) {
      onExecute(action.verb, own(action.toJSON()), filledIn(action));
    } else if (action instanceof AdaptiveCards.SubmitAction) {
      onExecute(undefined, own(action.toJSON()), filledIn(action));
    }
  };
  painter.onInlineCardExpanded = (action, isExpanded) => {
    if (isExpanded) action.card.renderedElement?.scrollIntoView({ block: "nearest" });
  };
  painter.parse(withLocalTimes(card, timeZone));
  const drawn = painter.render();
  if (drawn) frame.append(drawn);
  else frame.textContent = "This card can't be shown.";
  return frame;
}

const own = (action: { data?: unknown } | undefined): unknown => action?.data;

type Filled = { id?: string | undefined; value: unknown; isSet(): boolean };

function filledIn(action: { getReferencedInputs(): unknown }): Record<string, string> {
  const inputs = Object.values((action.getReferencedInputs() ?? {}) as Record<string, Filled>);
  return Object.fromEntries(
    inputs.filter((input) => input.isSet()).map((input) => [input.id ?? "", String(input.value)]),
  );
}

/** The text of a message. Mentions keep their name; only Markdown is more than text. */
export function paintText(text: string, format: "markdown" | "plain" | "xml"): HTMLElement {
  const frame = document.createElement("div");
  frame.className = "tm-text";
  const mentions = (part: string): string =>
    withLinks(part).replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<span class="tm-mention">$1</span>');
  frame.innerHTML =
    format === "markdown" ? markdown(text, mentions) : `<p>${escapeHtml(text).replace(/\n/g, "<br>")}</p>`;
  return frame;
}
