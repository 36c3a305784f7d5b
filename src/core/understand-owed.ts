// Typed words about what is owed: rotations, drills, reviews. What is missing, a form asks, or the desk finds.
import { type DrillStep, drillSteps } from "./drill/events.ts";
import { type DrillId, parseDrillId, parseRotationId, type RotationId } from "./ids.ts";
import { cleanUps } from "./request/events.ts";
import { named, parseClass, parseDay, parseName } from "./typed.ts";
import type { DrillAction, FormName } from "./view.ts";
import type { Wish } from "./wish.ts";

/** Undefined: these words are about something else. */
export function understandOwed(verb: string, others: readonly string[]): Wish | undefined {
  switch (verb) {
    case "confirm":
      return { type: "confirm-rotation", ...onRotation(others[0]) };
    case "suspect":
      return { type: "form", form: "suspect", words: others.join(" ") };
    case "staff-change":
      return { type: "staff-change", who: others.join(" ") };
    case "timeline": {
      const { request } = named(others);
      return { type: "timeline", ...(request ? { request } : {}) };
    }
    case "review":
      return review(others);
    case "clean-up":
    case "cleanup":
      return cleanUp(others);
    case "calendar":
      return { type: "calendar" };
    case "drills":
      return { type: "drills" };
    case "drill":
      return drill(others);
    default:
      return drillVerb(verb, others);
  }
}

/** `attest RO-3 and what was seen`; undefined: it is a request that is attested. */
export function attestRotation(others: readonly string[]): Wish | undefined {
  const rotation = parseRotationId(others[0] ?? "");
  if (!rotation) return undefined;
  const note = others.slice(1).join(" ");
  return note
    ? { type: "attest-rotation", rotation, note }
    : { type: "form", form: "attest-rotation", about: { verb: "attest-rotation", rotation } };
}

/** These words are about rotations only, so that a bare number is a rotation's. */
function onRotation(word = ""): { rotation?: RotationId } {
  const rotation = parseRotationId(word) ?? parseRotationId(`RO-${word}`);
  return rotation ? { rotation } : {};
}

/** `review BG-12` shows what happened; `review BG-12 emergency and why` signs it off; in between, the form asks. */
function review(others: readonly string[]): Wish {
  const { request, rest } = named(others);
  const about = request ? { request } : {};
  if (!rest) return { type: "timeline", ...about };
  const typed = parseClass(rest);
  if (typed?.rest) return { type: "review", ...about, class: typed.class, note: typed.rest };
  const opened = request ? { about: { verb: "review" as const, request } } : {};
  return { type: "form", form: "review", ...opened, words: rest };
}

/** `clean-up BG-12 policies`: by the first words of what was put right. */
function cleanUp(others: readonly string[]): Wish {
  const { request, rest } = named(others);
  const item = parseName(rest.split(" "), cleanUps);
  return { type: "clean-up", ...(request ? { request } : {}), ...(item ? { item } : {}) };
}

/** `drill now`, `drill schedule 2026-12-01`, `drill DR-4`, and what `drillVerb` knows. */
function drill([verb = "", ...others]: readonly string[]): Wish | undefined {
  switch (verb.toLowerCase()) {
    case "":
      return { type: "drills" };
    case "now":
      return others.length === 0 ? { type: "plan-drill" } : planForm(others);
    case "schedule":
    case "plan": {
      const day = others.length === 1 ? parseDay(others[0] ?? "") : undefined;
      return day ? { type: "plan-drill", day } : planForm(others);
    }
    default: {
      const drill = parseDrillId(verb);
      return drill ? { type: "status", drill } : drillVerb(verb.toLowerCase(), others);
    }
  }
}

/** Words behind it may name an account or a day as no command can read it: a person chooses. */
const planForm = (words: readonly string[]): Wish => ({
  type: "form",
  form: "drill",
  words: words.join(" "),
});

/** `drill start DR-4`, or without its first word. */
function drillVerb(verb: string, others: readonly string[]): Wish | undefined {
  switch (verb) {
    case "start":
      return start(others);
    case "witness":
      return { type: "witness", ...onDrill(others[0]) };
    case "rehearse": {
      const { drill } = onDrill(others[0]);
      return drill ? formAbout("rehearse", "rehearse", drill) : { type: "drills" };
    }
    case "tick":
      return tick(others);
    case "sign-off": {
      const { drill, rest } = withWords(others);
      if (!rest) return formAbout("sign-off", "sign-off", drill);
      return { type: "sign-off", ...(drill ? { drill } : {}), note: rest };
    }
    case "fail": {
      const { drill, rest } = withWords(others);
      if (!rest) return formAbout("fail-drill", "fail", drill);
      return { type: "fail", ...(drill ? { drill } : {}), reason: rest };
    }
    default:
      return undefined;
  }
}

/** Whether the SOC is told cannot be taken back: a word that is not understood is asked about, not passed over. */
function start(others: readonly string[]): Wish {
  const about = onDrill(others[0]);
  const how = (about.drill ? others.slice(1) : others).join(" ").toLowerCase();
  if (how === "" || how === "announced") return { type: "start", ...about, announced: true };
  if (how === "unannounced") return { type: "start", ...about, announced: false };
  return formAbout("start-drill", "start", about.drill);
}

function tick(others: readonly string[]): Wish {
  const about = onDrill(others[0]);
  const step: DrillStep | undefined = parseName(about.drill ? others.slice(1) : others, drillSteps);
  return { type: "tick", ...about, ...(step ? { step } : {}) };
}

/** These words are about drills only, so that a bare number is a drill's. */
function onDrill(word = ""): { drill?: DrillId } {
  const drill = parseDrillId(word) ?? parseDrillId(`DR-${word}`);
  return drill ? { drill } : {};
}

/** "2 paths failed" are words, not DR-2: only a number alone is one. */
function withWords(others: readonly string[]): { drill: DrillId | undefined; rest: string } {
  const [first = "", ...rest] = others;
  const drill = rest.length === 0 ? onDrill(first).drill : parseDrillId(first);
  return { drill, rest: (drill ? rest : others).join(" ") };
}

function formAbout(form: FormName, verb: DrillAction["verb"], drill: DrillId | undefined): Wish {
  return { type: "form", form, ...(drill ? { about: { verb, drill } } : {}) };
}
