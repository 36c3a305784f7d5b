// Draws a view as an Adaptive Card 1.5: title, lines, facts, buttons. Pure.
import type { Button, Tone, View } from "../../core/view.ts";
import { execute, frame, submit, title } from "./elements.ts";
import { inputs } from "./form-card.ts";
import { type Budget, type Element, fact, line, plenty } from "./paint.ts";
import { heading } from "./plain.ts";
import { texts } from "./texts.ts";

/**
 * What a posted card carries: its delivery key, the stream it shows, and the people (`29:…`, 60 at most) whose
 * own copy Teams fetches when they look at it.
 */
export type Carried = { key?: string; stream?: string; userIds?: readonly string[] };

/** Teams ends at about 80 KB for a whole message; older clients at 28. */
const longestCard = 25_000;
/** Teams' clients hide what is beyond. */
const buttonsInRow = 6;
/** Characters of labels side by side; a row that is too full has its words broken in the middle. */
const longestRow = 36;
const mostUserIds = 60;

const containerStyles: Readonly<Record<Tone, string>> = {
  neutral: "emphasis",
  waiting: "warning",
  good: "good",
  bad: "attention",
  alarm: "attention",
};

/** Long words of people are shortened until the card fits; the record has them whole. */
export function adaptiveCard(view: View, carried: Carried = {}): Element {
  for (const said of [Number.POSITIVE_INFINITY, 2_000, 1_000, 500, 250, 100]) {
    const card = draw(view, carried, { said, shortened: texts.shortened });
    if (bytesOf(card) <= longestCard) return card;
  }
  return draw({ ...view, facts: [] }, carried, { said: 100, shortened: texts.shortened });
}

const bytesOf = (card: Element): number => Buffer.byteLength(JSON.stringify(card));

function draw(view: View, carried: Carried, budget: Budget): Element {
  const { key: card, stream } = carried;
  const rows = inRows(view.buttons).map((row) => row.map((button) => buttonAction(button, { card, stream })));
  const last = rows.pop() ?? [];
  return {
    ...frame,
    ...(stream && { refresh: refresh(carried) }),
    body: [
      {
        type: "Container",
        style: containerStyles[view.tone],
        bleed: true,
        items: [title(heading(view))],
      },
      ...view.lines.filter(({ length }) => length > 0).map((inlines) => line(inlines, budget)),
      ...view.facts.map((each) => fact(each, budget)),
      ...rows.map((row) => ({ type: "ActionSet", actions: row })),
    ],
    actions: last,
  };
}

/** In their order, as many side by side as can be read. */
function inRows(buttons: readonly Button[]): Button[][] {
  const rows: Button[][] = [];
  for (const button of buttons) {
    const row = rows.at(-1);
    const taken = row?.reduce((sum, { label }) => sum + label.length, 0) ?? 0;
    const fits = row && row.length < buttonsInRow && taken + button.label.length <= longestRow;
    if (fits) row.push(button);
    else rows.push([button]);
  }
  return rows;
}

const refresh = ({ key: card, stream, userIds = [] }: Carried): Element => ({
  action: execute("bg.view", { title: "Refresh", data: { card, stream } }),
  ...(userIds.length > 0 && { userIds: userIds.slice(0, mostUserIds) }),
});

const styles = { plain: "default", primary: "positive", danger: "destructive" } as const;

/** What must be asked or filled in first unfolds below the button: nothing irreversible is one stray tap. */
function buttonAction({ action, label, style, confirm, form }: Button, carried: Element): Element {
  const data = { ...carried, action, ...(form && { form: form.name }) };
  const look = { title: label, style: styles[style] };
  if (!confirm && !form)
    return { ...execute("bg.click", { ...look, data }), fallback: submit("bg.click", { ...look, data }) };
  const sure = { title: confirm?.yes ?? form?.submit ?? label, style: styles[style] };
  return {
    type: "Action.ShowCard",
    ...look,
    card: {
      type: "AdaptiveCard",
      version: "1.5",
      body: [
        ...(confirm ? [title(confirm.title), line([confirm.text], plenty)] : []),
        ...(form
          ? [
              ...(confirm ? [] : [title(form.title)]),
              ...form.lines.map((each) => line(each, plenty)),
              ...inputs(form, {}),
            ]
          : []),
      ],
      actions: [
        { ...execute("bg.click", { ...sure, data }), fallback: submit("bg.click", { ...sure, data }) },
      ],
    },
  };
}
