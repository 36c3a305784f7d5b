// Is Slack set up so that a click will work? Asked at the start and by doctor, not found out by a dead button.
import { z } from "zod";
import type { Organisation } from "../../core/organisation.ts";
import { channelInfo, sharedOutside, sharedWarning } from "./audience.ts";
import { explained } from "./failure.ts";
import { grantedSchema, scopes, whyNot } from "./scopes.ts";
import type { Web } from "./web.ts";

export type Setup = {
  /** Something happened that stays wrong until somebody mends it. */
  note(problem: string): void;
  /** Resolves when all is well; rejects with everything that is wrong and what to do about it. */
  check(): Promise<void>;
};

const who = z.object({
  team_id: z.string(),
  response_metadata: grantedSchema.optional(),
});

/** `connection`: what is wrong with the socket; undefined when nothing is, or there is none. */
export function createSetup(
  web: Web,
  organisation: () => Organisation,
  connection: () => string | undefined,
): Setup {
  const noted = new Set<string>();

  async function check(): Promise<void> {
    const workspace = organisation().slack;
    if (!workspace)
      throw new Error("Slack: breakglass.yaml names no workspace: add `slack:` with its team id");
    const problems = [...noted, connection() ?? []].flat();
    try {
      const auth = who.parse(await web.patient.apiCall("auth.test"));
      if (auth.team_id !== workspace.team)
        problems.push(
          `the bot token is of workspace ${auth.team_id}, breakglass.yaml says ${workspace.team}: one of them is wrong`,
        );
      const granted = auth.response_metadata?.scopes;
      const missing = granted ? scopes.filter((scope) => !granted.includes(scope)) : [];
      if (missing.length)
        problems.push(
          `the app lacks ${missing.join(", ")}: install it again with the manifest of this version`,
        );
      for (const [name, id] of Object.entries(workspace.channels)) {
        const why = await whyNotChannel(web, id);
        if (why !== undefined) problems.push(`channel ${name} (${id}): ${why}`);
      }
    } catch (error) {
      problems.push(whyNot(error));
    }
    if (problems.length) throw new Error(`Slack: ${problems.join("; ")}`);
  }

  return { note: (problem) => void noted.add(problem), check };
}

async function whyNotChannel(web: Web, id: string): Promise<string | undefined> {
  try {
    const channel = await channelInfo(web, id);
    if (channel.is_archived) return explained("is_archived");
    if (sharedOutside(channel)) return sharedWarning;
    return channel.is_member ? undefined : explained("not_in_channel");
  } catch (error) {
    return whyNot(error);
  }
}
