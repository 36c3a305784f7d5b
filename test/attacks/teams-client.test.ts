// A modified Teams client: its person and conversation are real, everything else in what it sends is made up.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alice, bob, type Colleague, carol } from "../../src/sandbox/world.ts";
import { askInSlack, everyCopyShows, requestsInTeams, teamsCopy } from "../kit/act.ts";
import { type Company, startCompany, teamsWords } from "../kit/company.ts";

const strangerId = "00000000-0000-4000-8000-000000000666";

let company: Company;
let id: string;
beforeAll(async () => {
  company = await startCompany();
  id = await askInSlack(company, alice);
  await everyCopyShows(company, id, "Approval needed");
});
afterAll(() => company.stop());

type Lie = {
  as?: Colleague;
  /** Somebody of the tenant whom nobody listed. */
  stranger?: boolean;
  conversation?: string;
  message?: string;
  verb?: string;
  data: Record<string, unknown>;
};

/** The answer's body, as the client reads it. */
async function invoke({
  as = alice,
  stranger,
  conversation,
  message = "1700000000001",
  verb = "bg.view",
  data,
}: Lie): Promise<string> {
  const honest = company.teams.activity(
    as.objectId,
    conversation === requestsInTeams ? conversation : "personal",
    "",
  );
  const place = honest["conversation"] as { id: string };
  const { body } = await company.teams.raw({
    ...honest,
    type: "invoke",
    name: "adaptiveCard/action",
    id: `f:${randomUUID()}`,
    replyToId: message,
    text: undefined,
    ...(conversation && { conversation: { ...place, id: conversation, conversationType: "groupChat" } }),
    ...(stranger && { from: { id: "29:stranger", aadObjectId: strangerId } }),
    value: { action: { type: "Action.Execute", verb, data: { verb, ...data } }, trigger: "manual" },
  });
  return body;
}

const chatOf = (person: Colleague) =>
  (company.teams.activity(person.objectId, "personal", "")["conversation"] as { id: string }).id;

/** What the card in the channel carries. */
const carried = (card: object | undefined): string =>
  /"card":"([^"]+)"/.exec(JSON.stringify(card))?.[1] ?? "";
const channelCard = (about: string) =>
  company.teams.until(() =>
    company.teams
      .all()
      .find(
        (message) =>
          message.conversationId === requestsInTeams &&
          !message.deleted &&
          teamsWords(message).includes(`"card":"card/${about}/`),
      ),
  );

describe("a card that was never posted there is drawn for nobody", () => {
  test.each([
    ["a group chat of their own", "19:gossip@thread.v2"],
    ["their personal chat", undefined],
  ])("a stranger in %s makes up the name of a card", async (_, conversation) => {
    const here = conversation ?? chatOf(alice);
    for (const card of [`card/${id}/teams:channel:${here}`, `say/${id}/1/teams:channel:${here}`]) {
      const said = await invoke({
        stranger: true,
        ...(conversation && { conversation }),
        data: { card, stream: id },
      });
      expect(said).not.toContain("locked all administrators out");
      expect(said).not.toContain("Alice");
    }
  });
});

describe("a message of ours is what the record says it is", () => {
  test("another card cannot be taken away by passing it for a doubled one", async () => {
    const own = await channelCard(id);
    const other = await askInSlack(company, carol);
    const victim = await channelCard(other);
    const data = { card: carried(own.card), stream: id };
    await invoke({ conversation: requestsInTeams, message: victim.id, data });
    await invoke({
      conversation: requestsInTeams,
      message: victim.id,
      verb: "bg.click",
      data: {
        ...data,
        action: { verb: "approve", request: other, about: 0 },
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await channelCard(other)).id).toBe(victim.id);
    expect(company.teams.calls.filter(({ operation }) => operation === "delete")).toEqual([]);
  });

  test.each(["channel", "person"])(
    "a card that waits to be posted (%s) cannot be claimed for another message",
    async (kind) => {
      company.teams.faults.set("send", { status: 503 });
      const waiting = await askInSlack(company, kind === "channel" ? carol : alice, "declare");
      const old = kind === "channel" ? await channelCard(id) : await teamsCopy(company, alice, id);
      const place = kind === "channel" ? `channel:${requestsInTeams}` : `person:${bob.objectId}`;
      const data = { card: `card/${waiting}/teams:${place}`, stream: waiting };
      const where = kind === "channel" ? { conversation: requestsInTeams } : {};
      const madeUp = "1700000000042";
      for (const message of [old.id, madeUp]) {
        await invoke({ ...where, message, data });
        const action = { verb: "attest", request: waiting };
        await invoke({ ...where, message, verb: "bg.click", data: { ...data, action } });
      }
      company.teams.faults.clear();
      const posted = await company.teams.until(
        () => company.teams.all().find((message) => teamsWords(message).includes(data.card)),
        20_000,
      );
      expect(posted.id).not.toBe(old.id);
      expect(company.teams.calls.filter(({ path }) => path.includes(madeUp))).toEqual([]);
    },
    30_000,
  );
});

test("a stranger who asks for a form hears why not: no form names an account to them", async () => {
  const honest = company.teams.activity(alice.objectId, "personal", "request");
  const from = { ...(honest["from"] as object), aadObjectId: strangerId };
  const seen = () => company.teams.seenBy(alice.objectId).chat.map(teamsWords);
  const before = seen().length;
  await company.teams.raw({ ...honest, id: randomUUID(), from });
  const told = await company.teams.until(() => seen()[before]);
  expect(told).toContain("not in the list of people");
  expect(told).not.toContain("emergency-1@");
});
