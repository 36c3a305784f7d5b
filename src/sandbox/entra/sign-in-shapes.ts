// A sign-in as Log Analytics keeps it, in the table of its kind, and as Graph v1.0 tells it.
import type { Dynamic, Value } from "./kql/values.ts";
import { ticksOfMs } from "./kql/values.ts";
import type { SignInFacts } from "./sign-in-facts.ts";

type Cells = Record<string, Value>;
const armApi = { name: "Windows Azure Service Management API", id: "797f4846-ba00-4fd7-ba43-dac1f8f63013" };

/** `workspace`, `tenant`: GUIDs. Columns that are left out are empty, as many are in a real row. */
export function signInCells(
  facts: SignInFacts,
  { workspace, tenant }: { workspace: string; tenant: string },
): Cells {
  const { user, from, code, interactive, application } = facts;
  const at = ticksOfMs(facts.at) + BigInt(facts.id.charCodeAt(0)); // finer than a millisecond, as the service keeps it
  const structured: Record<string, Dynamic> = {
    LocationDetails: location(facts),
    DeviceDetail: { deviceId: "", operatingSystem: facts.system, browser: facts.browser },
    Status: status(facts),
    ConditionalAccessPolicies: [],
    MfaDetail: facts.factors.length > 1 && code === 0 ? { authMethod: "Passkey (device-bound)" } : {},
  };
  // What is dynamic in one table is JSON text in the other.
  const asText = Object.entries(structured).map(([name, value]) => [name, JSON.stringify(value)]);
  return {
    TimeGenerated: at,
    CreatedDateTime: at,
    TenantId: workspace,
    AADTenantId: tenant,
    HomeTenantId: tenant,
    ResourceTenantId: tenant,
    SourceSystem: "Azure AD",
    Type: interactive ? "SigninLogs" : "AADNonInteractiveUserSignInLogs",
    Category: interactive ? "SignInLogs" : "NonInteractiveUserSignInLogs",
    OperationName: "Sign-in activity",
    OperationVersion: "1.0",
    Level: "4",
    DurationMs: 0,
    Id: facts.id,
    OriginalRequestId: facts.id,
    CorrelationId: facts.correlationId,
    UniqueTokenIdentifier: code === 0 ? Buffer.from(facts.id).toString("base64url").slice(0, 22) : "",
    SessionId: facts.correlationId,
    UserId: user.objectId,
    UserPrincipalName: user.upn.toLowerCase(),
    UserDisplayName: user.label,
    Identity: user.label,
    UserType: "Member",
    AlternateSignInName: interactive ? user.upn : "",
    SignInIdentifier: interactive ? user.upn : "",
    ResultType: String(code),
    ResultSignature: code === 0 ? "SUCCESS" : "FAILURE",
    ResultDescription: facts.why,
    IPAddress: from.ip,
    AutonomousSystemNumber: "64496",
    Location: from.country,
    UserAgent: facts.userAgent,
    ClientAppUsed: facts.client,
    AppDisplayName: application.name,
    AppId: application.id,
    ResourceDisplayName: armApi.name,
    ResourceIdentity: armApi.id,
    IsInteractive: interactive,
    IsRisky: null,
    ConditionalAccessStatus: "notApplied",
    AuthenticationRequirement:
      facts.factors.length > 1 ? "multiFactorAuthentication" : "singleFactorAuthentication",
    AuthenticationDetails: authenticationDetails(facts),
    AuthenticationProcessingDetails: '[{"key":"Is CAE Token","value":"False"}]',
    AuthenticationProtocol: "none",
    TokenIssuerType: "AzureAD",
    RiskDetail: "none",
    RiskLevelDuringSignIn: "none",
    RiskLevelAggregated: "none",
    RiskState: "none",
    RiskEventTypes: "[]",
    RiskEventTypes_V2: "[]",
    ...(interactive ? structured : Object.fromEntries(asText)),
  };
}

const authenticationDetails = ({ at, factors }: SignInFacts): string =>
  JSON.stringify(
    factors.map((factor, index) => ({
      authenticationStepDateTime: new Date(at).toISOString(),
      authenticationMethod: factor.method,
      authenticationMethodDetail: factor.detail,
      succeeded: factor.succeeded,
      authenticationStepResultDetail: factor.result,
      authenticationStepRequirement: factor.step,
      StatusSequence: index,
      RequestSequence: index,
    })),
  );

const location = ({ from }: SignInFacts) => ({
  city: from.city,
  state: "",
  countryOrRegion: from.country,
  geoCoordinates: { latitude: 0, longitude: 0 },
});

const status = ({ code, why, factors }: SignInFacts): Dynamic =>
  code === 0
    ? { errorCode: 0, additionalDetails: factors.length > 1 ? "MFA requirement satisfied" : "" }
    : { errorCode: code, failureReason: why, additionalDetails: factors.at(-1)?.result ?? "" };

/** Graph v1.0, `signIn`: whole seconds, and no authentication details. */
export function graphSignIn(facts: SignInFacts) {
  const { user, application, code } = facts;
  return {
    id: facts.id,
    createdDateTime: new Date(facts.at).toISOString().replace(/\.\d+/, ""),
    userDisplayName: user.label,
    userPrincipalName: user.upn.toLowerCase(),
    userId: user.objectId,
    appId: application.id,
    appDisplayName: application.name,
    ipAddress: facts.from.ip,
    clientAppUsed: facts.client,
    userAgent: facts.userAgent,
    correlationId: facts.correlationId,
    conditionalAccessStatus: "notApplied",
    isInteractive: true,
    riskDetail: "none",
    riskLevelAggregated: "none",
    riskLevelDuringSignIn: "none",
    riskState: "none",
    riskEventTypes: [],
    riskEventTypes_v2: [],
    resourceDisplayName: armApi.name,
    resourceId: armApi.id,
    status: {
      errorCode: code,
      failureReason: code === 0 ? "Other." : facts.why,
      additionalDetails: facts.factors.at(-1)?.result ?? null,
    },
    deviceDetail: {
      deviceId: "",
      displayName: "",
      operatingSystem: facts.system,
      browser: facts.browser,
      isCompliant: false,
      isManaged: false,
      trustType: "",
    },
    location: { ...location(facts), geoCoordinates: { altitude: null, latitude: 0, longitude: 0 } },
    appliedConditionalAccessPolicies: [],
  };
}
