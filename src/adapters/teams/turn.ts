// One verified activity: what it means, what the desk says to it, and how that is answered.
import type { Organisation } from "../../core/organisation.ts";
import { whoIs } from "../../core/people.ts";
import type { Answer, Caller, Desk, From, Heard, TooMuch } from "../../core/ports/desk.ts";
import type { MessageRef } from "../../core/ports/messenger.ts";
import type { Deed, Said, Scene } from "./activity.ts";
import { type Addresses, baseOf, channel, person } from "./addresses.ts";
import type { TellPrivately } from "./answer.ts";
import type { Background } from "./background.ts";
import { adaptiveCard } from "./card.ts";
import { formCard } from "./form-card.ts";
import type { Element } from "./paint.ts";
import { plain, toast } from "./plain.ts";
import type { Roster } from "./roster.ts";
import { cardActivity, cardAnswer, textActivity, toastAnswer } from "./say.ts";
import type { Seal } from "./seal.ts";
import { soon } from "./soon.ts";
import { texts } from "./texts.ts";

export type TurnOptions = {
  tenant: string;
  desk: Desk;
  organisation: () => Organisation;
  addresses: Addresses;
  roster: Roster;
  seal: Seal;
  tell: TellPrivately;
  /** What may take its time: Teams is answered before it. */
  inBackground: Background;
};

/** Resolves to the body of an invoke's answer; undefined: there is nothing to say in the answer itself. */
export type Turn = (said: Said) => Promise<object | undefined>;

type Action = Extract<Said, { type: "action" }>;
type Spoken = Extract<Said, { type: "words" | "action" }>;
type By = { caller: Caller; key: string };

export function createTurn(options: TurnOptions): Turn {
  const { desk, organisation, addresses, roster, seal, inBackground } = options;
  const zone = () => organisation().timeZone;

  return async (said) => {
    const { scene } = said;
    const by = whoSpeaks(scene);
    const much = by && said.type !== "presence" && said.type !== "other" && tooMuch(by, said);
    if (much) return answerLater(said, much);
    inBackground("remember", () => addresses.learn(scene));
    if (said.type === "presence" && said.members) roster.forget(baseOf(scene.conversation));
    if (!by || said.type === "presence" || said.type === "other") return undefined;
    if (said.type === "words") {
      await answered(scene, understood(by, said.text));
      return undefined;
    }
    return said.way === "invoke" ? invoked(by, said) : submitted(by, said);
  };

  function whoSpeaks({ objectId, standing, conversation, activity }: Scene): By | undefined {
    if (!objectId) return undefined;
    const known = standing === "member" ? (roster.standing(objectId) ?? standing) : standing;
    return {
      caller: { platform: "teams", tenant: options.tenant, objectId, standing: known },
      key: `teams/${conversation}/${activity}`,
    };
  }

  function tooMuch({ caller }: By, said: Spoken): TooMuch | undefined {
    const asked = { caller, where: baseOf(said.scene.conversation) };
    if (said.type === "words") return desk.tooMuch({ ...asked, wish: desk.understand(said.text) });
    const { deed, byHand } = said;
    if (!deed) return desk.tooMuch({ ...asked, wish: { type: "help" } });
    if (deed.verb === "bg.view" || !byHand) return desk.tooMuch({ ...asked, look: true });
    if (deed.verb === "bg.click") return desk.tooMuch({ ...asked, click: deed.action });
    return desk.tooMuch(deed.about ? { ...asked, click: deed.about } : { ...asked, submitted: deed.form });
  }

  /** An invoke is told each time, for the answer costs no message, and a client shows an error where there is none. */
  function answerLater(said: Spoken, { view, again }: TooMuch): object | undefined {
    if (said.type === "action" && said.way === "invoke") return toastAnswer(toast(view, zone()));
    if (!again) tell(said.scene, { type: "view", view });
    return undefined;
  }

  async function understood(by: By, text: string): Promise<Answer> {
    const wish = desk.understand(text);
    // a form shows which accounts exist: anybody else hears why not
    if (wish.type === "form" && typeof whoIs(by.caller, organisation()) === "object")
      return { type: "form", form: desk.form(wish.form, wish.about, wish.words) };
    return desk.hear({ ...by, wish });
  }

  /** `inPlace`: drawn where the clicked card stands, so it still is that card; elsewhere it is one of its own. */
  function drawn(answer: Answer, deed?: Deed, inPlace = false): { card: Element; summary: string } {
    const carried = inPlace ? { card: deed?.card, stream: deed?.stream } : {};
    if (answer.type === "form") return { card: formCard(answer.form, carried), summary: answer.form.title };
    const summary = plain(answer.view, zone());
    if (answer.type === "view" || deed?.verb !== "bg.submit")
      return { card: adaptiveCard(answer.view), summary };
    const form = desk.form(deed.form, deed.about);
    const again = { ...form, lines: [...answer.view.lines, ...form.lines] };
    return { card: formCard(again, { ...carried, errors: answer.fields, typed: deed.typed }), summary };
  }

  /** Answers with a message; when the desk takes too long, says so now and the answer itself later. */
  async function answered(scene: Scene, hearing: Promise<Answer>, deed?: Deed): Promise<void> {
    const answer = await soon(hearing);
    if (answer) return tell(scene, answer, deed);
    inBackground("word that it takes long", () => options.tell(scene, textActivity(texts.stillWorking)));
    inBackground("late answer", async () => tell(scene, await hearing, deed));
  }

  /** An answer as a message of its own. */
  function tell(scene: Scene, answer: Answer, deed?: Deed): void {
    const { card, summary } = drawn(answer, deed);
    inBackground("answer", () => options.tell(scene, cardActivity(card, summary)));
  }

  /** Action.Submit, the way of clients that do not know Execute: it comes and is answered as a message. */
  async function submitted(by: By, { scene, deed, message }: Action): Promise<undefined> {
    if (!deed) inBackground("answer", () => options.tell(scene, textActivity(texts.unreadableButton)));
    if (!deed || deed.verb === "bg.view") return;
    await answered(scene, heard(by, deed, scene, message), deed);
  }

  async function invoked(by: By, { scene, deed, message, byHand }: Action): Promise<object> {
    if (!deed) return toastAnswer(texts.unreadableButton);
    // a screen that refreshes by itself decides nothing, whatever its button says
    if (deed.verb === "bg.view" || !byHand) return viewed(by, deed, scene, message);
    const hearing = heard(by, deed, scene, message);
    const answer = await soon(hearing);
    if (!answer) {
      inBackground("late answer", async () => tell(scene, await hearing, deed));
      return toastAnswer(texts.stillWorking);
    }
    if (deed.verb === "bg.click" && answer.type !== "form") return toastAnswer(toast(answer.view, zone()));
    return cardAnswer(drawn(answer, deed, true).card);
  }

  async function heard(
    by: By,
    deed: Exclude<Deed, { verb: "bg.view" }>,
    scene: Scene,
    message: string | undefined,
  ): Promise<Answer> {
    return desk.hear(heardOf(by, deed, await fromOf(deed, scene, message)));
  }

  async function viewed(by: By, deed: Deed, scene: Scene, message: string | undefined): Promise<object> {
    return (await soon(lookedAt(by, deed, scene, message))) ?? toastAnswer(texts.unreadableCard);
  }

  async function lookedAt(by: By, deed: Deed, scene: Scene, message: string | undefined): Promise<object> {
    const { card: carried, stream } = deed;
    const from = await fromOf(deed, scene, message);
    const { on, card } = from;
    const view = stream === undefined ? undefined : await desk.card(stream, by.caller, from);
    if (!view || stream === undefined) return toastAnswer(texts.unreadableCard);
    if (card !== undefined && on && !from.doubtful) {
      const place = scene.personal && scene.objectId ? person(scene.objectId) : channel(scene.conversation);
      inBackground("seen", () => desk.seen(card, place, on));
    }
    return cardAnswer(
      adaptiveCard(view, { ...(carried !== undefined && { key: carried }), stream, userIds: [scene.user] }),
    );
  }

  /** Only a sealed name is ours; that of a person's own copy is none in anybody else's sight. */
  async function fromOf({ card }: Deed, scene: Scene, message: string | undefined): Promise<From> {
    const on = message === undefined ? undefined : refOf(scene, message);
    if (card === undefined) return { on, card };
    const { key, genuine } = await seal.open(card);
    const fits = scene.personal || !key.includes(":person:");
    return { on, card: key, doubtful: !(genuine && fits) };
  }
}

const refOf = ({ conversation }: Scene, message: string): MessageRef => ({
  conversation: baseOf(conversation),
  message,
});

/** A form about one request is a click on it; another is submitted by its name. */
function heardOf(by: By, deed: Exclude<Deed, { verb: "bg.view" }>, from: From): Heard {
  const { typed } = deed;
  if (deed.verb === "bg.click") return { ...by, click: deed.action, typed, ...from };
  if (deed.about) return { ...by, click: deed.about, typed, ...from };
  return { ...by, submitted: deed.form, typed };
}
