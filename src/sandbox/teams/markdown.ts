// The little Markdown that Teams renders, as HTML: bold, italic, links, line breaks. Everything else is text. Runs in
// the browser and in tests; that a link somebody smuggled into a text becomes a link here is the point.

const token =
  /\\([\\`*_{}[\]()#+\-.!~|])|\[([^\]\n]*)\]\(([^()\s]+)\)|\*\*(?=\S)(.+?)\*\*|(?<!\w)__(?=\S)(.+?)__(?!\w)|\*(?=\S)([^*\n]+)\*|(?<!\w)_(?=\S)([^_\n]+)_(?!\w)/g;

export const escapeHtml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** One paragraph of HTML. `plain` draws what is not Markdown. */
export function markdown(text: string, plain: (text: string) => string = escapeHtml): string {
  return `<p>${inline(text, plain).replace(/\r?\n|\r/g, "<br>")}</p>`;
}

function inline(text: string, plain: (text: string) => string): string {
  let html = "";
  let from = 0;
  for (const match of text.matchAll(token)) {
    const [whole, escaped, label, target, strong, strong2, soft, soft2] = match;
    html += plain(text.slice(from, match.index));
    from = match.index + whole.length;
    const bold = strong ?? strong2;
    const italic = soft ?? soft2;
    if (escaped !== undefined) html += escapeHtml(escaped);
    else if (target !== undefined) html += link(inline(label ?? "", escapeHtml), target, whole);
    else if (bold !== undefined) html += `<strong>${inline(bold, plain)}</strong>`;
    else if (italic !== undefined) html += `<em>${inline(italic, plain)}</em>`;
  }
  return html + plain(text.slice(from));
}

/** A link only where a browser may follow it. */
const link = (label: string, target: string, whole: string): string =>
  /^(https?:\/\/|mailto:)/i.test(target)
    ? `<a href="${escapeHtml(target)}" target="_blank" rel="noopener noreferrer">${label}</a>`
    : escapeHtml(whole);

/** Bare addresses become links in messages, as in Teams; in cards they don't. */
export const withLinks = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, n) => (n % 2 === 1 ? link(escapeHtml(part), part, part) : escapeHtml(part)))
    .join("");
