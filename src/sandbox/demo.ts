// The story of three requests and three sign-ins, until the accounts are ready again, played in the terminal against
// the real bot. Exits 0 only if every step held.
import { startPractice } from "./practice.ts";
import { openStage, StoryBroke } from "./stage.ts";
import { tellStory } from "./story.ts";

const print = (line: string) => console.log(line);

print(
  "PRACTICE TENANT - nothing here is real. Starting a Slack, a Teams, an Entra and the bot on 127.0.0.1 …",
);
let died: string | undefined;
try {
  const practice = await startPractice({
    onWarning: (text) => print(`          bot: ${text}`),
    onDeath: (why) => {
      died = why;
    },
  });
  try {
    await tellStory(openStage(practice, { print, paceMs: 800, patienceMs: 10_000 }));
    if (died) throw new StoryBroke(`the bot died: ${died}`);
  } finally {
    await practice.stop();
  }
  print("\nEvery step held.");
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  print(`\n✗ A step did not hold: ${why}${died ? ` (the bot died: ${died})` : ""}`);
  process.exitCode = 1;
}
