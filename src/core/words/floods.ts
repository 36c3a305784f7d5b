// What somebody is told who asks more than can be answered.
import type { Line } from "../view.ts";

type Until = { atOnce: number; until: Temporal.Instant };

const from = (until: Temporal.Instant): Line => [
  "From ",
  { moment: until, show: "time" },
  " on I answer as before.",
];

const stillWorks =
  "What is open can be decided all the time: approve, deny, withdraw, declare, end, release, acknowledge.";

export const floodWords = {
  title: "Too much at once",
  person: ({ atOnce, until }: Until): readonly Line[] => [
    [`You asked me more than ${atOnce} things in a short time, and I leave some of them out now.`],
    from(until),
    [stillWorks],
  ],
  room: ({ until }: Until): readonly Line[] => [
    ["More is asked here than I can answer. Ask me in your own chat with me."],
    from(until),
    [stillWorks],
  ],
  /** Buttons of what is over, commands that name nothing that is open. */
  closed: ({ atOnce, until }: Until): readonly Line[] => [
    [`You pressed or typed more than ${atOnce} things about what is not open, in a short time.`],
    from(until),
    [stillWorks],
  ],
  open: ({ atOnce, until }: Until): readonly Line[] => [
    [
      `You pressed or typed more than ${atOnce} things about this one in a short time. What I told you first counts.`,
    ],
    from(until),
  ],
  stranger: ({ atOnce, until }: Until): readonly Line[] => [
    [`You asked me more than ${atOnce} things in a short time.`],
    from(until),
    ["I only work for people whom an administrator has put on my list."],
  ],
} as const;

export type Flood = Exclude<keyof typeof floodWords, "title">;
