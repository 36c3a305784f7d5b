// The company that the load is played in: its roster, its one account, and the identities that sign.
import { stringify } from "yaml";

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

export const slackTeam = "T0BENCH";
export const tenant = guid(9000);
export const appId = guid(9001);
export const account = guid(901);
export const issuer = "https://api.botframework.com";
export const signingSecret = "0123456789abcdef0123456789abcdef";
export const botToken = "xoxb-bench-0123456789";
export const channels = { slack: "C0REQUESTS", teams: "19:requests@thread.tacv2" };

type Someone = { name: string; objectId: string; slack: string; roles: string[] };

const someone = (n: number, name: string, roles: string[]): Someone => ({
  name,
  objectId: guid(n),
  slack: `U0${name.toUpperCase()}`,
  roles,
});

/** Asked for everything that stands in the record before the load begins. */
export const asker = someone(1, "Rob", ["responder"]);
/** Says and clicks what the load says and clicks. */
export const speaker = someone(2, "Bob", ["approver"]);
/** Each has one request open at a time. */
export const responders = Array.from({ length: 64 }, (_, n) =>
  someone(100 + n, `Responder${n}`, ["responder"]),
);
export const custodian = someone(3, "Dave", ["custodian"]);
const people = [asker, speaker, custodian, ...responders];

export const slackUsers = people.map(({ slack }) => slack);

/** The text of its `breakglass.yaml`. `store`: a URL. */
export const configFile = (store: string): string =>
  stringify({
    organisation: { name: "Bench", tenant, timeZone: "Europe/Berlin" },
    people: people.map(({ name, objectId, slack, roles }) => ({
      handle: name.toLowerCase(),
      name,
      objectIds: [objectId],
      slack,
      roles,
    })),
    accounts: [
      {
        label: "Emergency 1",
        objectId: account,
        upn: "emergency-1@bench.onmicrosoft.com",
        custody: {
          kind: "hardware-key",
          parts: [{ name: "key", place: "Safe in Berlin", custodians: [custodian.name.toLowerCase()] }],
        },
      },
    ],
    slack: { team: slackTeam, channels: everyChannel(channels.slack, "C0SOC", "C0ADMINS") },
    teams: {
      appId,
      identity: { type: "managed-identity" },
      channels: everyChannel(channels.teams, "19:soc@thread.tacv2", "19:admins@thread.tacv2"),
    },
    // the load is one person's, a thousand times as fast as people are
    service: { host: "127.0.0.1", store, asksAtOnce: 1_000_000 },
  });

const everyChannel = (requests: string, soc: string, admins: string) => ({ requests, soc, admins });
