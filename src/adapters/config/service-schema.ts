// What the file says about the service itself: the chats, the server, the endpoints. No secret has a key here.
import { z } from "zod";
import {
  endpoint,
  guid,
  isEntra,
  slackChannel,
  slackTeam,
  teamsConversation,
  text,
  thumbprint,
} from "./leaves.ts";

const channels = (id: (description: string) => z.ZodString) =>
  z
    .strictObject({
      requests: id("Where every request's card is posted."),
      soc: id("Where declarations and alerts go."),
      admins: id("Where the service says what only an admin can mend."),
    })
    .meta({ description: "Where cards go. The bot must be a member of each." });

export const slack = z
  .strictObject({
    team: slackTeam("The workspace that callers must belong to (T…)."),
    channels: channels(slackChannel),
    mode: z
      .enum(["http", "socket"])
      .optional()
      .meta({
        description:
          "http: Slack calls /slack/events of this service. socket: the service calls Slack (needs SLACK_APP_TOKEN). Usually http.",
        examples: ["http"],
      }),
  })
  .meta({ description: "Slack. Needs SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET in the environment." });

const identity = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("secret") }),
    z.strictObject({
      type: z.literal("certificate"),
      thumbprint: thumbprint("The thumbprint of the certificate, as Entra shows it."),
    }),
    z.strictObject({
      type: z.literal("federated"),
      clientId: guid("The client id of the managed identity that the app's federated credential names."),
    }),
    z.strictObject({ type: z.literal("managed-identity") }),
  ])
  .meta({
    description:
      "How the bot proves who it is. secret: TEAMS_APP_PASSWORD. certificate: TEAMS_CERTIFICATE_KEY and the thumbprint. " +
      "federated: a managed identity trusted by the app (recommended). managed-identity: the bot itself is one.",
    examples: ["type: federated"],
  });

export const teams = z
  .strictObject({
    appId: guid("The Microsoft app id of the bot (the Azure Bot's registration, single tenant)."),
    identity,
    channels: channels(teamsConversation),
  })
  .meta({ description: "Microsoft Teams." });

export const calendar = z.strictObject({}).meta({
  description:
    "Drills, rotations and reviews that are owed, for people's own calendars: GET /calendar/<BREAKGLASS_CALENDAR_SECRET>.ics. Left out: there is no such address.",
});

const databases = /^(?:sqlite:.+|postgres(?:ql)?:\/\/.+)$/;

export const service = z
  .strictObject({
    port: z
      .int()
      .min(0)
      .max(65_535)
      .optional()
      .meta({
        description: "TCP port of the one HTTP server; 0 takes any free one. Usually 3978.",
        examples: [3978],
      }),
    host: text(
      "Address to listen on. Usually 127.0.0.1, behind a proxy that speaks TLS.",
      "127.0.0.1",
      253,
    ).optional(),
    store: z
      .string()
      .max(500)
      .regex(databases, { error: "is no store" })
      .optional()
      .meta({
        description:
          "Where the record is kept: sqlite:./data/breakglass.db (usual) or postgres://host/database. " +
          "An address with a password goes into DATABASE_URL instead.",
        examples: ["sqlite:./data/breakglass.db"],
      }),
    logLevel: z
      .enum(["debug", "info", "warn", "error"])
      .optional()
      .meta({ description: "How much is logged. Usually info.", examples: ["info"] }),
    asksAtOnce: z
      .int()
      .min(10)
      .max(1_000_000)
      .optional()
      .meta({
        description:
          "How much one person may ask the bot at once, before some of it is left out; all other limits are in " +
          "proportion, and deciding about what is open has none of these. Usually 20.",
        examples: [20],
      }),
  })
  .meta({ description: "The server. What is left out is as usual." });

export const endpoints = z
  .strictObject({
    slack: endpoint("Slack's Web API.", "https://slack.com/api/"),
    openIdMetadata: endpoint(
      "Where the keys are published that sign what Teams sends.",
      "https://login.botframework.com/v1/.well-known/openidconfiguration",
    ),
    issuer: endpoint(
      "Who must have issued the tokens of what Teams sends; never Entra itself.",
      "https://api.botframework.com",
    ).refine((address) => !isEntra(address), {
      error: "is Entra itself: every token of the bot's app would be let in",
    }),
    loginUrl: endpoint("Where the bot fetches its own token.", "https://login.microsoftonline.com"),
    oauthScope: endpoint("What that token is for.", "https://api.botframework.com"),
    serviceUrls: z
      .array(endpoint("The beginning of an address that Teams may name.", "https://smba.trafficmanager.net/"))
      .min(1)
      .max(20)
      .meta({ description: "Where the bot may send to: beginnings of addresses. No other is ever called." }),
    graph: endpoint("Microsoft Graph.", "https://graph.microsoft.com/"),
    logAnalytics: endpoint("Log Analytics' query API.", "https://api.loganalytics.io/v1"),
    authority: endpoint(
      "Entra's own sign-in: gives the watch its token, and publishes the keys of Azure Monitor's.",
      "https://login.microsoftonline.com",
    ),
  })
  .partial()
  .meta({ description: "Only for sovereign clouds and stand-ins; usually left out: the public cloud's." });
