// Sets words into lines on a PDF page. Lines break at blanks and behind commas only: a command broken at a hyphen
// would be typed with a blank in it.
import type PDFDocument from "pdfkit";
import type { Words } from "../../core/paper.ts";

export type Pdf = InstanceType<typeof PDFDocument>;

export const font = { plain: "Helvetica", bold: "Helvetica-Bold", typed: "Courier-Bold" };

type Run = { text: string; face: string };
/** What stays together on a line, and whether a blank follows it. */
type Unit = { runs: Run[]; blank: boolean };

export type Setting = { left: number; right: number; bottom: number; points: number; face: string };

/** From `doc.y` on, which is below the last line afterwards. Begins a new page where one is needed. */
export function setWords(doc: Pdf, words: Words, { left, right, bottom, points, face }: Setting): void {
  doc.fontSize(points);
  const height = doc.font(font.plain).currentLineHeight(true) * 1.12;
  const widthOf = ({ text, face: own }: Run) => doc.font(own).widthOfString(text);
  const blankWidth = widthOf({ text: " ", face });
  let x = left;
  const feed = () => {
    doc.y += height;
    x = left;
    if (doc.y + height > bottom) doc.addPage();
  };
  if (doc.y + height > bottom) doc.addPage();
  for (const { runs, blank } of units(words, face)) {
    const wide = runs.reduce((sum, run) => sum + widthOf(run), 0);
    if (x > left && x + wide > right) feed();
    for (const run of runs.flatMap((one) => fitting(one, right - left, widthOf))) {
      const runWidth = widthOf(run);
      if (x > left && x + runWidth > right + 0.01) feed();
      const { y } = doc;
      doc.font(run.face).fontSize(points).text(run.text, x, y, { lineBreak: false });
      doc.y = y;
      x += runWidth;
    }
    if (blank) x += blankWidth;
  }
  doc.y += height;
}

function units(words: Words, face: string): Unit[] {
  const found: Unit[] = [];
  let runs: Run[] = [];
  const close = (blank: boolean) => {
    if (runs.length > 0) found.push({ runs, blank });
    runs = [];
  };
  for (const piece of words) {
    const [text, own] = typeof piece === "string" ? [piece, face] : [piece.strong, font.bold];
    for (const part of text.split(/(\s+)/)) {
      if (/^\s+$/.test(part)) close(true);
      else
        for (const [i, word] of part.split(/(?<=,)(?=.)/).entries()) {
          if (i > 0) close(false);
          if (word !== "") runs.push({ text: word, face: own });
        }
    }
  }
  close(false);
  return found;
}

/** A word wider than the whole line, in pieces that fit it. */
function fitting(run: Run, room: number, widthOf: (run: Run) => number): Run[] {
  if (widthOf(run) <= room) return [run];
  let from = 0;
  const pieces: Run[] = [];
  const letters = run.text.split(""); // letters.ts: none here is more than one unit
  for (let to = 1; to <= letters.length; to++) {
    const next = letters.slice(from, to + 1).join("");
    if (to < letters.length && widthOf({ ...run, text: next }) <= room) continue;
    pieces.push({ ...run, text: letters.slice(from, to).join("") });
    from = to;
  }
  return pieces;
}
