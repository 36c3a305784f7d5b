// The sign-ins that the watch is measured with: nobody asked for any of them.
import type { NewSignIn } from "../../src/sandbox/entra/types.ts";
import { accounts } from "../../src/sandbox/world.ts";

/** `alerts`: by these addresses the alerts are known that are waited for. */
export type Rows = { rows: readonly NewSignIn[]; alerts: readonly string[] };

/** Seconds: further apart than a burst may last, so that each is an alert of its own. */
const apart = 11 * 60;
const hour = 3_600;

/** Of the network that is kept for benchmarks (RFC 2544). */
export const address = (n: number): string => `198.18.${Math.floor(n / 256)}.${n % 256}`;

/** The n-th is an alert of its own. */
export const alone = (n: number): NewSignIn => signIn(address(n), (n + 1) * apart);

/** A thousand rows at once. `round`: hours apart from those of the other rounds. */
export const crowds = {
  /** Somebody guesses a password 999 times and then is in: an alert of failures, and one to wait for. */
  flood: (round: number): Rows => {
    const last = round * 3 * hour;
    const success = address(round * 256 + 200);
    return { rows: [...failures(999, last, round), signIn(success, last)], alerts: [success] };
  },
  /** The log was cut off for a day: 250 alerts of the gravest kind. */
  "a day's rows": (): Rows => {
    const all = Array.from({ length: 250 }, (_, n) => n);
    const rows = all.flatMap((n) =>
      [3, 2, 1, 0].map((minute) =>
        signIn(address(n), Math.floor(n / 2) * (apart + 180) + minute * 60, accounts[n % 2]?.objectId),
      ),
    );
    return { rows, alerts: all.map(address) };
  },
  /** Somebody guesses on and on; the first round is measured too. */
  siege: (round: number): Rows => ({ rows: failures(1_000, 0, round), alerts: [] }),
} satisfies Record<string, (round: number) => Rows>;

/** All of nine minutes, the last one `ago` seconds ago. */
const failures = (count: number, ago: number, round: number): NewSignIn[] =>
  Array.from({ length: count }, (_, n) => ({
    ...signIn(address(round * 256 + (n % 8)), ago + Math.round(((count - n) * 540) / count)),
    result: "failure",
  }));

const signIn = (ip: string, ago: number, account = accounts[0].objectId): NewSignIn => ({
  account,
  result: "success",
  from: { ip, country: "DE", city: "Berlin" },
  ago,
});
