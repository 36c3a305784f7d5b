// Which Adaptive Cards Teams takes: version 1.5 or older, and every element and action spelled as the schema spells
// it. Compact on purpose: it knows the elements that chat-ops cards are made of, and refuses any other.
import * as z from "zod";

const name = z.string().min(1);
const color = z.enum(["default", "dark", "light", "accent", "good", "warning", "attention"]);
const align = z.enum(["left", "center", "right"]);
const vertical = z.enum(["top", "center", "bottom"]);
const textSize = z.enum(["default", "small", "medium", "large", "extraLarge"]);
const weight = z.enum(["lighter", "default", "bolder"]);
const font = z.enum(["default", "monospace"]);
const boxStyle = z.enum(["default", "emphasis", "good", "attention", "warning", "accent"]);
const pixels = z.string().regex(/^\d+px$/);
const requires = z.record(z.string(), z.string());

// Cards hold elements that hold cards: these four stand for the schemas below.
const anyElement = z.lazy(() => element);
const anyAction = z.lazy(() => action);
const anySelectAction = z.lazy(() => selectAction);
const anyCard = z.lazy(() => card);

const common = {
  id: name.optional(),
  isVisible: z.boolean().optional(),
  separator: z.boolean().optional(),
  spacing: z.enum(["none", "small", "default", "medium", "large", "extraLarge", "padding"]).optional(),
  height: z.enum(["auto", "stretch"]).optional(),
  requires: requires.optional(),
  fallback: z.union([z.literal("drop"), anyElement]).optional(),
};

const textLook = {
  color: color.optional(),
  fontType: font.optional(),
  isSubtle: z.boolean().optional(),
  size: textSize.optional(),
  weight: weight.optional(),
};

const textRun = z.strictObject({
  type: z.literal("TextRun"),
  text: z.string(),
  ...textLook,
  highlight: z.boolean().optional(),
  italic: z.boolean().optional(),
  strikethrough: z.boolean().optional(),
  underline: z.boolean().optional(),
  selectAction: anySelectAction.optional(),
});

const box = {
  style: boxStyle.optional(),
  bleed: z.boolean().optional(),
  minHeight: pixels.optional(),
  selectAction: anySelectAction.optional(),
};

const column = z.strictObject({
  ...common,
  ...box,
  type: z.literal("Column").optional(),
  width: z.union([z.enum(["auto", "stretch"]), pixels, z.string().regex(/^\d+$/), z.number()]).optional(),
  verticalContentAlignment: vertical.optional(),
  rtl: z.boolean().optional(),
  items: z.array(anyElement).optional(),
});

/** Without an id, nothing that is typed would come back. */
const input = {
  ...common,
  id: name,
  label: name.optional(),
  isRequired: z.boolean().optional(),
  errorMessage: name.optional(),
};

const element: z.ZodType<unknown> = z.discriminatedUnion("type", [
  z.strictObject({
    ...common,
    type: z.literal("TextBlock"),
    text: z.string(),
    ...textLook,
    style: z.enum(["default", "heading"]).optional(),
    horizontalAlignment: align.optional(),
    maxLines: z.number().int().positive().optional(),
    wrap: z.boolean().optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal("RichTextBlock"),
    inlines: z.array(z.union([z.string(), textRun])),
    horizontalAlignment: align.optional(),
  }),
  z.strictObject({
    ...common,
    ...box,
    type: z.literal("Container"),
    items: z.array(anyElement),
    verticalContentAlignment: vertical.optional(),
    rtl: z.boolean().optional(),
  }),
  z.strictObject({
    ...common,
    ...box,
    type: z.literal("ColumnSet"),
    columns: z.array(column).optional(),
    horizontalAlignment: align.optional(),
  }),
  z.strictObject({
    ...common,
    type: z.literal("FactSet"),
    facts: z.array(z.strictObject({ title: z.string(), value: z.string() })),
  }),
  z.strictObject({
    ...input,
    type: z.literal("Input.Text"),
    isMultiline: z.boolean().optional(),
    maxLength: z.number().int().positive().optional(),
    placeholder: z.string().optional(),
    regex: name.optional(),
    style: z.enum(["text", "tel", "url", "email", "password"]).optional(),
    value: z.string().optional(),
  }),
  z.strictObject({
    ...input,
    type: z.literal("Input.ChoiceSet"),
    choices: z.array(z.strictObject({ title: z.string(), value: z.string() })),
    isMultiSelect: z.boolean().optional(),
    placeholder: z.string().optional(),
    style: z.enum(["compact", "expanded", "filtered"]).optional(),
    value: z.string().optional(),
    wrap: z.boolean().optional(),
  }),
  z.strictObject({
    ...input,
    type: z.literal("Input.Toggle"),
    title: z.string(),
    value: z.string().optional(),
    valueOff: z.string().optional(),
    valueOn: z.string().optional(),
    wrap: z.boolean().optional(),
  }),
  z.strictObject({ ...common, type: z.literal("ActionSet"), actions: z.array(anyAction).min(1) }),
]);

const actionCommon = {
  title: name.optional(),
  id: name.optional(),
  iconUrl: z.string().optional(),
  isEnabled: z.boolean().optional(),
  mode: z.enum(["primary", "secondary"]).optional(),
  style: z.enum(["default", "positive", "destructive"]).optional(),
  tooltip: z.string().optional(),
  requires: requires.optional(),
  fallback: z.union([z.literal("drop"), anyAction]).optional(),
};
const associatedInputs = z.enum(["auto", "none"]).optional();
const data = z.union([z.string(), z.record(z.string(), z.unknown())]).optional();

const execute = z.strictObject({
  ...actionCommon,
  type: z.literal("Action.Execute"),
  verb: name.optional(),
  data,
  associatedInputs,
});
const submit = z.strictObject({
  ...actionCommon,
  type: z.literal("Action.Submit"),
  data,
  associatedInputs,
});
const openUrl = z.strictObject({ ...actionCommon, type: z.literal("Action.OpenUrl"), url: z.url() });
const showCard = z.strictObject({
  ...actionCommon,
  type: z.literal("Action.ShowCard"),
  card: anyCard.optional(),
});

const action: z.ZodType<unknown> = z.discriminatedUnion("type", [execute, submit, openUrl, showCard]);
const selectAction: z.ZodType<unknown> = z.discriminatedUnion("type", [execute, submit, openUrl]);

const card: z.ZodType<unknown> = z.strictObject({
  type: z.literal("AdaptiveCard"),
  $schema: z.string().optional(),
  version: z
    .string()
    .regex(/^1\.[0-5]$/, "must be 1.0 to 1.5: Teams takes no newer one from a bot")
    .optional(),
  body: z.array(anyElement).optional(),
  actions: z.array(anyAction).optional(),
  fallbackText: z.string().optional(),
  speak: z.string().optional(),
  lang: z.string().optional(),
  rtl: z.boolean().optional(),
  minHeight: pixels.optional(),
  verticalContentAlignment: vertical.optional(),
  selectAction: anySelectAction.optional(),
  refresh: z
    .strictObject({
      action: execute,
      expires: z.string().optional(),
      userIds: z.array(z.string().startsWith("29:", "must be Teams user ids (29:…)")).max(60).optional(),
    })
    .optional(),
  msteams: z
    .strictObject({
      width: z.enum(["Full", "full"]).optional(),
      entities: z.array(z.record(z.string(), z.unknown())).optional(),
    })
    .optional(),
});

/** What is wrong with the card, with the place of it; undefined when Teams would show it. */
export function whyNotCard(content: unknown): string | undefined {
  const parsed = card.safeParse(content);
  const issue = parsed.error?.issues[0];
  if (issue) return `Adaptive Card, ${z.core.toDotPath(issue.path) || "the card"}: ${issue.message}`;
  return (content as { version?: unknown }).version === undefined
    ? "Adaptive Card, version: is missing."
    : undefined;
}
