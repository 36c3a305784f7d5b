// An HTTP answer of the stand-in.
export type Answer = {
  status: number;
  /** Text goes out as it is, as HTML; anything else as JSON. */
  body: unknown;
  headers?: Readonly<Record<string, string>>;
};

export const ok = (body: unknown): Answer => ({ status: 200, body });
