// The page's words with its server: the state, a nudge when it changed, and acts.
import type { Company, Outcome, State } from "./state.ts";

const token = document.querySelector<HTMLMetaElement>('meta[name="practice-token"]')?.content ?? "";

export const fetchCompany = (): Promise<Company> => get<Company>("/api/company");

export const fetchState = (slack: string, teams: string): Promise<State> =>
  get<State>(`/api/state?${new URLSearchParams({ slack, teams })}`);

/** How Teams draws cards: Microsoft's host configuration. */
export const fetchLooks = (light: "light" | "dark"): Promise<object> =>
  get<object>(`/teams/host-config-${light}.json`);

async function get<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}

/** Never rejects: what went wrong is in `error`. */
export async function act(path: string, body: unknown): Promise<Outcome> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-practice-token": token },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Outcome;
  } catch {
    return { error: "The practice tenant does not answer. Is it still running in the terminal?" };
  }
}

/** Calls `changed` after every change, `lost(true)` when the practice tenant is gone, `lost(false)` when it is back. */
export function follow(changed: () => void, lost: (isLost: boolean) => void): void {
  const changes = new EventSource("/api/changes");
  changes.addEventListener("message", changed);
  changes.addEventListener("open", () => {
    lost(false);
    changed();
  });
  changes.addEventListener("error", () => lost(true));
}
