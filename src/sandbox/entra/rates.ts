// How often a service lets itself be asked: so many requests in so many seconds.

export type Rate = { count: number; seconds: number };

/** learn.microsoft.com/azure/azure-monitor/service-limits, "log queries": per Entra user or client address. */
export const logAnalyticsRate: Rate = { count: 200, seconds: 30 };
/** learn.microsoft.com/graph/throttling-limits, "identity and access reports": per app and tenant. */
export const graphRate: Rate = { count: 5, seconds: 10 };

/** Counts a request, or says how many seconds to wait; a refused request does not count. */
export function keepRate({ count, seconds }: Rate, clock: () => number): () => number | undefined {
  const recent: number[] = [];
  return () => {
    const now = clock();
    while (recent[0] !== undefined && recent[0] <= now - seconds * 1000) recent.shift();
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= count) {
      return Math.max(1, Math.ceil((oldest + seconds * 1000 - now) / 1000));
    }
    recent.push(now);
    return undefined;
  };
}
