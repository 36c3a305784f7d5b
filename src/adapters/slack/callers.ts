// Who a Slack user is to Slack itself: a member, a guest, somebody else's, a bot, disabled; or not known, which refuses.
import { z } from "zod";
import type { Caller, Standing } from "../../core/ports/desk.ts";
import type { Web } from "./web.ts";
import { within } from "./within.ts";

export type Callers = {
  /** Never rejects; takes 1.5 s at most. `team`: the user's own workspace, as the verified envelope says. */
  identify(speaker: Speaker): Promise<Caller>;
  /** What is known without asking anybody. */
  known(speaker: Speaker): Standing | undefined;
  /** Looks the user up for later. */
  warm(speaker: Speaker): void;
};

/** `bot`: the envelope itself says that no human acted. */
export type Speaker = { team: string; user: string; bot: boolean };

const lookUpMs = 1_500;
/** An answer this old is used, and looked up anew behind the click. */
const freshSeconds = 60;
/** An answer this old is not used: who was disabled is refused within five minutes. */
const keptSeconds = 300;
const mostKept = 10_000;

const info = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    deleted: z.boolean().default(false),
    is_bot: z.boolean().default(false),
    is_workflow_bot: z.boolean().default(false),
    is_restricted: z.boolean().default(false),
    is_ultra_restricted: z.boolean().default(false),
    is_stranger: z.boolean().default(false),
    enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
  }),
});

export function createCallers(
  web: Web,
  home: () => string | undefined,
  now: () => Temporal.Instant,
): Callers {
  const kept = new Map<string, { standing: Standing; at: number }>();
  const asking = new Map<string, Promise<Standing>>();

  const ask = (user: string): Promise<Standing> => {
    const running = asking.get(user) ?? lookUp(user).finally(() => asking.delete(user));
    asking.set(user, running);
    return running;
  };

  async function lookUp(user: string): Promise<Standing> {
    try {
      const found = info.parse(await web.brief.apiCall("users.info", { user }));
      const standing = found.user.id === user ? standingOf(found.user, home()) : "unknown";
      kept.delete(user);
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? "");
      kept.set(user, { standing, at: seconds() });
      return standing;
    } catch {
      return "unknown"; // not kept: the next click asks again
    }
  }

  const seconds = () => now().epochMilliseconds / 1000;
  const age = (user: string): number => seconds() - (kept.get(user)?.at ?? Number.NEGATIVE_INFINITY);

  function known({ team, user, bot }: Speaker): Standing | undefined {
    if (bot || user === "USLACKBOT") return "bot";
    if (team !== home()) return "external";
    return age(user) < keptSeconds ? kept.get(user)?.standing : undefined;
  }

  function warm(speaker: Speaker): void {
    if (known(speaker) === undefined || (kept.has(speaker.user) && age(speaker.user) >= freshSeconds))
      void ask(speaker.user);
  }

  async function identify(speaker: Speaker): Promise<Caller> {
    const { team, user } = speaker;
    const standing = known(speaker);
    if (standing) warm(speaker);
    return {
      platform: "slack",
      team,
      user,
      standing: standing ?? (await within(lookUpMs, ask(user))) ?? "unknown",
    };
  }

  return { identify, known, warm };
}

function standingOf(user: z.infer<typeof info>["user"], home: string | undefined): Standing {
  if (user.deleted) return "disabled";
  if (user.is_bot || user.is_workflow_bot) return "bot";
  const ours = user.team_id === home || (home !== undefined && user.enterprise_user?.teams.includes(home));
  if (user.is_stranger || !ours) return "external";
  return user.is_restricted || user.is_ultra_restricted ? "guest" : "member";
}
