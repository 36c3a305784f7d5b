// Every view and form, drawn by both painters: what `npm run cards` writes and the goldens hold.
import { blocks } from "../../src/adapters/slack/blocks.ts";
import { formModal } from "../../src/adapters/slack/modal.ts";
import { text } from "../../src/adapters/slack/text.ts";
import { adaptiveCard } from "../../src/adapters/teams/card.ts";
import { formCard } from "../../src/adapters/teams/form-card.ts";
import { plain } from "../../src/adapters/teams/plain.ts";
import { contoso } from "./cast.ts";
import { forms, gallery } from "./gallery.ts";

export type Drawing = { name: string; slack: object; teams: object };

export function drawings(): Drawing[] {
  const views = Object.entries(gallery()).map(([name, view]) => {
    const [what, story] = name.split("/");
    const stream = Object.entries(streams).find(([kind]) => what?.startsWith(kind))?.[1] ?? "BG-12";
    const key = `card/${stream}/slack:channel:${story}`;
    return {
      name,
      slack: { text: text(view), blocks: blocks(view, { key }) },
      teams: { summary: plain(view, contoso.timeZone), card: adaptiveCard(view, { key, stream }) },
    };
  });
  const filled = Object.entries(forms()).map(([name, form]) => ({
    name,
    slack: formModal(form, { name: form.name }),
    teams: { card: formCard(form) },
  }));
  return [...views, ...filled];
}

/** By what a view's name begins with. */
const streams = { alert: "AL-7", drill: "DR-4", rotation: "RO-3" };

export const asJson = (drawn: object): string => `${JSON.stringify(drawn, null, 2)}\n`;

/** `card/pending/channel` on Slack: `slack/card-pending-channel.json`. */
export const fileOf = (platform: "slack" | "teams", name: string): string =>
  `${platform}/${name.replaceAll("/", "-")}.json`;
