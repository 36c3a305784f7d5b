// breakglass manifest: the Slack app and the Teams app of one deployment, ready to upload.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { BadInput, type Terminal } from "./terminal.ts";

type Options = { host: string; botId?: string; teamsAppId?: string; out: string; socket?: boolean };

export function addManifest(program: Command, terminal: Terminal): void {
  program
    .command("manifest")
    .description("write the Slack manifest and the Teams package of this deployment")
    .requiredOption("--host <name>", "the public name that Slack and Teams reach the bot by: bot.example.com")
    .requiredOption("--out <folder>", "where to write; made if it is not there")
    .option("--bot-id <guid>", "the bot's Microsoft app id; without it, no Teams package is written")
    .option("--teams-app-id <guid>", "the id of the Teams app: any GUID that you keep for it")
    .option("--socket", "for Slack's Socket Mode: Slack needs no way in")
    .action((options: Options) => writeManifests(options, terminal));
}

async function writeManifests({ host, botId, teamsAppId, out: folder, socket }: Options, { out }: Terminal) {
  if (Boolean(botId) !== Boolean(teamsAppId))
    throw new BadInput("the Teams package needs both --bot-id and --teams-app-id: give both or neither");
  const { slackManifest, teamsPackage } = await import("./manifest-files.ts");
  const files: [name: string, content: string | Uint8Array][] = [
    ["slack-manifest.json", await slackManifest({ host, socket: socket ?? false })],
  ];
  if (botId && teamsAppId) {
    const ids = { host, botId, teamsAppId };
    files.push(["breakglass-teams.zip", await teamsPackage(ids, "1.29")]);
    files.push(["breakglass-teams-1.28.zip", await teamsPackage(ids, "1.28")]);
  }
  await mkdir(folder, { recursive: true });
  for (const [name, content] of files) {
    const path = join(folder, name);
    await writeFile(path, content);
    out(`${path}\n`);
  }
}
