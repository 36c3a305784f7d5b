// Reads variables of the environment and collects what is wrong with them, without ever repeating a value.
import type { Environment, SecretName } from "./environment.ts";
import { isEntra, isSafeUrl } from "./leaves.ts";
import type { Finding, Path } from "./problem.ts";

export type Reader = ReturnType<typeof environmentReader>;

export function environmentReader(env: Environment, findings: Finding[]) {
  const wrong = (at: Path, variable: string, what: string, right: string) =>
    findings.push({ at, variable, wrong: what, right });
  const url = (names: readonly string[], usual: string): string => {
    const name = names.find((candidate) => env[candidate]);
    const value = name && env[name]?.trim();
    if (!name || !value) return usual;
    if (!isSafeUrl(value))
      wrong([], name, "is no https address", "Write https://…; http is for this machine alone");
    return value;
  };
  function secret(name: SecretName, at: Path, shape: RegExp, what: string): string {
    const value = env[name] ?? "";
    if (!value) wrong(at, name, "is not set, and is needed here", `Set it, or ${name}_FILE, to ${what}`);
    else if (!shape.test(value)) wrong(at, name, "does not look right", `Set it to ${what}`);
    return value;
  }
  return {
    url,
    secret,
    /** Undefined when it is not set. */
    secretIfSet(name: SecretName, at: Path, shape: RegExp, what: string): string | undefined {
      return env[name] ? secret(name, at, shape, what) : undefined;
    },
    issuer(name: string, usual: string): string {
      const value = url([name], usual);
      if (isEntra(value))
        wrong([], name, "is Entra itself", "Set the Bot Framework's, https://api.botframework.com");
      return value;
    },
    urls(name: string, usual: readonly string[]): readonly string[] {
      const values = (env[name] ?? "").split(/[\s,]+/).filter(Boolean);
      if (!values.every(isSafeUrl))
        wrong(
          [],
          name,
          "holds something that is no https address",
          "Write addresses with commas between them",
        );
      return values.length > 0 ? values : usual;
    },
    port(usual: number): number {
      if (!env.PORT) return usual;
      if (!/^\d{1,5}$/.test(env.PORT) || Number(env.PORT) > 65_535)
        wrong([], "PORT", "is no port", "Set a number from 0 to 65535");
      return Number(env.PORT);
    },
    store(usual: string): string {
      const value = env.DATABASE_URL?.trim();
      if (!value) return usual;
      if (!/^(?:sqlite:.+|postgres(?:ql)?:\/\/.+)$/.test(value))
        wrong([], "DATABASE_URL", "is no store", "Set sqlite:<path> or postgres://…");
      return value;
    },
  };
}
