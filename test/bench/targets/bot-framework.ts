// botbuilder's own way in and out, pointed at the stand-ins, with real tokens.
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from "botbuilder";

const { APP_ID = "", TENANT = "", OPENID_METADATA = "", ISSUER = "", IDENTITY_ENDPOINT } = process.env;
if (!APP_ID || !IDENTITY_ENDPOINT) throw new Error("without an app id botbuilder asks for no token");

export const appId = APP_ID;

export const adapter = new CloudAdapter(
  new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: APP_ID,
    MicrosoftAppTenantId: TENANT,
    MicrosoftAppType: "UserAssignedMsi",
    BotOpenIdMetadata: OPENID_METADATA,
    ToBotFromEmulatorOpenIdMetadataUrl: OPENID_METADATA,
    ToBotFromChannelTokenIssuer: ISSUER,
    ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
    ToChannelFromBotOAuthScope: "https://api.botframework.com",
    OAuthUrl: "https://api.botframework.com",
    CallerId: "urn:botframework:azure",
    ValidateAuthority: "true",
  }),
);

export const card = {
  type: "AdaptiveCard",
  version: "1.5",
  body: [
    { type: "TextBlock", size: "large", weight: "bolder", text: "Break-glass request", wrap: true },
    { type: "TextBlock", wrap: true, text: "Conditional access locked the tenant out: all admins." },
    {
      type: "FactSet",
      facts: ["Account", "Asked by", "For", "Ticket", "Answer by", "State"].map((title) => ({
        title,
        value: `${title}, a value of a usual length`,
      })),
    },
  ],
  actions: [{ type: "Action.Execute", title: "Approve", verb: "approve", data: { request: "BG-1" } }],
};
