import { describe, expect, test } from "vitest";
import { said } from "../../src/core/mask.ts";

const shown = (words: string) => said(words);

describe("D11: a secret typed into a reason does not reach a chat", () => {
  test.each([
    ["a Slack token", "see xoxb-123456789012-abcdefghijkl now", "xoxb"],
    ["a bearer token", "use eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_1 please", "eyJ"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- ok", "MIIE"],
    ["a private key that was cut off", "-----BEGIN PRIVATE KEY-----\nMIIE", "MIIE"],
    ["an Entra client secret", `new one abc8Q~${"x".repeat(34)} works`, "8Q~"],
    ["a passphrase behind its name", "the password is correct-Horse7 now", "correct-Horse7"],
    ["a password behind its name", "the password is Winter2026! thanks", "Winter2026"],
    ["a PIN behind its name", "PIN: 481516 for the key", "481516"],
  ])("%s", (_, words, secret) => {
    expect(JSON.stringify(shown(words))).not.toContain(secret);
    expect(JSON.stringify(shown(words))).toContain("hidden");
  });

  test.each([
    "Conditional Access locked all administrators out, INC-42.",
    "Password hash synchronisation has failed since nine.",
    "The secret was rotated by Bob, the pin is unchanged. No: we lost it.",
    "Nobody of ours; the password is renewed tonight, the pin is unchanged.",
    "https://contoso.service-now.com/incident.do?sys_id=9d385017c611228701d22104cc95c371",
  ])("words without a secret stay whole: %s", (words) => {
    expect(shown(words)).toEqual({ said: words });
  });
});
