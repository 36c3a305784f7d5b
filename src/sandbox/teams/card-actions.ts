// Clicking: which actions a card offers, which inputs go with them, and what a client checks before it sends.
import type { Card, CardAction, WhichAction } from "./types.ts";

type CardInput = {
  type: string;
  id: string;
  value?: string;
  isRequired?: boolean;
  errorMessage?: string;
  maxLength?: number;
  regex?: string;
  choices?: readonly { value: string }[];
  isMultiSelect?: boolean;
  valueOn?: string;
  valueOff?: string;
};
/** `inputs`: those of its own card and of the cards around it, as the renderer gathers them. */
type Offer = { action: CardAction; inputs: readonly CardInput[] };

/** Not shown, not clickable, or not card at all. */
const unseen = new Set(["refresh", "fallback", "data", "msteams", "requires"]);

function offers(card: Card, around: readonly CardInput[] = []): readonly Offer[] {
  const actions: CardAction[] = [];
  const inputs: CardInput[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    const part = value as Record<string, unknown>;
    const type = typeof part["type"] === "string" ? part["type"] : "";
    if (type.startsWith("Action.")) actions.push(part as CardAction);
    if (type.startsWith("Input.")) inputs.push(part as CardInput);
    for (const [name, inner] of Object.entries(part)) {
      if (!unseen.has(name) && !(type === "Action.ShowCard" && name === "card")) look(inner);
    }
  };
  look(card);
  const reachable = [...around, ...inputs];
  return actions.flatMap((action) => [
    { action, inputs: action["associatedInputs"] === "none" ? [] : reachable },
    ...(action.type === "Action.ShowCard" ? offers((action["card"] ?? {}) as Card, reachable) : []),
  ]);
}

/** Throws with what is there instead: a person cannot click what they do not see. */
export function pick(card: Card, which: WhichAction): Offer {
  const all = offers(card).filter(({ action }) => /^Action\.(Execute|Submit)$/.test(action.type));
  const found =
    typeof which === "function"
      ? all.find(({ action }) => which(action))
      : (all.find(({ action }) => action.verb === which) ?? all.find(({ action }) => action.title === which));
  if (!found) {
    const there = all.map(({ action }) => `${action.title} (${action.verb})`).join(", ") || "none";
    throw new Error(`This person sees no such action on the card. There: ${there}.`);
  }
  if (found.action["isEnabled"] === false)
    throw new Error(`The action "${found.action.title}" is greyed out.`);
  return found;
}

export type Filled =
  | { data: Readonly<Record<string, unknown>> | string }
  | { invalid: Readonly<Record<string, string>> };

/** What the client would send after these inputs were typed in: the action's data with the inputs over it. */
export function fillIn({ action, inputs }: Offer, typed: Readonly<Record<string, string>>): Filled {
  const unknown = Object.keys(typed).find((id) => !inputs.some((input) => input.id === id));
  if (unknown !== undefined) {
    const there = inputs.map((input) => input.id).join(", ") || "none";
    throw new Error(`There is no input "${unknown}" to go with "${action.title}". There: ${there}.`);
  }
  const invalid: Record<string, string> = {};
  const data: Record<string, unknown> = {};
  for (const input of inputs) {
    const value = typed[input.id] ?? initial(input);
    const wrong = whyNotValue(input, value);
    if (wrong) invalid[input.id] = input.errorMessage ?? wrong;
    else if (value !== "") data[input.id] = value;
  }
  if (Object.keys(invalid).length > 0) return { invalid };
  const own = action["data"];
  return { data: typeof own === "string" ? own : { ...(own as object), ...data } };
}

const initial = (input: CardInput): string =>
  input.value ?? (input.type === "Input.Toggle" ? (input.valueOff ?? "false") : "");

function whyNotValue(input: CardInput, value: string): string | undefined {
  if (input.type === "Input.Toggle") {
    const on = input.valueOn ?? "true";
    const off = input.valueOff ?? "false";
    if (value !== on && value !== off) throw new Error(`"${input.id}" can only be "${on}" or "${off}".`);
    return input.isRequired && value !== on ? "This must be ticked." : undefined;
  }
  if (value === "") return input.isRequired ? "This is required." : undefined;
  if (input.type === "Input.ChoiceSet") {
    const choices = input.choices ?? [];
    const chosen = input.isMultiSelect ? value.split(",") : [value];
    const none = chosen.find((one) => !choices.some((choice) => choice.value === one));
    if (none !== undefined) throw new Error(`"${input.id}" offers no choice "${none}".`);
    return undefined;
  }
  if (input.maxLength !== undefined && value.length > input.maxLength)
    return `At most ${input.maxLength} characters.`;
  return input.regex !== undefined && !new RegExp(input.regex).test(value) ? "This does not fit." : undefined;
}
