// The small shapes that the file is made of. `error` says what is wrong; the description and the first example
// serve the editor and the "what would be right" of an error alike.
import { z } from "zod";
import { anyLengthPattern, durationPattern, secondsPattern } from "./duration.ts";

const controls = "\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2066-\\u2069";
/** No line breaks, nothing invisible, nothing that turns the direction of writing: it is shown on cards. */
const plainText = new RegExp(`^[^\\s${controls}](?:[^${controls}]*[^\\s${controls}])?$`);

export const text = (description: string, example: string, longest = 80) =>
  z
    .string()
    .max(longest)
    .regex(plainText, { error: "is empty, begins or ends with a space, or holds invisible characters" })
    .meta({ description, examples: [example] });

const matching = (pattern: RegExp, wrong: string, description: string, example: string) =>
  z
    .string()
    .max(200)
    .regex(pattern, { error: wrong })
    .meta({ description, examples: [example] });

export const guid = (description: string) =>
  matching(
    /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/,
    "is no GUID",
    description,
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
  );

export const handle = (description: string) =>
  matching(/^[a-z][a-z0-9._-]{0,31}$/, "is no handle", description, "alice");

export const groupName = (description: string) =>
  matching(/^[a-z][a-z0-9._-]{0,31}$/, "is no group name", description, "security");

export const upn = (description: string) =>
  matching(
    /^[^\s@]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/,
    "is no user principal name",
    description,
    "emergency-1@contoso.onmicrosoft.com",
  );

export const slackUser = (description: string) =>
  matching(/^[UW][A-Z0-9]{2,30}$/, "is no Slack member id", description, "U012AB3CD");

export const slackTeam = (description: string) =>
  matching(/^T[A-Z0-9]{2,30}$/, "is no Slack workspace id", description, "T012AB3CD");

export const slackChannel = (description: string) =>
  matching(/^[CG][A-Z0-9]{2,30}$/, "is no Slack channel id", description, "C012AB3CD");

export const teamsConversation = (description: string) =>
  matching(
    /^19:[A-Za-z0-9_.-]+@(?:thread\.tacv2|thread\.v2|thread\.skype)$/,
    "is no Teams conversation id",
    description,
    "19:general@thread.tacv2",
  );

export const thumbprint = (description: string) =>
  matching(
    /^(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$/,
    "is no certificate thumbprint",
    description,
    "C3D2E1F0A9B8C7D6E5F4C3D2E1F0A9B8C7D6E5F4",
  );

/** The ending keeps a slip of the hand from showing the wrong file to everybody in chat. */
export const markdownFile = (description: string) =>
  matching(/^[^\s].{0,190}\.md$/i, "is no path of a .md file", description, "./runbooks/mfa.md");

export const duration = (description: string, usual: string) =>
  matching(durationPattern, "is no length of time", `${description} Usually ${usual}.`, usual);

export const anyLength = (description: string, usual: string) =>
  matching(anyLengthPattern, "is no length of time", `${description} Usually ${usual}.`, usual);

export const seconds = (description: string, usual: string) =>
  matching(secondsPattern, "is no length of time", `${description} Usually ${usual}.`, usual);

/** A time of day. */
export const clock = (description: string, example: string) =>
  matching(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/, "is no time of day", description, example);

export const tokenAudience = (description: string) =>
  matching(
    /^(?:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|api:\/\/[A-Za-z0-9._~/-]+)$/,
    "is neither an app id nor an api:// URI",
    description,
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
  );

export const timeZone = (description: string) =>
  z
    .string()
    .max(60)
    .refine(isTimeZone, { error: "is no IANA time zone" })
    .meta({ description, examples: ["Europe/Berlin"] });

/** A fixed offset is refused: it is wrong for half of the year. Temporal knows the names; `Intl` takes 10 ms to load. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false; // Temporal would also take a whole date with a zone in it
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** https, or http on this machine only: keys and tokens fetched in the clear could be anybody's. */
export const endpoint = (description: string, example: string) =>
  z
    .string()
    .max(300)
    .refine(isSafeUrl, { error: "is no https address (http is for this machine alone)" })
    .meta({ description, examples: [example] });

export function isSafeUrl(address: string): boolean {
  const url = URL.parse(address);
  if (!url || url.username || url.password || url.hash) return false;
  const local = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && local);
}

/** An issuer of Entra's own would let in whoever holds a token of the bot's app. */
export const isEntra = (address: string): boolean =>
  /^(?:sts\.windows\.net|login\.(?:microsoftonline|windows|partner)\..+|sts\.chinacloudapi\.cn)$/i.test(
    URL.parse(address)?.hostname ?? "",
  );
