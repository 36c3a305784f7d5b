// The small company of the practice tenant: who works there, what they may do, and where they talk.
// Nothing in it is real; every id says so.

export type Colleague = {
  name: string;
  job: string;
  /** Entra object id. */
  objectId: string;
  /** Slack user id. */
  slack: string;
  timeZone: string;
  roles: readonly string[];
  groups: readonly string[];
  tier: 1 | 2;
};

export type EmergencyAccount = {
  objectId: string;
  label: string;
  upn: string;
  custody: {
    kind: string;
    parts: readonly { name: string; place: string; custodians: readonly Colleague[] }[];
  };
  quorum: { approvals: number; mix: readonly string[] };
};

const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const colleague = (
  n: number,
  name: string,
  job: string,
  timeZone: string,
  roles: readonly string[],
  more: Partial<Colleague> = {},
): Colleague => ({
  name,
  job,
  objectId: guid(n),
  slack: `U0${name.toUpperCase()}`,
  timeZone,
  roles,
  groups: [],
  tier: 1,
  ...more,
});

export const alice = colleague(1, "Alice", "Cloud engineer, on call", "Europe/Berlin", ["responder"]);
export const bob = colleague(3, "Bob", "Head of security", "Europe/London", ["approver"], {
  groups: ["security"],
});
/** May ask and may approve: the one who could be tempted to do both. */
export const carol = colleague(4, "Carol", "Identity lead", "Europe/Berlin", ["responder", "approver"], {
  groups: ["identity"],
});
export const tina = colleague(5, "Tina", "Director of IT", "America/New_York", ["approver"], {
  groups: ["security", "identity"],
  tier: 2,
});
export const dave = colleague(6, "Dave", "Facilities, Berlin", "Europe/Berlin", ["custodian"]);
export const erin = colleague(7, "Erin", "Facilities, Munich", "Europe/Berlin", ["custodian"]);
export const sam = colleague(8, "Sam", "Security operations", "Asia/Kolkata", ["soc"]);
export const ada = colleague(9, "Ada", "Keeper of the roster", "Europe/Berlin", ["admin"]);

export const colleagues: readonly Colleague[] = [alice, bob, carol, tina, dave, erin, sam, ada];

export const accounts: readonly [EmergencyAccount, EmergencyAccount] = [
  {
    objectId: guid(901),
    label: "Emergency 1",
    upn: "emergency-1@contoso.onmicrosoft.com",
    custody: {
      kind: "split-password",
      parts: [
        { name: "envelope A", place: "Safe in Berlin", custodians: [dave] },
        { name: "envelope B", place: "Safe in Munich", custodians: [erin] },
      ],
    },
    quorum: { approvals: 1, mix: [] },
  },
  {
    objectId: guid(902),
    label: "Emergency 2",
    upn: "emergency-2@contoso.onmicrosoft.com",
    custody: {
      kind: "hardware-key",
      parts: [{ name: "security key", place: "Safe in Berlin", custodians: [dave, erin] }],
    },
    quorum: { approvals: 2, mix: ["security", "identity"] },
  },
];

/** The company's own, where a place has none. */
export const timeZone = "Europe/Berlin";
export const tenant = guid(9000);
export const botApp = guid(9001);
/** Conditional Access leaves its members out, and the emergency accounts are in it. */
export const exclusionGroup = guid(9002);

export const slackTeam = { id: "T0CONTOSO", domain: "contoso-practice", name: "Contoso (practice)" };
export const slackBot = { id: "B0BREAKGLASS", userId: "U0BREAKGLASS", name: "breakglass" };

/** Everybody reads the requests; the other two channels have their own people. */
export const channels = [
  { name: "requests", slackName: "breakglass-requests", teamsName: "Requests", readers: colleagues },
  { name: "soc", slackName: "soc", teamsName: "SOC", readers: [sam, bob, tina, ada] },
  { name: "admins", slackName: "breakglass-admins", teamsName: "Admins", readers: [ada, tina] },
].map((channel) => ({
  ...channel,
  slack: `C0${channel.name.toUpperCase()}`,
  teams: `19:${channel.name}@thread.tacv2`,
}));

/** The ids of the three channels on one platform, as the configuration wants them. */
export const channelIds = (platform: "slack" | "teams"): Record<string, string> =>
  Object.fromEntries(channels.map((channel) => [channel.name, channel[platform]]));
