// The shape and the limits of what stands inside blocks: texts, buttons, selects, choices, inputs.
import { z } from "zod";

export const plain = (max: number) =>
  z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
export const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
export const eitherText = (max: number) => z.discriminatedUnion("type", [plain(max), mrkdwn(max)]);

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

export const image = z.strictObject({
  type: z.literal("image"),
  image_url: z.string().min(1).max(3000),
  alt_text: z.string().min(1).max(2000),
});

export const button = z.strictObject({
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

export const staticSelect = z
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

export const radioButtons = z.strictObject({
  type: z.literal("radio_buttons"),
  action_id: actionId,
  options: z.array(markedOption).min(1).max(10),
  initial_option: markedOption.optional(),
  confirm,
  focus_on_load: focus,
});
export const checkboxes = z.strictObject({
  type: z.literal("checkboxes"),
  action_id: actionId,
  options: z.array(markedOption).min(1).max(10),
  initial_options: z.array(markedOption).min(1).max(10).optional(),
  confirm,
  focus_on_load: focus,
});
export const usersSelect = z.strictObject({
  type: z.literal("users_select"),
  action_id: actionId,
  initial_user: z.string().optional(),
  placeholder,
  confirm,
  focus_on_load: focus,
});
export const overflow = z.strictObject({
  type: z.literal("overflow"),
  action_id: actionId,
  options: z.array(option).min(1).max(5),
  confirm,
});

export const plainTextInput = z
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
