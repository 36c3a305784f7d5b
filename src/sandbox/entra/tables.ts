// The columns of the three tables as Microsoft documents them (MicrosoftDocs/azure-reference-other, bea5384, CC-BY-4.0),
// and newer ones that real exports have (SessionId and its like).
import type { Column, Type } from "./kql/values.ts";
import type { TableName } from "./types.ts";

export const allTables: readonly TableName[] = ["SigninLogs", "AADNonInteractiveUserSignInLogs", "AuditLogs"];

/** Names by type, apart by a space. */
const columns = (byType: Partial<Record<Type, string>>): readonly Column[] =>
  Object.entries(byType).flatMap(([type, names]) =>
    names.split(" ").map((name) => ({ name, type: type as Type })),
  );

export const tableColumns: Readonly<Record<TableName, readonly Column[]>> = {
  SigninLogs: columns({
    datetime: "CreatedDateTime TimeGenerated",
    long: "DurationMs",
    real: "_BilledSize",
    bool: "FlaggedForReview IsInteractive IsRisky IsTenantRestricted IsThroughGlobalSecureAccess",
    dynamic: [
      "AppliedEventListeners ConditionalAccessPolicies DeviceDetail LocationDetails MfaDetail Status",
      "Agent AuthenticationAppDeviceDetails AuthenticationAppPolicyEvaluationDetails",
      "AuthenticatorAppLocation TokenProtectionStatusDetails",
    ].join(" "),
    string: [
      "AADTenantId AlternateSignInName AppDisplayName AppId AppliedConditionalAccessPolicies",
      "AuthenticationContextClassReferences AuthenticationDetails AuthenticationMethodsUsed",
      "AuthenticationProcessingDetails AuthenticationProtocol AuthenticationRequirement",
      "AuthenticationRequirementPolicies AutonomousSystemNumber Category ClientAppUsed",
      "ConditionalAccessStatus CorrelationId CrossTenantAccessType HomeTenantId Id Identity IPAddress",
      "IPAddressFromResourceProvider _IsBillable Level Location NetworkLocationDetails OperationName",
      "OperationVersion OriginalRequestId ProcessingTimeInMilliseconds Resource ResourceDisplayName",
      "ResourceGroup ResourceId ResourceIdentity ResourceProvider ResourceServicePrincipalId",
      "ResourceTenantId ResultDescription ResultSignature ResultType RiskDetail RiskEventTypes",
      "RiskEventTypes_V2 RiskLevel RiskLevelAggregated RiskLevelDuringSignIn RiskState",
      "ServicePrincipalId ServicePrincipalName SessionLifetimePolicies SignInIdentifier",
      "SignInIdentifierType SourceSystem TokenIssuerName TokenIssuerType Type UniqueTokenIdentifier",
      "UserAgent UserDisplayName UserId UserPrincipalName UserType AppOwnerTenantId",
      "ClientCredentialType ConditionalAccessAudiences FederatedCredentialId",
      "GlobalSecureAccessIpAddress HomeTenantName IncomingTokenType OriginalTransferMethod",
      "ResourceOwnerTenantId SessionId SourceAppClientId TenantId",
    ].join(" "),
  }),
  AADNonInteractiveUserSignInLogs: columns({
    datetime: "CreatedDateTime TimeGenerated",
    long: "DurationMs",
    real: "_BilledSize",
    bool: "IsInteractive IsRisky IsTenantRestricted IsThroughGlobalSecureAccess",
    dynamic: [
      "AppliedEventListeners Agent AuthenticatorAppLocation ConditionalAccessPoliciesV2",
      "TokenProtectionStatusDetails",
    ].join(" "),
    string: [
      "AlternateSignInName AppDisplayName AppId AuthenticationContextClassReferences",
      "AuthenticationDetails AuthenticationMethodsUsed AuthenticationProcessingDetails",
      "AuthenticationProtocol AuthenticationRequirement AuthenticationRequirementPolicies",
      "AutonomousSystemNumber Category ClientAppUsed ConditionalAccessPolicies ConditionalAccessStatus",
      "CorrelationId CrossTenantAccessType DeviceDetail HomeTenantId Id Identity IPAddress _IsBillable",
      "Level Location LocationDetails MfaDetail NetworkLocationDetails OperationName OperationVersion",
      "OriginalRequestId ProcessingTimeInMs ResourceDisplayName ResourceGroup ResourceIdentity",
      "ResourceServicePrincipalId ResourceTenantId ResultDescription ResultSignature ResultType",
      "RiskDetail RiskEventTypes RiskEventTypes_V2 RiskLevelAggregated RiskLevelDuringSignIn RiskState",
      "ServicePrincipalId SessionLifetimePolicies SignInEventTypes SignInIdentifierType SourceSystem",
      "Status TenantId TokenIssuerName TokenIssuerType Type UniqueTokenIdentifier UserAgent",
      "UserDisplayName UserId UserPrincipalName UserType AADTenantId AppOwnerTenantId",
      "ClientCredentialType ClientSessionId ConditionalAccessAudiences FederatedCredentialId",
      "GlobalSecureAccessIpAddress HomeTenantName IncomingTokenType OriginalTransferMethod",
      "ResourceOwnerTenantId SessionId",
    ].join(" "),
  }),
  AuditLogs: columns({
    datetime: "ActivityDateTime TimeGenerated",
    long: "DurationMs",
    real: "_BilledSize",
    dynamic: "AdditionalDetails InitiatedBy TargetResources",
    string: [
      "AADOperationType AADTenantId ActivityDisplayName Category CorrelationId Id Identity _IsBillable",
      "Level Location LoggedByService OperationName OperationVersion Resource ResourceGroup ResourceId",
      "ResourceProvider Result ResultDescription ResultReason ResultSignature ResultType SourceSystem",
      "Type TenantId",
    ].join(" "),
  }),
};
