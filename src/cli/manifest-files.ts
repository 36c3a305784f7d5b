// The templates of manifest/ filled in for one deployment. What is filled in is checked first, so it cannot break out.
import { readFile } from "node:fs/promises";
import { strToU8, zipSync } from "fflate";
import { parseGuid } from "../core/ids.ts";
import { BadInput } from "./terminal.ts";

/** 1.28 is for admin centres that do not take 1.29 yet: without slash commands and private replies. */
export type TeamsVersion = "1.29" | "1.28";

type SlackManifest = {
  features: { slash_commands: { url?: string }[] };
  settings: {
    event_subscriptions: { request_url?: string };
    interactivity: { request_url?: string };
    socket_mode_enabled: boolean;
  };
};

/** Rejects with BadInput. */
export async function slackManifest({ host, socket }: { host: string; socket: boolean }): Promise<string> {
  const text = filled(await template("slack/manifest.json"), { HOST: hostName(host) });
  if (!socket) return text;
  const manifest = JSON.parse(text) as SlackManifest;
  for (const command of manifest.features.slash_commands) delete command.url;
  delete manifest.settings.event_subscriptions.request_url;
  delete manifest.settings.interactivity.request_url;
  manifest.settings.socket_mode_enabled = true;
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The zip to upload: the manifest and both icons, nothing above them. Rejects with BadInput. */
export async function teamsPackage(
  { host, botId, teamsAppId }: { host: string; botId: string; teamsAppId: string },
  version: TeamsVersion,
): Promise<Uint8Array> {
  const name = version === "1.29" ? "teams/manifest.json" : "teams/manifest.1.28.json";
  const manifest = filled(await template(name), {
    HOST: hostName(host),
    BOT_ID: guid(botId, "--bot-id"),
    TEAMS_APP_ID: guid(teamsAppId, "--teams-app-id"),
  });
  // A fixed date, so that the same input gives the same bytes.
  return zipSync(
    {
      "manifest.json": strToU8(manifest),
      "color.png": await icon("color"),
      "outline.png": await icon("outline"),
    },
    { mtime: "2026-01-01" },
  );
}

const folder = new URL("../../manifest/", import.meta.url);
const template = (path: string): Promise<string> => readFile(new URL(path, folder), "utf8");
const icon = (name: string): Promise<Uint8Array> => readFile(new URL(`teams/${name}.png`, folder));

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{([A-Z_]+)\}\}/g, (whole, name: string) => values[name] ?? whole);

/** A public DNS name and nothing around it. */
function hostName(text: string): string {
  const name = text.toLowerCase();
  if (/^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(name))
    return name;
  throw new BadInput("--host is no public host name: write the name alone, like bot.example.com");
}

function guid(text: string, option: string): string {
  const id = parseGuid(text);
  if (id) return id;
  throw new BadInput(`${option} is no GUID: write it like 3f2504e0-4f89-41d3-9a0c-0305e82c3301`);
}
