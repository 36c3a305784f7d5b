// Runbook: the identity provider that Entra sends people to does not answer.
import type { Kind } from "./kind.ts";

export const federation: Kind = {
  helps: [
    "people are sent to your own sign-in page (AD FS or another identity provider), and that one fails.",
    "the account is in the onmicrosoft.com domain and never goes there.",
  ],
  not: [
    "the provider is back within the hour: wait for it.",
    "a cloud-only administrator can sign in: use their own account.",
  ],
  first: [
    "Call the people who keep the identity provider. How long will it take? Did a signing certificate expire?",
    "Is password hash synchronisation on? Without it nobody has a password in Entra, and changing the domain helps nobody.",
  ],
  scopes: "Domain.ReadWrite.All",
  change: [
    "Write down the settings first: **Get-MgDomainFederationConfiguration -DomainId DOMAIN | Format-List**. Keep the text; you need it to go back.",
    "A certificate expired: put the new one in (**Update-MgDomainFederationConfiguration**), and you are done.",
    "It will take longer, and password hash synchronisation is on: **Update-MgDomain -DomainId DOMAIN -AuthenticationType Managed**, one domain, the one the administrators are in.",
    "Wait; it can take an hour. Let a normal administrator sign in with the password in Entra.",
  ],
  leave: [
    "Other domains, as long as the administrators can work.",
    "Nobody adds another identity provider in a hurry: it could sign in as anybody.",
  ],
  undo: [
    "The domain is federated again with the settings you wrote down, or somebody has a date for it.",
    "Two people compare the federation's addresses and certificates with the ones before.",
  ],
};
