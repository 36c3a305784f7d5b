// For the browser: draws text as Slack would. mrkdwn is parsed, so that words which should have been escaped
// become a visible link, mention or shout: a faithful painter is a security test.
import { showDate } from "./paint-dates.ts";
import { type Context, channelName, emoji, link, make, mention, personName } from "./paint-dom.ts";

type Text = { type: string; text: string; emoji?: boolean; verbatim?: boolean };

export function paintText(text: Text, context: Context): DocumentFragment {
  const drawn = document.createDocumentFragment();
  if (text.type === "mrkdwn") drawn.append(...paintMrkdwn(text.text, context, text.verbatim === true));
  else drawn.append(...lines(text.emoji === false ? text.text : withEmoji(text.text)));
  return drawn;
}

export function paintMrkdwn(text: string, context: Context, verbatim = false): Node[] {
  const drawn: Node[] = [];
  let quoted: string[] = [];
  const endQuote = () => {
    if (quoted.length > 0)
      drawn.push(make("blockquote", { class: "sl-quote" }, ...spans(quoted.join("\n"), context, verbatim)));
    quoted = [];
  };
  // A fence may hold lines that look like quotes.
  for (const part of text.split(/(```[\s\S]+?```)/)) {
    for (const [index, line] of part.startsWith("```") ? [[0, part] as const] : part.split("\n").entries()) {
      const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
      if (quote) {
        quoted.push(quote[1] ?? "");
        continue;
      }
      const afterQuote = quoted.length > 0;
      endQuote();
      if (index > 0 && !afterQuote) drawn.push(make("br"));
      drawn.push(...spans(line, context, verbatim));
    }
  }
  endQuote();
  return drawn;
}

/** What is inside two marks that hug it and stand apart from other words. */
const between = (mark: string, name: string) =>
  String.raw`(?<![\p{L}\p{N}${mark}])[${mark}](?<${name}>(?!\s)[^${mark}\n]+(?<!\s))[${mark}](?![\p{L}\p{N}${mark}])`;
const span = new RegExp(
  [
    "```(?<pre>[^]+?)```",
    "`(?<code>[^`\\n]+)`",
    String.raw`<(?<angle>[^<>\n]+)>`,
    String.raw`(?<bare>https?://[^\s<>|*]*[^\s<>|*.,;:!?)])`,
    ":(?<emoji>[a-z0-9_+-]+):",
    between("*", "bold"),
    between("_", "italic"),
    between("~", "strike"),
  ].join("|"),
  "gu",
);

function spans(text: string, context: Context, verbatim: boolean): Node[] {
  const drawn: Node[] = [];
  let from = 0;
  for (const match of text.matchAll(span)) {
    drawn.push(...lines(unescape(text.slice(from, match.index))));
    drawn.push(paintSpan(match[0], match.groups ?? {}, context, verbatim));
    from = match.index + match[0].length;
  }
  drawn.push(...lines(unescape(text.slice(from))));
  return drawn;
}

function paintSpan(
  whole: string,
  found: Partial<Record<string, string>>,
  context: Context,
  verbatim: boolean,
): Node {
  const inner = (text: string) => spans(text, context, verbatim);
  if (found["pre"] !== undefined) return make("pre", { class: "sl-pre" }, unescape(found["pre"]));
  if (found["code"] !== undefined) return make("code", { class: "sl-code" }, unescape(found["code"]));
  if (found["angle"] !== undefined) return paintAngle(found["angle"], context);
  if (found["bare"] !== undefined)
    return verbatim ? document.createTextNode(unescape(whole)) : link(unescape(whole));
  if (found["emoji"] !== undefined) return document.createTextNode(emoji(found["emoji"]));
  if (found["bold"] !== undefined) return make("b", {}, ...inner(found["bold"]));
  if (found["italic"] !== undefined) return make("i", {}, ...inner(found["italic"]));
  return make("s", {}, ...inner(found["strike"] ?? ""));
}

/** <@U…>, <#C…>, <!here>, <!subteam^S…>, <!date^…>, <https://…|label>. */
function paintAngle(inside: string, context: Context): Node {
  const [target = "", ...rest] = inside.split("|");
  const label = rest.length > 0 ? unescape(rest.join("|")) : undefined;
  if (target.startsWith("@")) return mention(personName(context, target.slice(1)));
  if (target.startsWith("#")) return mention(label ? `#${label}` : channelName(context, target.slice(1)));
  if (!target.startsWith("!")) return link(unescape(target), ...(label === undefined ? [] : [label]));
  const [what = "", first = "", template = ""] = target.slice(1).split("^");
  if (what === "date") return date(Number(first), template, label, context);
  if (what === "subteam") return mention(label ?? `@${first}`);
  return mention(`@${label?.replace(/^@/, "") ?? what}`);
}

type Style = { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean; underline?: boolean };
export type RichElement = {
  type: string;
  style?: Style | string;
  text?: string;
  url?: string;
  user_id?: string;
  usergroup_id?: string;
  channel_id?: string;
  team_id?: string;
  range?: string;
  name?: string;
  unicode?: string;
  value?: string;
  timestamp?: number;
  format?: string;
  fallback?: string;
  elements?: RichElement[];
};

/** A rich_text block: nothing in it is parsed. */
export function paintRichText(elements: readonly RichElement[], context: Context): HTMLElement {
  const inline = (element: RichElement) =>
    (element.elements ?? []).map((one) => styled(paintInline(one, context), one.style));
  const drawn = elements.map((element) => {
    switch (element.type) {
      case "rich_text_list":
        return make(
          element.style === "ordered" ? "ol" : "ul",
          { class: "sl-list" },
          ...(element.elements ?? []).map((item) => make("li", {}, ...inline(item))),
        );
      case "rich_text_quote":
        return make("blockquote", { class: "sl-quote" }, ...inline(element));
      case "rich_text_preformatted":
        return make("pre", { class: "sl-pre" }, ...inline(element));
      default:
        return make("div", { class: "sl-rich-section" }, ...inline(element));
    }
  });
  return make("div", { class: "sl-rich-text" }, ...drawn);
}

function paintInline(element: RichElement, context: Context): Node {
  switch (element.type) {
    case "text":
      return make("span", {}, ...lines(element.text ?? ""));
    case "link":
      return link(element.url ?? "", ...(element.text ? [element.text] : []));
    case "user":
      return mention(personName(context, element.user_id ?? ""));
    case "channel":
      return mention(channelName(context, element.channel_id ?? ""));
    case "broadcast":
      return mention(`@${element.range}`);
    case "emoji":
      return document.createTextNode(emoji(element.name ?? "", element.unicode));
    case "date":
      return date(element.timestamp ?? Number.NaN, element.format ?? "", element.fallback, context);
    default:
      return mention(`@${element.usergroup_id ?? element.team_id ?? element.value ?? element.type}`);
  }
}

function styled(node: Node, style: RichElement["style"]): Node {
  if (typeof style !== "object") return node;
  const wraps = [
    style.code && make("code", { class: "sl-code" }),
    style.strike && make("s"),
    style.underline && make("u"),
    style.italic && make("i"),
    style.bold && make("b"),
  ];
  return wraps.reduce<Node>((inside, wrap) => {
    if (!wrap) return inside;
    wrap.append(inside);
    return wrap;
  }, node);
}

function date(seconds: number, template: string, fallback: string | undefined, context: Context): Node {
  if (!Number.isFinite(seconds) || template === "") return document.createTextNode(fallback ?? "");
  const at = new Date(seconds * 1000);
  const title = at.toLocaleString("en-GB", { timeZone: context.timeZone, timeZoneName: "short" });
  const shown = showDate(seconds, template, context.timeZone, context.now);
  return make("time", { class: "sl-date", datetime: at.toISOString(), title }, shown);
}

const unescape = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const withEmoji = (text: string): string =>
  text.replaceAll(/:([a-z0-9_+-]+):/g, (_, name: string) => emoji(name));
const lines = (text: string): Node[] =>
  text
    .split("\n")
    .flatMap((line, index) =>
      index > 0 ? [make("br"), document.createTextNode(line)] : [document.createTextNode(line)],
    );
