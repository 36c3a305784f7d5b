// Says what is wrong with blocks, views and metadata in Slack's own words and error codes.
import { z } from "zod";
import { homeView, messageBlocks, modalView } from "./block-schema.ts";
import type { Block, Metadata, TextObject } from "./types.ts";

/** What a Web API method answers when it does nothing. */
export type Refused = { ok: false; error: string; [more: string]: unknown };
export const refuse = (error: string, more: Record<string, unknown> = {}): Refused => ({
  ok: false,
  error,
  ...more,
});

/**
 * All blocks of a message together, as JSON. Slack documents no number; people measured 13,297 characters for one
 * markdown block and about 125 less for every further block (slackapi/bolt-js issues 2509 and 2867).
 */
const longestBlocks = 13_000;
/** Bytes: "view_too_large … greater than 250kb". */
const largestView = 250_000;
/** Bytes of JSON. */
const largestMetadata = 8_000;

export function checkMessageBlocks(given: unknown): { blocks: Block[] } | Refused {
  const blocks = decode(given);
  if (!Array.isArray(blocks)) return refuse("invalid_blocks_format");
  const wrong = complaints(messageBlocks, blocks, "/blocks");
  if (wrong.length > 0)
    return refuse("invalid_blocks", {
      errors: wrong,
      response_metadata: { messages: wrong.map((one) => `[ERROR] ${one}`) },
    });
  if (JSON.stringify(blocks).length > longestBlocks) return refuse("msg_blocks_too_long");
  return { blocks: blocks as Block[] };
}

export type GivenView = {
  type: "modal" | "home";
  blocks: Block[];
  title?: TextObject;
  submit?: TextObject;
  close?: TextObject;
  private_metadata?: string;
  callback_id?: string;
  external_id?: string;
  clear_on_close?: boolean;
  notify_on_close?: boolean;
};

export function checkView(given: unknown, type: "modal" | "home"): { view: GivenView } | Refused {
  const view = decode(given);
  const wrong = complaints(type === "modal" ? modalView : homeView, view, "/view");
  if (wrong.length > 0)
    return refuse("invalid_arguments", {
      response_metadata: { messages: wrong.map((one) => `[ERROR] ${one}`) },
    });
  if (Buffer.byteLength(JSON.stringify(view)) > largestView) return refuse("view_too_large");
  return { view: view as GivenView };
}

const primitive = z.union([z.string(), z.number(), z.boolean()]);
const flat = z.record(z.string(), primitive);
const metadata = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.union([primitive, flat, z.array(flat), z.array(primitive)])),
});

/** `{}` means: take it away. */
export function checkMetadata(given: unknown): { metadata: Metadata | undefined } | Refused {
  const value = decode(given);
  if (z.strictObject({}).safeParse(value).success) return { metadata: undefined };
  const parsed = metadata.safeParse(value);
  if (!parsed.success) return refuse("invalid_metadata_format");
  if (Buffer.byteLength(JSON.stringify(value)) > largestMetadata) return refuse("metadata_too_large");
  return { metadata: parsed.data };
}

/** In a form body blocks and views are JSON inside a string. */
function decode(given: unknown): unknown {
  if (typeof given !== "string") return given;
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
}

function complaints(schema: z.ZodType, value: unknown, at: string): string[] {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? twins(value, at) : parsed.error.issues.flatMap((issue) => inSlackWords(issue, at));
}

function inSlackWords(issue: z.core.$ZodIssue, root: string): string[] {
  const path = issue.path.map(String);
  const at = (where: string[]) => `[json-pointer:${[root, ...where].join("/")}]`;
  const field = path.at(-1) ?? root.slice(1);
  switch (issue.code) {
    case "too_big":
      return issue.origin === "array"
        ? [`no more than ${issue.maximum} items allowed ${at(path)}`]
        : [`must be less than ${Number(issue.maximum) + 1}${counted(issue.origin)} ${at(path)}`];
    case "too_small":
      return issue.origin === "array"
        ? [`no less than ${issue.minimum} items allowed ${at(path)}`]
        : [`must be more than ${Number(issue.minimum) - 1}${counted(issue.origin)} ${at(path)}`];
    case "unrecognized_keys":
      return issue.keys.map((key) => `invalid additional property: ${key} ${at(path)}`);
    case "invalid_type":
      return issue.input === undefined
        ? [`missing required field: ${field} ${at(path.slice(0, -1))}`]
        : [`must provide ${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected} ${at(path)}`];
    case "invalid_union":
    case "invalid_value":
      if (field !== "type") return [`must be a valid enum value ${at(path)}`];
      return unsupported(typeOf(issue.input), at(path), at(path.slice(0, -1)));
    default:
      return [`${issue.message} ${at(path)}`];
  }
}

const counted = (origin: string) => (origin === "string" ? " characters" : "");
const unsupported = (type: unknown, at: string, parent: string): string[] =>
  typeof type === "string" ? [`unsupported type: ${type} ${at}`] : [`missing required field: type ${parent}`];
/** zod reports a union's whole object, a literal's own value. */
const typeOf = (input: unknown): unknown =>
  typeof input === "object" && input !== null && "type" in input ? input.type : input;

/** Two blocks with one block_id, or two elements of one block with one action_id. */
function twins(value: unknown, root: string): string[] {
  const inView = typeof value === "object" && value !== null && "blocks" in value;
  const blocks = (inView ? value.blocks : value) as Block[];
  const at = inView ? `${root}/blocks` : root;
  const found: string[] = [];
  const blockIds = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    if (block.block_id && blockIds.has(block.block_id))
      found.push(`\`block_id\` already exists: ${block.block_id} [json-pointer:${at}/${index}/block_id]`);
    if (block.block_id) blockIds.add(block.block_id);
    const actionIds = new Set<string>();
    const elements = block.type === "actions" ? (block.elements as { action_id?: string }[]) : [];
    for (const [place, element] of elements.entries()) {
      if (element.action_id && actionIds.has(element.action_id))
        found.push(
          `\`action_id\` already exists: ${element.action_id} [json-pointer:${at}/${index}/elements/${place}/action_id]`,
        );
      if (element.action_id) actionIds.add(element.action_id);
    }
  }
  return found;
}
