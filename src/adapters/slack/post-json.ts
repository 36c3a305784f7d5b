// One POST of JSON over connections that are kept. A private answer follows each click: by `fetch` it costs three times this.
import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";

/** `begins`: how its body begins, as far as came at once. */
export type Posted = { status: number; begins: string };

/** The answer, of which nobody reads more; a redirect is one, and not followed. Rejects without an answer in `ms`. */
export function postJson(url: URL, body: unknown, ms: number): Promise<Posted> {
  const post = url.protocol === "https:" ? overHttps : overHttp;
  const bytes = Buffer.from(JSON.stringify(body));
  const headers = { "content-type": "application/json; charset=utf-8", "content-length": bytes.length };
  return new Promise((resolve, reject) => {
    post(url, { method: "POST", headers, signal: AbortSignal.timeout(ms) }, (response) => {
      const answered = (begins: string) => resolve({ status: response.statusCode ?? 0, begins });
      response.on("error", () => undefined); // its body may break off: the status was the answer
      response
        .setEncoding("utf8")
        .on("data", answered)
        .on("close", () => answered(""));
    })
      .on("error", reject)
      .end(bytes);
  });
}
