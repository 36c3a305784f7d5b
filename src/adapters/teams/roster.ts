// Who is in a conversation: whose screens refresh a card, and who is a guest. Read rarely, kept for minutes.
import { z } from "zod";
import { parseGuid } from "../../core/ids.ts";
import type { Standing } from "../../core/ports/desk.ts";
import type { Address } from "./addresses.ts";
import type { Connector } from "./connector.ts";

type Member = { user: string; objectId: string; standing: Standing };

export interface Roster {
  /** Empty when it cannot be read. Never rejects. */
  members(address: Address): Promise<readonly Member[]>;
  /** What was read last, without reading anything. */
  known(conversation: string): readonly Member[];
  /** Somebody came or went. */
  forget(conversation: string): void;
  /** What is known of this person, from any conversation; undefined: nothing. */
  standing(objectId: string): Standing | undefined;
}

const freshFor = { minutes: 10 };
/** Pages of 500; whoever stands behind them has no refreshing card, nothing worse. */
const mostPages = 4;
const mostConversations = 200;

const pageSchema = z.object({
  members: z.array(z.unknown()),
  continuationToken: z.string().nullish(),
});
const memberSchema = z.object({
  id: z.string().startsWith("29:"),
  aadObjectId: z.string().nullish(),
  objectId: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});

export function createRoster(connector: Connector, tenant: string, now: () => Temporal.Instant): Roster {
  const kept = new Map<string, { until: Temporal.Instant; members: readonly Member[] }>();
  const standings = new Map<string, Standing>();
  const mostPeople = 20_000;

  async function read({ serviceUrl, conversation }: Address): Promise<readonly Member[]> {
    const members: Member[] = [];
    let continuation: string | undefined;
    for (let page = 0; conversation && page < mostPages; page += 1) {
      const reply = await connector.members(serviceUrl, conversation, continuation);
      const { data } = pageSchema.safeParse(reply.ok ? reply.body : undefined);
      members.push(...(data?.members ?? []).flatMap((raw) => memberOf(raw, tenant) ?? []));
      if (!data?.continuationToken) break;
      continuation = data.continuationToken;
    }
    return members;
  }

  return {
    async members(address) {
      if (!address.conversation) return [];
      const held = kept.get(address.conversation);
      if (held && Temporal.Instant.compare(now(), held.until) < 0) return held.members;
      const members = await read(address);
      if (kept.size >= mostConversations) kept.clear();
      kept.set(address.conversation, { until: now().add(freshFor), members });
      if (standings.size >= mostPeople) standings.clear();
      for (const { objectId, standing } of members) standings.set(objectId, standing);
      return members;
    },
    known: (conversation) => kept.get(conversation)?.members ?? [],
    forget(conversation) {
      kept.delete(conversation);
    },
    standing: (objectId) => standings.get(objectId),
  };
}

function memberOf(raw: unknown, tenant: string): Member | undefined {
  const { data } = memberSchema.safeParse(raw);
  const objectId = data && parseGuid(data.aadObjectId ?? data.objectId ?? "");
  if (!objectId) return undefined;
  return { user: data.id, objectId, standing: standingOf(data, tenant) };
}

function standingOf(member: z.infer<typeof memberSchema>, tenant: string): Standing {
  if (member.tenantId && parseGuid(member.tenantId) !== tenant) return "external";
  return ["guest", "anonymous"].includes(member.userRole?.toLowerCase() ?? "") ? "guest" : "member";
}
