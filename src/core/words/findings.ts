// What is said of an identity that may do too much or too little: what it could do, and how that is mended.
import type { Finding, Holder, Realm } from "../rights.ts";

export function findingWords({ kind, holder, realm, rights }: Finding): string {
  if (kind === "shared")
    return `The watch signs in to Entra as the Teams bot does (client id ${rights[0]}): a token that leaks from one serves the other. Give the watch an identity of its own that may only read, and name it under watch.identity.`;
  if (kind === "less")
    return `${holders[holder]} lacks ${named(rights, realm, blindTo)} ${give[realm] ?? ""}`;
  return `${holders[holder]} may do more than it needs ${realms[realm]}: ${named(rights, realm, couldDo)} Whoever steals it may do that too. ${takeAway[realm]}`;
}

export const uncheckedWords = {
  unreadable: "Entra's token cannot be read here, so what it allows is not known",
  late: "no answer in time",
};

const holders: Record<Holder, string> = {
  watch: "The identity that reads Entra",
  teams: "The Teams bot's identity",
  slack: "The Slack app",
};

const realms: Record<Realm, string> = {
  graph: "in Microsoft Graph",
  roles: "in the whole tenant, by an Entra role",
  azure: "on the Log Analytics workspace",
  slack: "in Slack",
};

const takeAway: Record<Realm, string> = {
  graph:
    "Take it away: Entra admin centre, Enterprise applications, this app, Permissions; of a managed identity with Remove-MgServicePrincipalAppRoleAssignment.",
  roles: "Take it away: Entra admin centre, Roles & admins, the role, Assignments.",
  azure:
    "Take it away: Azure portal, Access control (IAM) of the workspace and of what it lies in, Role assignments; Log Analytics Data Reader is enough.",
  slack:
    "Take it away: delete it from the app's Bot Token Scopes, remove the app from the workspace (a token keeps what it once had), install it again and set SLACK_BOT_TOKEN anew.",
};

/** Only these are ever needed: a workspace that cannot be read is the watch's to say. */
const give: Partial<Record<Realm, string>> = {
  graph: "Grant it as an application permission of Microsoft Graph, with admin consent.",
  slack: "Install the app again with the manifest of this version.",
};

/** Names beyond this are counted: a message of a thousand names is read by nobody. */
const mostNamed = 8;

function named(
  rights: readonly string[],
  realm: Realm,
  about: (right: string, realm: Realm) => string,
): string {
  const some = rights.slice(0, mostNamed).map((right) => about(right, realm));
  const others = rights.length - some.length;
  return `${[...some, ...(others > 0 ? [`and ${others} more`] : [])].join("; ")}.`;
}

const blindTo = (right: string): string => `${right} (${without[right] ?? "a part of it will not work"})`;

/** What does not work without a right that is needed. */
const without: Readonly<Record<string, string>> = {
  "AuditLog.Read.All": "no sign-in and no change can be read: the watch is blind",
  "User.Read.All": "Entra cannot be asked when a password was changed: only the log proves a renewal",
  "chat:write": "no card and no alert can be posted",
  commands: "/breakglass is not heard",
  "im:write": "nobody can be written to directly",
  "users:read": "who is a guest or was deactivated is not seen, and nobody is let in",
  "channels:read": "a public channel that is shared outside is not noticed",
  "groups:read": "a private channel that is shared outside is not noticed",
  "metadata.message:read": "a message that was doubled by a crash is not taken away",
};

function couldDo(right: string, realm: Realm): string {
  const name = realm === "roles" ? (entraRoles[right] ?? `the role ${right}`) : right;
  const [, what] = dangers.find(([pattern, , of]) => of === realm && pattern.test(name)) ?? [];
  return `${name} (${what ?? others[realm]})`;
}

const others: Record<Realm, string> = {
  graph: "not needed, and it may change what it names",
  roles: "not needed",
  azure: "not needed",
  slack: "not needed",
};

/** What a right could do in a thief's hands, the worst first. */
const dangers: readonly (readonly [RegExp, string, Realm])[] = [
  [
    /^(RoleManagement|RoleAssignmentSchedule|RoleEligibilitySchedule|PrivilegedAccess|PrivilegedAssignmentSchedule|PrivilegedEligibilitySchedule)\.\w*(Write|Remove)/,
    "could make anybody a Global Administrator",
    "graph",
  ],
  [/^AppRoleAssignment\.\w*Write/, "could give itself every other permission", "graph"],
  [
    /^(Application|ServicePrincipal|Directory)[\w-]*\.(\w*Write|AddRemoveCreds)/,
    "could add a secret to an app of the tenant and act as that app",
    "graph",
  ],
  [
    /^User(-PasswordProfile|AuthenticationMethod|AuthMethod-\w+)?\.(\w*Write|ManageIdentities|EnableDisable)/,
    "could reset passwords, add keys or lock accounts",
    "graph",
  ],
  [/^Policy\.\w*Write/, "could change who may sign in and how, Conditional Access among it", "graph"],
  [/^(Group|GroupMember)[\w-]*\.\w*Write/, "could put anybody into a group that policies leave out", "graph"],
  [/^Mail\w*\.\w*(Read|Write|Send)/, "opens everybody's mail, codes and new passwords among it", "graph"],
  [/^(BitlockerKey|DeviceLocalCredential)\./, "opens keys and passwords of devices", "graph"],
  [/^[\w-]+\.Read(?!\w*Write)\w*(\.|$)/, "reads what the bot does not need", "graph"],
  [/Reader$/, "reads what the bot does not need", "roles"],
  [/Administrator$/, "could change what it administers", "roles"],
  [
    /^(\*|microsoft\.operationalinsights\/(workspaces\/)?\*)$/,
    "could change or delete the log itself",
    "azure",
  ],
  [
    /^microsoft\.operationalinsights\/workspaces\/(tables\/)?(\*|write|delete|purge\/action)$/,
    "could change or delete what the log holds",
    "azure",
  ],
  [/sharedkeys\//, "opens the keys by which rows are sent in", "azure"],
  [/(^|\/)read$/, "reads what the bot does not need", "azure"],
  [/^admin/, "could administer the workspace", "slack"],
  [/:history$|^search:|^files:read/, "could read what people say and send", "slack"],
  [/^chat:write\./, "could speak where it was not invited, or under another name", "slack"],
  [/:(write|manage)/, "could change what it names", "slack"],
];

/** Template ids, the same in every tenant. */
const entraRoles: Readonly<Record<string, string>> = {
  "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
  "e8611ab8-c189-46e8-94e1-60213ab1f814": "Privileged Role Administrator",
  "7be44c8a-adaf-4e2a-84d6-ab2649e08a13": "Privileged Authentication Administrator",
  "194ae4cb-b126-40b2-bd5b-6091b380977d": "Security Administrator",
  "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9": "Conditional Access Administrator",
  "fe930be7-5e62-47db-91af-98c3a49a38b1": "User Administrator",
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "Application Administrator",
  "158c047a-c907-4556-b7ef-446551a6b5f7": "Cloud Application Administrator",
  "f2ef992c-3afb-46b9-b7cf-a126ee74c451": "Global Reader",
  "5d6b6bb7-de71-4623-b4af-96380a352509": "Security Reader",
};
