// The shape and the limits of the Block Kit we use, as Slack enforces them: an unknown type or property is refused.
// Sources: @slack/types 3.2.0 and the Block Kit reference on docs.slack.dev.
import { z } from "zod";
import {
  button,
  checkboxes,
  eitherText,
  image,
  mrkdwn,
  overflow,
  plain,
  plainTextInput,
  radioButtons,
  staticSelect,
  usersSelect,
} from "./element-schema.ts";
import { richText } from "./rich-text-schema.ts";

const blockId = z.string().max(255).optional();

const section = z
  .strictObject({
    type: z.literal("section"),
    block_id: blockId,
    text: eitherText(3000).optional(),
    fields: z.array(eitherText(2000)).min(1).max(10).optional(),
    accessory: z
      .discriminatedUnion("type", [
        button,
        image,
        staticSelect,
        usersSelect,
        radioButtons,
        checkboxes,
        overflow,
      ])
      .optional(),
    expand: z.boolean().optional(),
  })
  .superRefine((block, context) => {
    if (!block.text && !block.fields)
      context.addIssue({
        code: "custom",
        path: ["type"],
        message: "must define either `text` or `fields`",
      });
  });

const block = z.discriminatedUnion("type", [
  section,
  richText(blockId),
  z.strictObject({ type: z.literal("header"), block_id: blockId, text: plain(150) }),
  z.strictObject({ type: z.literal("divider"), block_id: blockId }),
  z.strictObject({
    type: z.literal("context"),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion("type", [plain(3000), mrkdwn(3000), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({
    type: z.literal("actions"),
    block_id: blockId,
    elements: z
      .array(
        z.discriminatedUnion("type", [button, staticSelect, usersSelect, radioButtons, checkboxes, overflow]),
      )
      .min(1)
      .max(25),
  }),
  z.strictObject({
    type: z.literal("input"),
    block_id: blockId,
    label: plain(2000),
    element: z.discriminatedUnion("type", [
      plainTextInput,
      staticSelect,
      usersSelect,
      radioButtons,
      checkboxes,
    ]),
    hint: plain(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal("alert"),
    block_id: blockId,
    text: eitherText(3000),
    level: z.enum(["default", "info", "warning", "error", "success"]).optional(),
  }),
]);

export const messageBlocks = z.array(block).max(50);

const viewBase = {
  blocks: z.array(block).max(100),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};
export const modalView = z
  .strictObject({
    ...viewBase,
    type: z.literal("modal"),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
  })
  .superRefine((view, context) => {
    const input = view.blocks.findIndex((one) => one.type === "input");
    if (input >= 0 && !view.submit)
      context.addIssue({
        code: "custom",
        path: ["blocks", input, "input"],
        message: "must define `submit` to use an `input` block in modals",
      });
  });
export const homeView = z.strictObject({ ...viewBase, type: z.literal("home") });
