// The shape and the limits of the Block Kit we use, as Slack enforces them: an unknown type or property is refused.
// Sources: @slack/types 3.2.0 and the Block Kit reference on docs.slack.dev.
import { z } from "zod";
import { richText } from "./rich-text-schema.ts";

const plain = (max: number) =>
  z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
const eitherText = (max: number) => z.discriminatedUnion("type", [plain(max), mrkdwn(max)]);

const blockId = z.string().max(255).optional();
const actionId = z.string().min(1).max(255).optional();
const colour = z.enum(["primary", "danger"]).optional();

const confirm = z
  .strictObject({
    title: plain(100).optional(),
    text: eitherText(300),
    confirm: plain(30).optional(),
    deny: plain(30).optional(),
    style: colour,
  })
  .optional();

const image = z.strictObject({
  type: z.literal("image"),
  image_url: z.string().min(1).max(3000),
  alt_text: z.string().min(1).max(2000),
});

const button = z.strictObject({
  type: z.literal("button"),
  text: plain(75),
  action_id: actionId,
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: colour,
  confirm,
  accessibility_label: z.string().max(75).optional(),
});

const option = z.strictObject({
  text: plain(75),
  value: z.string().min(1).max(150),
  description: plain(75).optional(),
});
const markedOption = z.strictObject({ ...option.shape, text: eitherText(75) });
const placeholder = plain(150).optional();
const focus = z.boolean().optional();

const staticSelect = z
  .strictObject({
    type: z.literal("static_select"),
    action_id: actionId,
    options: z.array(option).min(1).max(100).optional(),
    option_groups: z
      .array(z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) }))
      .min(1)
      .max(100)
      .optional(),
    initial_option: option.optional(),
    placeholder,
    confirm,
    focus_on_load: focus,
  })
  .superRefine((select, context) => {
    const options = select.options ?? select.option_groups?.flatMap((group) => group.options);
    if (options === undefined) context.addIssue("must define either `options` or `option_groups`");
    const initial = select.initial_option;
    if (
      initial &&
      !options?.some((one) => one.value === initial.value && one.text.text === initial.text.text)
    )
      context.addIssue({
        code: "custom",
        path: ["initial_option"],
        message: "must match one of the options",
      });
  });

const radioButtons = z.strictObject({
  type: z.literal("radio_buttons"),
  action_id: actionId,
  options: z.array(markedOption).min(1).max(10),
  initial_option: markedOption.optional(),
  confirm,
  focus_on_load: focus,
});
const checkboxes = z.strictObject({
  type: z.literal("checkboxes"),
  action_id: actionId,
  options: z.array(markedOption).min(1).max(10),
  initial_options: z.array(markedOption).min(1).max(10).optional(),
  confirm,
  focus_on_load: focus,
});
const usersSelect = z.strictObject({
  type: z.literal("users_select"),
  action_id: actionId,
  initial_user: z.string().optional(),
  placeholder,
  confirm,
  focus_on_load: focus,
});
const overflow = z.strictObject({
  type: z.literal("overflow"),
  action_id: actionId,
  options: z.array(option).min(1).max(5),
  confirm,
});

const plainTextInput = z
  .strictObject({
    type: z.literal("plain_text_input"),
    action_id: actionId,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
    placeholder,
    focus_on_load: focus,
    dispatch_action_config: z
      .strictObject({ trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])) })
      .optional(),
  })
  .superRefine((input, context) => {
    if ((input.min_length ?? 0) > (input.max_length ?? 3000))
      context.addIssue({
        code: "custom",
        path: ["min_length"],
        message: "must not be greater than `max_length`",
      });
    if ((input.initial_value?.length ?? 0) > (input.max_length ?? 3000))
      context.addIssue({
        code: "custom",
        path: ["initial_value"],
        message: `must be less than ${(input.max_length ?? 3000) + 1} characters`,
      });
  });

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
