// Activities that Microsoft's own playground sent to a bot: read as they are, and turned away as ids of no tenant.
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseActivity } from "../../../src/adapters/teams/activity.ts";
import { alice, contoso } from "../../kit/cast.ts";
import { openPractice, type Practice } from "./kit.ts";

const folder = new URL("../../fixtures/teams/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
const read = (name: string) =>
  JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Record<string, unknown>;
const parse = (activity: unknown) => parseActivity(activity, contoso.tenant);

const expected: Record<string, object> = {
  "message.personal.personal-say.json": { type: "words", text: "help", scene: { personal: true } },
  "message.personal.personal-multi-line.json": { type: "words", scene: { personal: true } },
  "message.channel.driven.json": {
    type: "words",
    text: "hello",
    scene: { personal: false, conversation: "team-id;messageid=1795230070364" },
  },
  "message.groupChat.driven.json": { type: "words", scene: { personal: false } },
  "invoke.adaptiveCard-action.personal.driven.json": {
    type: "action",
    way: "invoke",
    byHand: true,
    deed: undefined, // `ack` is no verb of ours
    message: "1795230070186",
  },
};

describe.each(names)("%s", (name) => {
  it("is read", () => {
    const said = parse(read(name));
    expect(said).toMatchObject(expected[name] ?? { type: "presence" });
    expect(said?.scene.objectId).toBeUndefined(); // 13 digits at its end: no GUID
  });
});

it("there are enough of them", () => {
  expect(names.length).toBeGreaterThanOrEqual(18);
});

describe("an activity as Teams sends it", () => {
  const honest = {
    ...read("message.personal.personal-say.json"),
    from: { id: "29:a", aadObjectId: alice.id.toUpperCase() },
  };

  it("names a person by an object id, in lower case", () => {
    expect(parse(honest)?.scene.objectId).toBe(alice.id);
  });

  it.each([
    ["approve&nbsp;BG-12", "approve BG-12"],
    ["\u00a0 /breakglass status\u00a0", "/breakglass status"],
    ["a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"],
    ["", ""],
  ])("says “%s” and means “%s”", (text, meant) => {
    expect(parse({ ...honest, text })).toMatchObject({ type: "words", text: meant });
  });

  it("loses the mention of the bot, and of nobody else", () => {
    const { recipient } = honest as { recipient?: { id: string } };
    const mention = (id: string, text: string) => ({ type: "mention", mentioned: { id }, text });
    const activity = {
      ...honest,
      text: "<at>Breakglass</at>&nbsp; deny BG-1 because <at>Bob</at> says so",
      entities: [mention("29:bob", "<at>Bob</at>"), mention(recipient?.id ?? "", "<at>Breakglass</at>")],
    };
    expect(parse(activity)).toMatchObject({ text: "deny BG-1 because <at>Bob</at> says so" });
  });

  it.each([
    null,
    7,
    "text",
    [],
    {},
    { type: "message" },
    { ...honest, from: null },
    { ...honest, conversation: "x" },
  ])("is nothing when it is %j", (raw) => {
    expect(parse(raw)).toBeUndefined();
  });

  it("carries names that could be mistaken for the object's own parts, harmlessly", () => {
    const data = JSON.parse(
      '{"form":"deny","deny.__proto__":"x","deny.constructor":"y","__proto__":{"a":1}}',
    ) as object;
    const value = { action: { verb: "bg.submit", data } };
    const said = parse({ ...honest, type: "invoke", name: "adaptiveCard/action", value });
    expect(said).toMatchObject({ deed: { form: "deny" } });
    expect(Object.getPrototypeOf((said as { deed: { typed: object } }).deed.typed)).toBe(Object.prototype);
  });
});

describe("at the door", () => {
  let practice: Practice;
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice.stop());

  it.each(names)("%s is turned away even with a good token", async (name) => {
    const activity = { ...read(name), serviceUrl: practice.teams.settings.serviceUrl };
    expect(await practice.teams.raw(activity)).toMatchObject({ status: 403, body: "" });
    expect(practice.store.has("teams:latest")).toBe(false);
    expect(practice.notes.heard).toEqual([]);
  });
});
