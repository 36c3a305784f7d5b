// Slack's own limits (Block Kit reference; @slack/types 3.2.0): what is longer is refused whole, so we cut or split.

export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** `chat.update` refuses a longer top-level text (`msg_too_long`). */
  text: 4_000,
  header: 150,
  /** Characters of JSON of all blocks together: about 13,300 were refused (`msg_blocks_too_long`); undocumented. */
  messageJson: 12_500,
  /** One rich text block, as JSON, and one piece of its text: nothing is documented, a section's 3,000 is kept. */
  richText: 2_900,
  richTextChunk: 2_000,
  actionsPerBlock: 25,
  /** Of `messageJson`, for the buttons: the words need the rest. */
  buttonsJson: 8_000,
  buttonText: 30,
  buttonValue: 2_000,
  accessibilityLabel: 75,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  viewTitle: 24,
  viewButton: 24,
  privateMetadata: 3_000,
  inputLabel: 2_000,
  inputText: 3_000,
  options: 100,
  optionText: 75,
  optionValue: 150,
  fieldError: 2_000,
} as const;
