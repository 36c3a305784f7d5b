// The words of a PDF, page by page, as it draws them: an independent reading of the file's own operators.
import { inflateSync } from "node:zlib";

/** Blanks between words are the drawing's, not the text's: compare without them, with `squeezed`. */
export function pdfPages(pdf: Uint8Array): string[] {
  const file = Buffer.from(pdf).toString("latin1");
  if (!file.startsWith("%PDF-")) throw new Error("no PDF");
  const streams = [...file.matchAll(/\/Length (\d+)[^>]*>>\s*stream\r?\n/g)].map((match) => {
    const from = match.index + match[0].length;
    const bytes = Buffer.from(file.slice(from, from + Number(match[1])), "latin1");
    return match[0].includes("/FlateDecode")
      ? inflateSync(bytes).toString("latin1")
      : bytes.toString("latin1");
  });
  return streams.filter((stream) => /\bBT\b/.test(stream)).map(wordsOf);
}

const windows = new TextDecoder("windows-1252");

const wordsOf = (stream: string): string =>
  [...stream.matchAll(/\[((?:<[0-9a-f]*>|[-\d.\s])*)\] TJ/g)]
    .map(([, shown = ""]) =>
      [...shown.matchAll(/<([0-9a-f]*)>/g)]
        .map(([, hex = ""]) => windows.decode(Buffer.from(hex, "hex")))
        .join(""),
    )
    .join(" ");

export const squeezed = (text: string): string => text.replaceAll(/\s+/g, "");
