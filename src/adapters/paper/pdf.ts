// Draws a paper as a PDF for A4, with the letters that every PDF reader and printer has: nothing is embedded.
import PDFDocument from "pdfkit";
import type { Block, Paper, Sign, Words } from "../../core/paper.ts";
import { lettersMissing } from "./letters.ts";
import { font, type Pdf, setWords } from "./pdf-text.ts";

const margin = 56;
const size = { title: 20, heading: 13, text: 11, small: 8, sign: 30 };

/** Rejects where a letter would be drawn as another one, and says which. */
export async function pdf(paper: Paper): Promise<Uint8Array> {
  const missing = lettersMissing(paper);
  if (missing.length > 0)
    throw new Error(
      `the letters of a PDF have no ${missing.slice(0, 5).join(" ")}: use --html, and print it from a browser`,
    );
  const doc = new PDFDocument({
    size: "A4",
    margin,
    bufferPages: true,
    autoFirstPage: false,
    lang: "en",
    info: { Title: paper.title },
  });
  const whole = collected(doc);
  for (const { title, blocks } of paper.pages) {
    doc.addPage();
    write(doc, [title], margin, size.title, font.bold);
    doc.moveDown(0.3);
    for (const block of blocks) draw(doc, block);
  }
  footers(doc, paper.footer);
  doc.end();
  return whole;
}

async function collected(doc: Pdf): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const width = (doc: Pdf): number => doc.page.width - 2 * margin;
const bottom = (doc: Pdf): number => doc.page.height - margin;

function room(doc: Pdf, height: number): void {
  if (doc.y + height > bottom(doc)) doc.addPage();
}

function draw(doc: Pdf, block: Block): void {
  switch (block.type) {
    case "heading":
      room(doc, 70); // a heading never stands alone at the foot of a page
      doc.moveDown(0.6);
      write(doc, block.words, margin, size.heading, font.bold);
      doc.moveDown(0.2);
      return;
    case "paragraph":
      write(doc, block.words, margin, size.text);
      doc.moveDown(0.4);
      return;
    case "item":
      return item(doc, block);
    case "fill-in":
      for (const row of block.rows) fillIn(doc, row);
      return;
    case "signs":
      return signs(doc, block.groups);
  }
}

function write(doc: Pdf, words: Words, left: number, points: number, face = font.plain): void {
  setWords(doc, words, { left, right: margin + width(doc), bottom: bottom(doc), points, face });
  doc.x = margin;
}

function item(doc: Pdf, { marker, nested, words }: Extract<Block, { type: "item" }>): void {
  const left = margin + (nested ? 24 : 0);
  room(doc, 34); // a step's number never stands alone at the foot of a page
  const { y } = doc;
  doc.font(font.bold).fontSize(size.text).text(marker, left, y, { lineBreak: false });
  doc.y = y;
  write(doc, words, left + 24, size.text);
  doc.moveDown(0.25);
}

function fillIn(doc: Pdf, { label, about }: { label: string; about: string }): void {
  doc.font(font.plain).fontSize(size.text);
  const half = width(doc) / 2 - 12;
  const text = about ? `${label} (${about})` : label;
  const height = Math.max(doc.heightOfString(text || " ", { width: half }), 14) + 12;
  room(doc, height);
  const y = doc.y + height;
  const from = text ? margin + width(doc) / 2 : margin;
  doc.text(text, margin, doc.y + 10, { width: half });
  doc
    .moveTo(from, y)
    .lineTo(margin + width(doc), y)
    .lineWidth(0.7)
    .stroke();
  doc.x = margin;
  doc.y = y;
}

const cell = { width: 52, height: 76 };

/** Groups of characters in boxes, two to a line: position above, name below. */
function signs(doc: Pdf, groups: readonly (readonly Sign[])[]): void {
  const gap = 22;
  let x = margin;
  for (const group of groups) {
    const wide = group.length * cell.width;
    if (x + wide > margin + width(doc)) {
      x = margin;
      doc.y += cell.height + 14;
    }
    if (x === margin) room(doc, cell.height + 14);
    const { y } = doc;
    doc.lineWidth(1.5).rect(x, y, wide, cell.height).stroke();
    for (const [i, sign] of group.entries()) oneSign(doc, sign, x + i * cell.width, y);
    doc.y = y;
    x += wide + gap;
  }
  doc.x = margin;
  doc.y += cell.height + 20;
}

function oneSign(doc: Pdf, { position, character, name }: Sign, x: number, y: number): void {
  const middle = { width: cell.width, align: "center" as const, lineBreak: false };
  doc
    .font(font.plain)
    .fontSize(size.small)
    .text(String(position), x, y + 5, middle);
  doc
    .font(font.typed)
    .fontSize(size.sign)
    .text(character, x, y + 20, middle);
  doc
    .font(font.plain)
    .fontSize(size.small)
    .text(name, x, y + 60, middle);
}

function footers(doc: Pdf, footer: string): void {
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0; // or a text below the margin would begin another page
    const text = `${footer} Page ${page + 1} of ${count}.`;
    doc
      .font(font.plain)
      .fontSize(size.small)
      .text(text, margin, doc.page.height - 36, { width: width(doc), lineBreak: false });
  }
}
