// Why there is no token, in words for an admin: never a secret, an assertion, or what somebody answered.
import type { AzureIdentity } from "./source.ts";

/** Its message may be shown and logged. */
export class NoToken extends Error {
  override readonly name = "NoToken";
}

/** By Entra's own number: the library's classes and codes say less. */
const meanings: Readonly<Record<string, string>> = {
  AADSTS7000222: "its client secret has expired; make a new one and set it here",
  AADSTS7000215: "its client secret is wrong; the secret's value is needed, not its id",
  AADSTS700016: "the tenant knows no app with this client id; are the client id and the tenant right?",
  AADSTS90002: "there is no such tenant",
  AADSTS900023: "there is no such tenant",
  AADSTS700027: "its certificate is not registered with the app, or has expired",
  AADSTS7000112: "its app is disabled",
  AADSTS7000229: "its app has no service principal in the tenant",
  AADSTS70021: "no federated credential of its app matches this workload",
  AADSTS700211: "no federated credential of its app matches this workload",
  AADSTS700213: "no federated credential of its app matches this workload",
  AADSTS700024: "the proof it sent is too old or too new; is the clock of this machine right?",
  AADSTS500011: "the tenant does not know the service asked for; is the address of this cloud right?",
  AADSTS53003: "a Conditional Access policy blocks its app",
  AADSTS90006: "Entra has trouble of its own",
  AADSTS90033: "Entra has trouble of its own",
  AADSTS90055: "Entra is asked too often",
};

/** `trouble`: what went wrong with the last request of it, if anything. */
export function asNoToken(error: unknown, type: AzureIdentity["type"], trouble: string | undefined): NoToken {
  if (error instanceof NoToken) return error;
  const [number] = /AADSTS\d{4,8}/.exec(error instanceof Error ? error.message : "") ?? [];
  if (number) {
    const meaning = meanings[number];
    return new NoToken(
      `Entra refuses the bot a token: ${meaning === undefined ? number : `${meaning} (${number})`}`,
    );
  }
  const who = type === "managed-identity" ? "the managed identity's endpoint" : "Entra";
  if (trouble === "ETIMEDOUT") return new NoToken(`${who} does not answer, and gave no token`);
  if (trouble && /^\d+$/.test(trouble)) return new NoToken(`${who} answers ${trouble} instead of a token`);
  if (trouble) return new NoToken(`${who} cannot be reached for a token (${trouble})`);
  return new NoToken(`${who} gave no token${hints[type]}`);
}

const hints: Readonly<Record<AzureIdentity["type"], string>> = {
  "managed-identity": "; is the identity assigned to this machine?",
  secret: "",
  certificate: "; is the certificate PEM text that holds both the key and the certificate?",
  workload: "; is AZURE_FEDERATED_TOKEN_FILE set, and can it be read?",
};
