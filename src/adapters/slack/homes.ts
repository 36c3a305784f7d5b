// The home tab: what somebody finds when they open the app, drawn anew each time, one drawing a person at a time.
import type { Desk } from "../../core/ports/desk.ts";
import type { Background } from "./background.ts";
import type { Callers, Speaker } from "./callers.ts";
import { homeTab } from "./modal.ts";
import { tooMuch } from "./too-much.ts";
import type { Web } from "./web.ts";

export type Homes = {
  /** Returns at once; what fails is logged. Opened again meanwhile, it is drawn once more, however often. */
  opened(speaker: Speaker): void;
};

type Parts = { desk: Desk; callers: Callers; web: Web; background: Background };

export function createHomes({ desk, callers, web, background }: Parts): Homes {
  /** Whose tab is being drawn; true: it was opened again since. */
  const drawing = new Map<string, boolean>();

  async function draw(speaker: Speaker): Promise<void> {
    const view = homeTab(await desk.home(await callers.identify(speaker)));
    await web.patient.apiCall("views.publish", { user_id: speaker.user, view });
  }

  async function drawUntilNew(speaker: Speaker): Promise<void> {
    try {
      do {
        drawing.set(speaker.user, false);
        await draw(speaker);
      } while (drawing.get(speaker.user));
    } finally {
      drawing.delete(speaker.user);
    }
  }

  return {
    opened(speaker) {
      if (tooMuch({ desk, callers }, speaker, undefined, { look: true })) return;
      if (drawing.has(speaker.user)) drawing.set(speaker.user, true);
      else background.run("home tab", () => drawUntilNew(speaker));
    },
  };
}
