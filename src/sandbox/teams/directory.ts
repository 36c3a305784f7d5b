// Who is there and where they talk: people with their Teams ids, channels with their members, personal chats.
import { createHash } from "node:crypto";
import type { TeamsOptions, TeamsPerson, TeamsTeam } from "./types.ts";

export type Resident = TeamsPerson & {
  mri: string;
  chat: string;
  tenantId: string;
  installed: boolean;
};

/** A conversation. `listed`: Teams shows it even while nothing was said in it. */
export type Place = {
  id: string;
  name: string;
  team: TeamsTeam | undefined;
  members: readonly Resident[];
  botIsIn: boolean;
  listed: boolean;
};

export type Directory = {
  people: readonly Resident[];
  places: ReadonlyMap<string, Place>;
  /** By object id or by "29:…". */
  person(id: string): Resident | undefined;
  /** Throws for an object id that nobody has: a mistake of the test or page. */
  mustKnow(objectId: string): Resident;
};

export function openDirectory(options: TeamsOptions): Directory {
  const people = options.people.map((person) => settle(person, options));
  const ours = people.filter((person) => person.tenantId === options.tenant);
  const person = (id: string) => people.find((each) => each.mri === id || each.objectId === id.toLowerCase());
  const mustKnow = (objectId: string): Resident => {
    const found = person(objectId);
    if (!found) throw new Error(`Nobody in the practice Teams has the object id "${objectId}".`);
    return found;
  };

  const places = new Map<string, Place>();
  for (const team of options.teams) {
    const members = new Set<Resident>();
    for (const channel of team.channels) {
      const inIt = channel.members === "all" ? ours : channel.members.map(mustKnow);
      for (const member of inIt) members.add(member);
      places.set(channel.id, { ...channel, team, members: inIt, botIsIn: true, listed: true });
    }
    if (!places.has(team.id)) {
      const general = { id: team.id, name: "General", team, members: [...members] };
      places.set(team.id, { ...general, botIsIn: true, listed: false });
    }
  }
  for (const each of people) {
    const chat = { id: each.chat, name: each.name, team: undefined, members: [each] };
    places.set(each.chat, { ...chat, botIsIn: each.installed, listed: true });
  }
  return { people, places, person, mustKnow };
}

/** Teams gives a person another id for every bot, the same each time. */
function settle(person: TeamsPerson, { appId, tenant }: TeamsOptions): Resident {
  const own = (kind: string) =>
    createHash("sha256").update(`${kind} ${appId} ${person.objectId}`).digest("base64url");
  const tenantId = person.tenantId ?? tenant;
  return {
    ...person,
    objectId: person.objectId.toLowerCase(),
    mri: `29:1${own("person")}`,
    chat: `a:1${own("chat")}`,
    tenantId,
    installed: person.installed ?? tenantId === tenant,
  };
}

/** "19:…;messageid=123" is the thread of message 123 in 19:…. */
export function splitConversation(id: string): { base: string; root: string | undefined } {
  const [base = "", root] = id.split(";messageid=");
  return { base, root };
}
