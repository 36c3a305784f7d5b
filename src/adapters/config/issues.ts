// zod's issues in the words of this file: what is wrong, and from the schema's own description what would be right.
import type { z } from "zod";
import { type JsonSchema, keysAt, schemaAt } from "./file-schema.ts";
import { nearest } from "./nearest.ts";
import { type Finding, type Path, shown } from "./problem.ts";
import { isSecretName, secretSetting } from "./secrets-in-file.ts";

/** `about` says whether the place is a key or a value, for pointing at it. */
export type Located = Finding & { point: Path; about: "key" | "value" };

export function findings(issues: readonly z.core.$ZodIssue[], schema: JsonSchema): Located[] {
  return issues.slice(0, mostIssues).flatMap((issue) => {
    const at = issue.path.filter((step) => typeof step !== "symbol");
    if (issue.code === "unrecognized_keys")
      return issue.keys.slice(0, mostIssues).map((key) => unknownKey(at, key, schema));
    return [{ at, ...sentence(issue, schemaAt(schema, at)), point: at, about: "value" as const }];
  });
}

/** More than anybody mends at once; a file of a hundred thousand keys is answered as fast as any. */
const mostIssues = 50;

function unknownKey(at: Path, key: string, schema: JsonSchema): Located {
  const place = { point: [...at, key], about: "key" as const };
  if (isSecretName(key)) return { ...secretSetting(at, key), ...place };
  const known = keysAt(schemaAt(schema, at));
  const meant = nearest(key, known);
  const right = meant ? `Did you mean "${meant}"?` : `What may stand here: ${known.join(", ")}`;
  return { at, wrong: `has ${shown(key)} as a key, which is no setting`, right, ...place };
}

type Sentence = { wrong: string; right: string };

function sentence(issue: z.core.$ZodIssue, here: JsonSchema | undefined): Sentence {
  switch (issue.code) {
    case "invalid_type":
      return wrongType(issue.input, issue.expected, here);
    case "invalid_value":
      return wrongWord(issue.input, issue.values.map(String));
    case "invalid_union": {
      // Of a block that its `type` tells apart, zod gives the whole block.
      const { discriminator = "", options = [] } = issue as { discriminator?: string; options?: unknown[] };
      const block = issue.input as Record<string, unknown> | undefined;
      return wrongWord(block?.[discriminator], options.map(String));
    }
    case "too_small":
    case "too_big":
      return wrongSize(issue, here);
    default:
      return { wrong: issue.message, right: likeThis(here) };
  }
}

function wrongType(input: unknown, expected: string, here: JsonSchema | undefined): Sentence {
  if (input === undefined) return { wrong: "is missing", right: addIt(here) };
  if (input === null) return { wrong: "has no value", right: addIt(here) };
  const wrong = `is ${typeWord(input)}, not ${typeWords[expected] ?? "what belongs here"}`;
  return { wrong, right: expected === "string" && fits(input, here) ? "Put it in quotes" : likeThis(here) };
}

/** A number, or true, that would be right if only it were read as a text. */
const fits = (input: unknown, here: JsonSchema | undefined): boolean =>
  (typeof input === "number" || typeof input === "boolean") &&
  (here?.pattern === undefined || new RegExp(here.pattern).test(String(input)));

function wrongWord(input: unknown, words: readonly string[]): Sentence {
  if (input === undefined || input === null)
    return { wrong: "is missing", right: `Write ${words.join(" or ")}` };
  const meant = typeof input === "string" ? nearest(input, words) : undefined;
  return {
    wrong: "is none of the words that may stand here",
    right: meant ? `Did you mean "${meant}"?` : `Write ${words.join(" or ")}`,
  };
}

function likeThis(here: JsonSchema | undefined): string {
  const example = here?.examples?.[0] ?? (here?.items?.examples?.[0] && `[${here.items.examples[0]}]`);
  return example === undefined ? "Compare with breakglass.example.yaml" : `Write it like this: ${example}`;
}

const addIt = (here: JsonSchema | undefined): string =>
  `Add it: ${(here?.description ?? "see breakglass.example.yaml").replace(/\.$/, "")}`;

function wrongSize(
  issue: Extract<z.core.$ZodIssue, { code: "too_small" | "too_big" }>,
  here: JsonSchema | undefined,
): Sentence {
  const small = issue.code === "too_small";
  const limit = Number(small ? issue.minimum : issue.maximum);
  if (issue.origin === "array")
    return small
      ? { wrong: "is empty", right: addIt(here) }
      : { wrong: `has more than ${limit} entries`, right: "Shorten it" };
  if (issue.origin === "string") return { wrong: `is longer than ${limit} characters`, right: "Shorten it" };
  return { wrong: "is out of range", right: `Write a number from ${here?.minimum} to ${here?.maximum}` };
}

const typeWords: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  array: "a list",
  object: "a block of settings",
  boolean: "true or false",
};

function typeWord(input: unknown): string {
  if (Array.isArray(input)) return "a list";
  if (typeof input === "object") return "a block of settings";
  if (typeof input === "string") return "a text";
  return typeof input === "number" ? "a number" : "true or false";
}
