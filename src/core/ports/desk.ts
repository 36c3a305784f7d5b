// The desk: what a chat adapter hands in, and what it gets back.
import type { Place } from "../place.ts";
import type { ButtonAction, Form, FormName, Typed, View } from "../view.ts";
import type { Wish } from "../wish.ts";
import type { MessageRef } from "./messenger.ts";

/**
 * Who speaks, as the *verified* envelope says, never as a card or a form says.
 * `standing` is what the platform itself knows of them; only a member is heard.
 */
export type Caller =
  | { platform: "slack"; team: string; user: string; standing: Standing }
  | { platform: "teams"; tenant: string; objectId: string; standing: Standing };

export type Standing = "member" | "guest" | "external" | "bot" | "disabled" | "unknown";

/** One thing somebody wants. `key` names the interaction (a trigger or activity id): the same key acts once. */
export type Heard = { caller: Caller; key: string } & (
  | { wish: Wish }
  /** A button, with what its form held. */
  | ({ click: ButtonAction; typed: Typed } & From)
  /** A form that no button opened (`request`, `declare`). */
  | { submitted: FormName; typed: Typed }
);

/**
 * `on`: the message the button was on. `card`: the delivery key that this message carries. `doubtful`: a client says
 * so and nothing proves it: then only a message that is on record counts.
 */
export type From = { on: MessageRef | undefined; card: string | undefined; doubtful?: boolean };

/** Said privately to the one who asked. `wrong` names the fields of a form that must be mended first. */
export type Answer =
  | { type: "view"; view: View }
  | { type: "form"; form: Form }
  | { type: "wrong"; fields: Readonly<Record<string, string>>; view: View };

/** What somebody is about to be heard with. `where`: the conversation, as the platform names it, if there is one. */
export type Asked = { caller: Caller; where: string | undefined } & (
  | { wish: Wish }
  | { click: ButtonAction }
  | { submitted: FormName }
  /** A card or a home tab is drawn anew: clients ask for that by themselves. */
  | { look: true }
);

/** `again`: they were told a moment ago, and a message of its own would be one more of too many. */
export type TooMuch = { view: View; again: boolean };

/** Never rejects: what went wrong inside is told as an answer ("not recorded, try again …"). */
export interface Desk {
  /**
   * Undefined: they may be heard. To be asked first, for it looks nothing up and writes nothing. Whoever decides about
   * something open may always be heard.
   */
  tooMuch(asked: Asked): TooMuch | undefined;
  hear(heard: Heard): Promise<Answer>;
  /** What typed words mean (`approve BG-12`); pure, immediate. */
  understand(text: string): Wish;
  /** A form, from memory alone, so that it opens before any look-up. */
  form(name: FormName, about?: ButtonAction, words?: string): Form;
  /**
   * What the message of this delivery shows this caller now: the request's card with their own buttons, or the
   * announcement as it was said. Undefined when no such message of ours can stand there, before this caller.
   */
  card(stream: string, caller: Caller, from: From): Promise<View | undefined>;
  /** What somebody finds when they open us: each account with its state. */
  home(caller: Caller): Promise<View>;
  /** A message of ours made itself known (Slack metadata event, Teams refresh): see `Store.settle`. */
  seen(key: string, place: Place, ref: MessageRef): Promise<void>;
}
