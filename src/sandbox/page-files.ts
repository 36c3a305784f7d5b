// The files of the practice page: its modules with their types stripped, its styles, and Microsoft's card renderer.
import { readFile } from "node:fs/promises";
import { createRequire, stripTypeScriptTypes } from "node:module";

export type PageFile = { type: string; body: string };

const here = new URL("./", import.meta.url);
const renderer = createRequire(import.meta.url).resolve("adaptivecards/dist/adaptivecards.min.js");
/** Only files of these folders, and only by a plain name: a path can't climb out. */
const ownFile = /^\/(page|slack|teams)\/([a-z0-9-]+)\.(ts|css|json)$/;

/** Undefined when there is no such file. `token` is what the page's own requests must carry. */
export async function readPageFile(path: string, token: string): Promise<PageFile | undefined> {
  if (path === "/") {
    const html = await readFile(new URL("page/index.html", here), "utf8");
    return { type: "text/html; charset=utf-8", body: html.replace("%TOKEN%", token) };
  }
  if (path === "/lib/adaptivecards.js") return { type: script, body: await readFile(renderer, "utf8") };
  const [, folder, name, kind] = ownFile.exec(path) ?? [];
  if (!folder || !name) return undefined;
  const text = await readFile(new URL(`${folder}/${name}.${kind}`, here), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  switch (kind) {
    case "css":
      return { type: "text/css; charset=utf-8", body: text };
    case "json":
      return { type: "application/json; charset=utf-8", body: text };
    default:
      return { type: script, body: stripTypeScriptTypes(text) };
  }
}

const script = "text/javascript; charset=utf-8";
