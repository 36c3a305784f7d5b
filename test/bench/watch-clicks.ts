// Clicks at a steady pace, whatever the bot does meanwhile: an answer that is late does not make the next click later.
import { createHmac, randomUUID } from "node:crypto";
import { bob, channels, slackTeam } from "../../src/sandbox/world.ts";
import { type Connection, openConnection, post } from "./connection.ts";

/** Both in milliseconds: of `performance.timeOrigin + performance.now()` when it was due, and until its answer. */
export type Click = { due: number; wait: number; wrong: boolean };

export type Clicking = { stop(): Promise<readonly Click[]> };

const refused = "Only the person who made the request";

/** Somebody else's request is withdrawn: read, decided, refused, recorded, flushed, answered. */
export function startClicking(port: number, secret: string, perSecond: number): Clicking {
  const idle: Connection[] = [];
  const clicks: Promise<Click>[] = [];
  const now = () => performance.timeOrigin + performance.now();
  const began = now();

  async function click(due: number): Promise<Click> {
    const connection = idle.pop() ?? (await openConnection(port));
    const { status, body } = await connection.send(withdraw(secret));
    idle.push(connection);
    return { due, wait: now() - due, wrong: status !== 200 || !body.includes(refused) };
  }

  const timer = setInterval(() => {
    while (began + (clicks.length * 1_000) / perSecond <= now())
      clicks.push(click(began + (clicks.length * 1_000) / perSecond));
  }, 1);
  return {
    async stop() {
      clearInterval(timer);
      const all = await Promise.all(clicks);
      for (const connection of idle) connection.end();
      return all;
    },
  };
}

function withdraw(secret: string): Buffer {
  const form = new URLSearchParams({
    team_id: slackTeam.id,
    team_domain: slackTeam.domain,
    channel_id: channels[0]?.slack ?? "",
    channel_name: "breakglass-requests",
    user_id: bob.slack,
    user_name: "bob",
    command: "/breakglass",
    text: "withdraw BG-1",
    api_app_id: "A0BENCH",
    is_enterprise_install: "false",
    response_url: "http://127.0.0.1:1/commands/none",
    trigger_id: randomUUID(),
  });
  const body = form.toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return post(
    "/slack/events",
    {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${signature}`,
    },
    body,
  );
}
