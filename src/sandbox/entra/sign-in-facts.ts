// One row of the sign-in log before it takes a table's or Graph's shape: who, from where, with what, and what came of it.
import { randomUUID } from "node:crypto";
import type { Directory, NewSignIn } from "./types.ts";

export type SignInFacts = {
  id: string;
  correlationId: string;
  /** Milliseconds since 1970. */
  at: number;
  user: Directory;
  interactive: boolean;
  /** AADSTS number; 0 is success. */
  code: number;
  /** In Entra's words; empty for a success. */
  why: string;
  from: NewSignIn["from"];
  application: { name: string; id: string };
  client: string;
  userAgent: string;
  browser: string;
  system: string;
  factors: readonly Factor[];
};
type Factor = { method: string; detail: string; succeeded: boolean; result: string; step: string };

const reasons: Readonly<Record<number, string>> = {
  0: "",
  50053:
    "Account is locked because user tried to sign in too many times with an incorrect user ID or password.",
  50055: "The password is expired.",
  50057: "User account is disabled. The account has been disabled by an administrator.",
  50074: "Strong Authentication is required.",
  50126: "Error validating credentials due to invalid username or password.",
  53003:
    "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
  500121: "Authentication failed during strong authentication request.",
};
const wrongPassword = 50126;
export const factorAsked = 50074;
/** Between being asked for the second factor and giving it: a quick hand, for players approve and sign in at once. */
const thinkingMs = 2_000;

const applications: Readonly<Record<string, string>> = {
  "Azure Portal": "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
  "Microsoft Azure CLI": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  "Microsoft Azure PowerShell": "1950a258-227b-4e31-a9cf-717495945fc2",
};
const usualAgent =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";

const password: Factor = {
  method: "Password",
  detail: "Password in the cloud",
  succeeded: true,
  result: "Correct password",
  step: "Primary authentication",
};
const second: Factor = {
  method: "Passkey (device-bound)",
  detail: "",
  succeeded: true,
  result: "MFA completed in Azure AD",
  step: "Multifactor authentication",
};
const pending: Factor = { ...second, method: "", succeeded: false, result: "MFA required in Azure AD" };

/** The rows of one sign-in, in the order they are written: one, or two when a second factor was asked for. */
export function signInFacts(row: NewSignIn, user: Directory, now: number): readonly SignInFacts[] {
  const at = now - (row.ago ?? 0) * 1000;
  const { result, from, interactive = true, application = "Azure Portal", userAgent = usualAgent } = row;
  const common = {
    correlationId: randomUUID(),
    user,
    interactive,
    from,
    application: { name: application, id: applications[application] ?? randomUUID() },
    client: /CLI|PowerShell/.test(application) ? "Mobile Apps and Desktop clients" : "Browser",
    userAgent,
    ...deviceOf(userAgent),
  };
  const one = (code: number, when: number, factors: readonly Factor[]): SignInFacts => ({
    ...common,
    id: `${randomUUID().slice(0, -4)}0100`,
    at: when,
    code,
    why: reasons[code] ?? "Other.",
    factors,
  });
  switch (result) {
    case "success":
      return [one(0, at, [password])];
    case "failure":
      return [
        one(row.code ?? wrongPassword, at, [
          { ...password, succeeded: false, result: "Invalid username or password" },
        ]),
      ];
    case "mfa-abandoned":
      return [one(factorAsked, at, [password, pending])];
    case "mfa-asked":
      return [one(factorAsked, at - thinkingMs, [password, pending]), one(0, at, [password, second])];
  }
}

function deviceOf(userAgent: string): { browser: string; system: string } {
  const [, name = "", version = ""] =
    /(Edg|Firefox|Chrome|Safari)\/([\d.]+)/.exec(userAgent.replace(/Chrome.*Edg/, "Edg")) ?? [];
  const browser = name && `${name === "Edg" ? "Edge" : name} ${version}`;
  const systems: [RegExp, string][] = [
    [/Windows NT 10/, "Windows10"],
    [/Mac OS X/, "MacOs"],
    [/Android/, "Android"],
    [/Linux/, "Linux"],
  ];
  return { browser, system: systems.find(([sign]) => sign.test(userAgent))?.[1] ?? "" };
}
