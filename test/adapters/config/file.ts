// A small, valid breakglass.yaml that tests change in one place, and the environment that goes with it.

export const environment = {
  SLACK_BOT_TOKEN: "xoxb-1-practice-token-of-the-tests",
  SLACK_SIGNING_SECRET: "8f742231b10e8888abcd99yyyzzz85a5",
  FALLBACK_WEBHOOK_SECRET: "a-practice-secret-of-the-tests-32",
};

export const valid = `organisation:
  name: Contoso
  tenant: 00000000-0000-4000-8000-000000009000
  timeZone: Europe/Berlin
people:
  - handle: alice
    name: Alice
    objectIds: [00000000-0000-4000-8000-000000000001]
    slack: U0ALICE
    roles: [responder]
  - handle: bob
    name: Bob
    objectIds: [00000000-0000-4000-8000-000000000003]
    slack: U0BOB
    roles: [approver]
    groups: [security]
  - handle: carol
    name: Carol
    objectIds: [00000000-0000-4000-8000-000000000004]
    slack: U0CAROL
    roles: [approver, custodian]
    groups: [identity]
  - handle: dave
    name: Dave
    objectIds: [00000000-0000-4000-8000-000000000006]
    slack: U0DAVE
    roles: [custodian, soc]
accounts:
  - label: Emergency 1
    objectId: 00000000-0000-4000-8000-000000000901
    upn: emergency-1@contoso.onmicrosoft.com
    custody:
      kind: hardware-key
      parts:
        - name: key
          place: Safe in Berlin
          custodians: [dave, carol]
  - label: Emergency 2
    objectId: 00000000-0000-4000-8000-000000000902
    upn: emergency-2@contoso.onmicrosoft.com
    custody:
      kind: split-password
      parts:
        - name: envelope A
          place: Safe in Berlin
          custodians: [dave]
        - name: envelope B
          place: Safe in Munich
          custodians: [carol]
slack:
  team: T0CONTOSO
  channels:
    requests: C0REQUESTS
    soc: C0SOC
    admins: C0ADMINS
watch:
  source: log-analytics
  workspace: 00000000-0000-4000-8000-0000000000a1
  identity: { type: managed-identity }
fallback: { type: webhook, url: https://alerts.contoso.com/breakglass }
`;

/** The valid file with one text changed; the text must be there. */
export function changed(from: string | RegExp, to: string, file = valid): string {
  const text = file.replace(from, () => to);
  if (text === file) throw new Error(`The file has no ${from} to change.`);
  return text;
}
