import { expect, test } from "vitest";
import { checkMessageBlocks, checkMetadata, checkView } from "../../../src/sandbox/slack/check-blocks.ts";
import { actions, button, form, plain, section } from "./kit.ts";

const long = (length: number) => "x".repeat(length);
const many = <T>(length: number, make: (index: number) => T) =>
  Array.from({ length }, (_, index) => make(index));
const rich = (...elements: object[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});
const select = (count: number, more: object = {}) => ({
  type: "static_select",
  action_id: "pick",
  options: many(count, (n) => ({ text: plain(`Option ${n}`), value: `${n}` })),
  ...more,
});
const confirm = { title: plain("Sure?"), text: plain("Really?"), confirm: plain("Yes"), deny: plain("No") };

const accepted: Record<string, object[]> = {
  "a section of 3000 characters": [section(long(3000))],
  "ten fields": [{ type: "section", fields: many(10, () => ({ type: "mrkdwn", text: "a" })) }],
  "a header of 150": [{ type: "header", text: plain(long(150)) }],
  "context, divider": [{ type: "context", elements: many(10, () => plain("a")) }, { type: "divider" }],
  "25 buttons, one to confirm": [actions(...many(25, (n) => button(`b${n}`, n ? {} : { confirm })))],
  "a select with its initial option": [
    actions(select(100, { initial_option: { text: plain("Option 3"), value: "3" } })),
  ],
  "50 blocks": many(50, () => ({ type: "divider" })),
  "an alert": [{ type: "alert", text: plain("Sev 0"), level: "error" }],
  "rich text with every kind of element": [
    rich(
      { type: "text", text: "hello", style: { bold: true } },
      { type: "date", timestamp: 1763712000, format: "{date_short} {time}", fallback: "21 Nov" },
      { type: "user", user_id: "U0ALICE" },
      { type: "link", url: "https://contoso.example", text: "a link" },
      { type: "emoji", name: "rotating_light" },
    ),
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_list",
          style: "bullet",
          elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "a" }] }],
        },
        { type: "rich_text_quote", elements: [{ type: "text", text: "said" }] },
        { type: "rich_text_preformatted", elements: [{ type: "text", text: "code" }] },
      ],
    },
  ],
};
test.each(Object.entries(accepted))("takes %s", (_, blocks) => {
  expect(checkMessageBlocks(JSON.stringify(blocks))).toEqual({ blocks });
});

const refused: [string, object[], string][] = [
  ["an unknown block", [{ type: "nope" }], "unsupported type: nope [json-pointer:/blocks/0/type]"],
  ["a block without a type", [{}], "missing required field: type [json-pointer:/blocks/0]"],
  [
    "an unknown property",
    [{ type: "divider", colour: "red" }],
    "invalid additional property: colour [json-pointer:/blocks/0]",
  ],
  [
    "a disabled button",
    [actions(button("a", { disabled: true }))],
    "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]",
  ],
  [
    "a section of 3001",
    [section(long(3001))],
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ],
  ["an empty text", [section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"],
  [
    "an empty section",
    [{ type: "section" }],
    "must define either `text` or `fields` [json-pointer:/blocks/0/type]",
  ],
  [
    "eleven fields",
    [{ type: "section", fields: many(11, () => plain("a")) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
  ],
  [
    "a field of 2001",
    [{ type: "section", fields: [plain(long(2001))] }],
    "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
  ],
  [
    "a header in mrkdwn",
    [{ type: "header", text: { type: "mrkdwn", text: "a" } }],
    "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
  ],
  [
    "a header of 151",
    [{ type: "header", text: plain(long(151)) }],
    "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "eleven context elements",
    [{ type: "context", elements: many(11, () => plain("a")) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "26 buttons",
    [actions(...many(26, (n) => button(`b${n}`)))],
    "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "a button text of 76",
    [actions(button("a", { text: plain(long(76)) }))],
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
  ],
  [
    "a button value of 2001",
    [actions(button("a", { value: long(2001) }))],
    "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
  ],
  [
    "a button of unknown style",
    [actions(button("a", { style: "green" }))],
    "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
  ],
  [
    "an action_id of 256",
    [actions(button(long(256), { text: plain("a") }))],
    "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
  ],
  [
    "a confirmation of 301",
    [actions(button("a", { confirm: { ...confirm, text: plain(long(301)) } }))],
    "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]",
  ],
  [
    "a confirmation title of 101",
    [actions(button("a", { confirm: { ...confirm, title: plain(long(101)) } }))],
    "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]",
  ],
  [
    "a confirm label of 31",
    [actions(button("a", { confirm: { ...confirm, confirm: plain(long(31)) } }))],
    "must be less than 31 characters [json-pointer:/blocks/0/elements/0/confirm/confirm/text]",
  ],
  [
    "101 options",
    [actions(select(101))],
    "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
  ],
  [
    "an initial option that is none",
    [actions(select(2, { initial_option: { text: plain("Option 9"), value: "9" } }))],
    "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
  ],
  [
    "a text input among buttons",
    [actions({ type: "plain_text_input", action_id: "a" })],
    "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
  ],
  [
    "51 blocks",
    many(51, () => ({ type: "divider" })),
    "no more than 50 items allowed [json-pointer:/blocks]",
  ],
  [
    "two blocks with one id",
    [
      { type: "divider", block_id: "a" },
      { type: "divider", block_id: "a" },
    ],
    "`block_id` already exists: a [json-pointer:/blocks/1/block_id]",
  ],
  [
    "two buttons with one id in a block",
    [actions(button("a"), button("a"))],
    "`action_id` already exists: a [json-pointer:/blocks/0/elements/1/action_id]",
  ],
  [
    "mrkdwn inside rich text",
    [rich({ type: "mrkdwn", text: "a" })],
    "unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/elements/0/type]",
  ],
  [
    "an empty rich text",
    [rich({ type: "text", text: "" })],
    "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
  ],
  [
    "a date that is a string",
    [rich({ type: "date", timestamp: "1763712000", format: "{date}" })],
    "must provide a number [json-pointer:/blocks/0/elements/0/elements/0/timestamp]",
  ],
];
test.each(refused)("refuses %s, in Slack's words", (_, blocks, message) => {
  expect(checkMessageBlocks(blocks)).toMatchObject({
    ok: false,
    error: "invalid_blocks",
    errors: [message],
    response_metadata: { messages: [`[ERROR] ${message}`] },
  });
});

test("blocks that are no list are another error than bad blocks", () => {
  expect(checkMessageBlocks('{"blocks":[]}')).toMatchObject({ error: "invalid_blocks_format" });
  expect(checkMessageBlocks("[{")).toMatchObject({ error: "invalid_blocks_format" });
});

test("many allowed blocks together are too long", () => {
  expect(checkMessageBlocks(many(4, () => section(long(3000))))).toHaveProperty("blocks");
  expect(checkMessageBlocks(many(5, () => section(long(3000))))).toMatchObject({
    error: "msg_blocks_too_long",
  });
});

const views: [string, object, string][] = [
  [
    "a title of 25",
    { title: plain(long(25)) },
    "must be less than 25 characters [json-pointer:/view/title/text]",
  ],
  [
    "a submit of 25",
    { submit: plain(long(25)) },
    "must be less than 25 characters [json-pointer:/view/submit/text]",
  ],
  [
    "private_metadata of 3001",
    { private_metadata: long(3001) },
    "must be less than 3001 characters [json-pointer:/view/private_metadata]",
  ],
  [
    "a callback_id of 256",
    { callback_id: long(256) },
    "must be less than 256 characters [json-pointer:/view/callback_id]",
  ],
  ["no title", { title: undefined }, "missing required field: title [json-pointer:/view]"],
  [
    "inputs without a submit button",
    { submit: undefined },
    "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
  ],
  [
    "101 blocks",
    { blocks: many(101, () => ({ type: "divider" })) },
    "no more than 100 items allowed [json-pointer:/view/blocks]",
  ],
  [
    "what it does not know",
    { submit_disabled: true },
    "invalid additional property: submit_disabled [json-pointer:/view]",
  ],
  [
    "a text input of 3001",
    {
      blocks: [
        {
          type: "input",
          label: plain("Why?"),
          element: { type: "plain_text_input", max_length: 3001 },
        },
      ],
    },
    "must be less than 3001 [json-pointer:/view/blocks/0/element/max_length]",
  ],
];
test.each(views)("a modal may not have %s", (_, change, message) => {
  expect(checkView({ ...form, ...change }, "modal")).toMatchObject({
    error: "invalid_arguments",
    response_metadata: { messages: [`[ERROR] ${message}`] },
  });
});

test("a form within the limits is taken", () => {
  expect(checkView(JSON.stringify(form), "modal")).toHaveProperty("view");
});

test("metadata is small and flat, and {} takes it away", () => {
  expect(checkMetadata('{"event_type":"bg","event_payload":{"key":"k1"}}')).toEqual({
    metadata: { event_type: "bg", event_payload: { key: "k1" } },
  });
  expect(checkMetadata("{}")).toEqual({ metadata: undefined });
  expect(checkMetadata({ event_type: "bg" })).toMatchObject({ error: "invalid_metadata_format" });
  expect(checkMetadata({ event_type: "bg", event_payload: { key: long(9000) } })).toMatchObject({
    error: "metadata_too_large",
  });
});
