// The Slack app and the Teams app: valid by the official schemas, least privileged, and true to what the bot does.
import { readFile } from "node:fs/promises";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { metadataType } from "../../src/adapters/slack/messenger.ts";
import { slackManifest, teamsPackage } from "../../src/cli/manifest-files.ts";
import { understand } from "../../src/core/understand.ts";
import { readPng } from "./png.ts";
import { schemaProblems } from "./schemas.ts";

const host = "bot.contoso.example";
const ids = {
  host,
  botId: "5E4D3C2B-1a09-4f8e-9d7c-6b5a49382716",
  teamsAppId: "7c6b5a49-3827-4165-8a09-f8e7d6c5b4a3",
};

const slack = async (socket = false) => JSON.parse(await slackManifest({ host, socket }));
const unzipped = async (version: "1.28" | "1.29") => unzipSync(await teamsPackage(ids, version));
const teams = async (version: "1.28" | "1.29") =>
  JSON.parse(strFromU8((await unzipped(version))["manifest.json"] ?? new Uint8Array()));

describe("the Slack manifest", () => {
  test.each([false, true])("is valid by Slack's schema (Socket Mode: %s)", async (socket) => {
    expect(await schemaProblems("manifest.schema.2.0.0", await slack(socket))).toEqual([]);
  });

  test("the schema would find a mistake", async () => {
    const manifest = { ...(await slack()), scopes: [] };
    expect(await schemaProblems("manifest.schema.2.0.0", manifest)).toEqual([
      ": must NOT have additional properties",
    ]);
  });

  test("asks for these scopes and no more", async () => {
    expect((await slack()).oauth_config.scopes).toEqual({
      bot: [
        "chat:write",
        "commands",
        "im:write",
        "users:read",
        "channels:read",
        "groups:read",
        "metadata.message:read",
      ],
    });
  });

  test("sends everything to the one address of the host", async () => {
    const { features, settings } = await slack();
    const urls = [
      features.slash_commands[0].url,
      settings.event_subscriptions.request_url,
      settings.interactivity.request_url,
    ];
    expect(new Set(urls)).toEqual(new Set([`https://${host}/slack/events`]));
  });

  test("listens for the metadata that our own messages carry", async () => {
    const { event_subscriptions: events } = (await slack()).settings;
    expect(events.bot_events).toContain("message_metadata_posted");
    expect(events.metadata_subscriptions).toEqual([{ app_id: "*", event_type: metadataType }]);
  });

  test("in Socket Mode, no address is left", async () => {
    const manifest = await slack(true);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(manifest)).not.toContain("https://");
  });

  test("every word of the usage hint is understood", async () => {
    const hint: string = (await slack()).features.slash_commands[0].usage_hint;
    for (const words of hint.split(" | ")) expect(understand(words), words).not.toHaveProperty("unknown");
  });
});

describe.each(["1.29", "1.28"] as const)("the Teams manifest %s", (version) => {
  test("is valid by Microsoft's schema", async () => {
    expect(await schemaProblems(`MicrosoftTeams.schema.v${version}`, await teams(version))).toEqual([]);
  });

  test("the schema would find a mistake", async () => {
    const manifest = { ...(await teams(version)), id: "breakglass" };
    expect(await schemaProblems(`MicrosoftTeams.schema.v${version}`, manifest)).toHaveLength(1);
  });

  test("the package has the manifest and both icons at its root, and nothing else", async () => {
    expect(Object.keys(await unzipped(version)).sort()).toEqual([
      "color.png",
      "manifest.json",
      "outline.png",
    ]);
  });

  test("the same input gives the same bytes", async () => {
    expect(await teamsPackage(ids, version)).toEqual(await teamsPackage(ids, version));
  });

  test("is filled in, with ids in lower case", async () => {
    const manifest = await teams(version);
    expect(JSON.stringify(manifest)).not.toContain("{{");
    expect(manifest).toMatchObject({
      id: ids.teamsAppId,
      bots: [{ botId: ids.botId.toLowerCase(), scopes: ["personal", "team", "groupChat"] }],
      developer: { websiteUrl: `https://${host}` },
    });
  });

  test("every command is understood", async () => {
    for (const { commands } of (await teams(version)).bots[0].commandLists)
      for (const { title } of commands) expect(understand(title), title).not.toHaveProperty("unknown");
  });
});

test("1.28 is 1.29 without slash commands and private replies", async () => {
  const [newer, older] = [await teams("1.29"), await teams("1.28")];
  expect(newer.bots[0].supportsTargetedMessages).toBe(true);
  expect(newer.bots[0].commandLists[0].triggers).toEqual(["slash", "mention"]);
  delete newer.bots[0].supportsTargetedMessages;
  for (const list of newer.bots[0].commandLists) delete list.triggers;
  const at = (text: string) => text.replace("v1.29", "v1.28");
  expect(older).toEqual({ ...newer, manifestVersion: "1.28", $schema: at(newer.$schema) });
});

describe("the icons", () => {
  const icon = async (name: string) => readPng(await readFile(`manifest/teams/${name}.png`));
  const all = ({ width, height, pixel }: ReturnType<typeof readPng>) =>
    Array.from({ length: width * height }, (_, i) => pixel(i % width, Math.floor(i / width)));

  test("the one in colour is 192 by 192, without holes, and a drawing", async () => {
    const picture = await icon("color");
    expect([picture.width, picture.height]).toEqual([192, 192]);
    const pixels = all(picture);
    expect(pixels.every(([, , , alpha]) => alpha === 255)).toBe(true);
    expect(new Set(pixels.map(String)).size).toBeGreaterThan(50);
    expect(picture.pixel(0, 0)).toEqual([0x7a, 0x14, 0x20, 255]);
  });

  test("the outline is 32 by 32, white on nothing", async () => {
    const picture = await icon("outline");
    expect([picture.width, picture.height]).toEqual([32, 32]);
    const seen = all(picture).filter(([, , , alpha = 0]) => alpha > 0);
    expect(seen.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
    expect(seen.length).toBeGreaterThan(150);
    expect(seen.length).toBeLessThan(600);
  });
});
