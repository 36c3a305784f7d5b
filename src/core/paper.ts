// What is printed, before anything draws it: one Paper, drawn as a web page, as a PDF or as Markdown.

/** A piece of text: our own sentences, or the organisation's, never parsed by who draws it. */
export type Words = readonly (string | { strong: string })[];

export type Paper = { title: string; footer: string; pages: readonly Page[] };

/** Begins on a sheet of its own; may need more than one. */
export type Page = { title: string; blocks: readonly Block[] };

export type Block =
  | TextBlock
  /** Rows whose end is left empty, to be written by hand. */
  | { type: "fill-in"; rows: readonly { label: string; about: string }[] }
  | { type: "signs"; groups: readonly (readonly Sign[])[] };

export type TextBlock =
  | { type: "heading"; words: Words }
  | { type: "paragraph"; words: Words }
  /** `marker`: `1.` or `•`. */
  | { type: "item"; marker: string; nested: boolean; words: Words };

/** One character to be typed: where it stands, and what it is called when it could be mistaken. */
export type Sign = { position: number; character: string; name: string };
