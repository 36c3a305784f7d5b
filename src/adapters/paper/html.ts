// Draws a paper as one web page without links, scripts or pictures, that a browser prints.
import type { Block, Page, Paper, Sign, Words } from "../../core/paper.ts";

export const html = ({ title, footer, pages }: Paper): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${pages.map((page) => pageOf(page, footer)).join("\n")}
</body>
</html>
`;

const style = `
body { font: 12pt/1.45 Helvetica, Arial, sans-serif; color: #000; background: #fff; max-width: 44em; margin: 2em auto; padding: 0 1em; }
section + section { break-before: page; border-top: 1px solid #000; margin-top: 3em; padding-top: 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.15em; margin: 1.3em 0 .3em; break-after: avoid; }
.item { display: flex; gap: .7em; margin: .25em 0; break-inside: avoid; } .item span { min-width: 1.3em; } .nested { margin-left: 2.2em; }
.item p { margin: 0; overflow-wrap: anywhere; } .whole { white-space: nowrap; }
table { width: 100%; border-collapse: collapse; } td { border-bottom: 1px solid #000; padding: .75em .5em .1em 0; } td:last-child { width: 45%; }
.signs { display: flex; flex-wrap: wrap; gap: 1.2em 2.4em; margin: 1.5em 0; } .group { display: flex; border: 2px solid #000; break-inside: avoid; }
.sign { width: 4.6em; text-align: center; padding: .3em 0; } .sign b { display: block; font: bold 30pt/1.3 "Courier New", Courier, monospace; } .sign small { display: block; font-size: 8pt; min-height: 1.5em; }
footer { margin-top: 2em; font-size: 9pt; }
@media print { body { margin: 0; max-width: none; } section + section { border: 0; margin: 0; padding: 0; } }
`;

const pageOf = ({ title, blocks }: Page, footer: string): string => `<section>
<h1>${escaped(title)}</h1>
${blocks.map(blockOf).join("\n")}
<footer>${escaped(footer)}</footer>
</section>`;

function blockOf(block: Block): string {
  switch (block.type) {
    case "heading":
      return `<h2>${wordsOf(block.words)}</h2>`;
    case "paragraph":
      return `<p>${wordsOf(block.words)}</p>`;
    case "item":
      return `<div class="item${block.nested ? " nested" : ""}"><span>${escaped(block.marker)}</span><p>${wordsOf(block.words)}</p></div>`;
    case "fill-in":
      return `<table>${block.rows.map(({ label, about }) => `<tr><td>${escaped(label) || "&nbsp;"}</td><td>${escaped(about)}</td><td></td></tr>`).join("")}</table>`;
    case "signs":
      return `<div class="signs">${block.groups.map((group) => `<div class="group">${group.map(signOf).join("")}</div>`).join("")}</div>`;
  }
}

const signOf = ({ position, character, name }: Sign): string =>
  `<div class="sign"><small>${position}</small><b>${escaped(character)}</b><small>${escaped(name)}</small></div>`;

const wordsOf = (words: Words): string =>
  words
    .map((piece) => (typeof piece === "string" ? unbroken(piece) : `<b>${unbroken(piece.strong)}</b>`))
    .join("");

/** A command broken at a hyphen would be typed with a blank in it. */
const unbroken = (text: string): string =>
  text
    .split(/(\s+)/)
    .map((word) =>
      /^.{0,59}-.{0,59}$/.test(word) ? `<span class="whole">${escaped(word)}</span>` : escaped(word),
    )
    .join("");

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/[^\P{Cc}\t\n]/gu, "");
