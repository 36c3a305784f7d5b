// An HTTP answer of the stand-in, and the connector's way to say no.

export type Answer = { status: number; body?: unknown; headers?: Readonly<Record<string, string>> };

export const ok = (body: unknown, status = 200): Answer => ({ status, body });

/** `code` is Teams' own word for it; bots decide by it. */
export const refuse = (
  status: number,
  code: string,
  message: string,
  headers: Answer["headers"] = {},
): Answer => ({
  status,
  body: { error: { code, message } },
  headers,
});

export const badSyntax = (message: string): Answer => refuse(400, "BadSyntax", message);
