// Whether the watch, its identity and the second road fit each other: what cannot be, and what will be missed one day.
import { secondsText } from "./duration.ts";
import type { ConfigFile } from "./file-schema.ts";
import { toWatch } from "./organisation.ts";
import type { Finding } from "./problem.ts";

type File = Pick<ConfigFile, "people" | "watch" | "azureMonitor" | "fallback" | "teams">;

/** The least and the most, in seconds. */
const ranges = { every: [5, 5 * 60], heartbeat: [10, 24 * 3_600] } as const;
/** Seconds. Microsoft's own logs come in later than this now and then: a practice tenant's do not. */
const hastyHeartbeat = 5 * 60;

export const watchBreaks = ({ watch }: File): Finding[] =>
  watch ? [...workspace(watch), ...times(watch), ...groupsTwice(watch)] : [];

type Watch = NonNullable<File["watch"]>;

function workspace({ source, workspace }: Watch): Finding[] {
  if (source === "log-analytics" && workspace === undefined)
    return [
      {
        at: ["watch"],
        wrong: "has no workspace to read",
        right: "Add workspace, the id on the workspace's overview page",
      },
    ];
  if (source === "graph" && workspace !== undefined)
    return [
      {
        at: ["watch", "workspace"],
        wrong: "is given, and Graph has none",
        right: "Take it out, or write source: log-analytics",
      },
    ];
  return [];
}

function times(watch: Watch): Finding[] {
  const given = toWatch(watch);
  return (["every", "heartbeat"] as const).flatMap((key): Finding[] => {
    const [least, most] = ranges[key];
    if (given[key] >= least && given[key] <= most) return [];
    const right = `Write a time from ${secondsText(least)} to ${secondsText(most)}`;
    return [{ at: ["watch", key], wrong: "is out of range", right }];
  });
}

function groupsTwice({ exclusionGroups = [] }: Watch): Finding[] {
  const ids = exclusionGroups.map((id) => id.toLowerCase());
  return ids.flatMap((id, i): Finding[] =>
    ids.indexOf(id) === i
      ? []
      : [
          {
            at: ["watch", "exclusionGroups", i],
            wrong: "names a group a second time",
            right: "Name each group once",
          },
        ],
  );
}

/** What works, and leaves somebody unseen or unheard. */
export function watchWeaknesses(file: File): Finding[] {
  const { people, watch, azureMonitor, fallback } = file;
  const found: Finding[] = [];
  if (!people.some(({ roles }) => roles.includes("soc")))
    found.push({
      at: ["people"],
      wrong: "has nobody with the role soc",
      right: "Give it to those who answer alerts",
    });
  if (!watch) {
    found.push({ at: [], wrong: "has no watch: sign-ins are not seen", right: 'Add "watch"' });
    if (azureMonitor)
      found.push({ at: ["azureMonitor"], wrong: "has no watch to wake", right: 'Add "watch"' });
    return found;
  }
  if (watch.source === "graph")
    found.push({
      at: ["watch", "source"],
      wrong: "shows interactive sign-ins only",
      right: "Send the tenant's logs to Log Analytics, and read them there",
    });
  if (toWatch(watch).heartbeat < hastyHeartbeat)
    found.push({
      at: ["watch", "heartbeat"],
      wrong: "is shorter than the usual delay of the log, and the watch will seem blind while it sees",
      right: `Write ${secondsText(hastyHeartbeat)} or more`,
    });
  if (!fallback)
    found.push({
      at: ["watch"],
      wrong: "has no second road for a critical alert that a chat does not take",
      right: 'Add "fallback"',
    });
  return [...found, ...sharedIdentity(file, watch)];
}

/** A token that leaks from one of the two must not open what the other opens. */
function sharedIdentity({ teams }: File, { identity }: Watch): Finding[] {
  const own = identity.clientId?.toLowerCase();
  const bots = [teams?.appId, teams?.identity.type === "federated" ? teams.identity.clientId : undefined];
  if (!own || !bots.some((id) => id?.toLowerCase() === own)) return [];
  return [
    {
      at: ["watch", "identity", "clientId"],
      wrong: "is the bot's own identity, and a token that leaks from one serves the other",
      right: "Give the watch an identity that may do nothing but read",
    },
  ];
}
