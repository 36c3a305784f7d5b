// Fails closed: what this version cannot read, it neither decides on nor shows, and lets no time act on.

/** `stream` has an entry that cannot be read here. A newer version wrote it, most likely: its nodes go on with that. */
export class Unreadable extends Error {
  override name = "Unreadable";
  readonly stream: string;

  constructor(stream: string, why: string, options?: { cause: unknown }) {
    super(why, options);
    this.stream = stream;
  }
}
