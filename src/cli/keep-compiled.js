// Once imported, Node keeps what it compiles and strips of types for the next start, where nobody else can write:
// docs/decisions/kept-where-only-we-write.md. JavaScript for the same reason as main.js.
import { lstatSync, mkdirSync, statSync } from "node:fs";
import { enableCompileCache, flushCompileCache, getCompileCacheDir } from "node:module";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));
const folder = `${modules}/.breakglass`;

/** Milliseconds after which even a bot has loaded what it needs. */
const loaded = 2_000;

// With NODE_COMPILE_CACHE an operator chose another place: Node uses it already.
if (!getCompileCacheDir() && isOnlyOurs()) enableCompileCache(folder);
// Kept now, for a bot may be killed; and what was read from there is let go.
if (getCompileCacheDir()) setTimeout(flushCompileCache, loaded).unref();

/** Makes the folder, if the code is ours. Node runs what lies in there as it is: nobody else may have access. */
function isOnlyOurs() {
  const us = process.geteuid?.();
  try {
    if (us !== undefined && statSync(modules).uid !== us) return false;
    mkdirSync(folder, { mode: 0o700, recursive: true });
    const found = lstatSync(folder);
    // Windows knows no owner here: who may write in there is who may write the code.
    return found.isDirectory() && (us === undefined || (found.uid === us && (found.mode & 0o077) === 0));
  } catch {
    return false; // read-only, or not there: a start without it is slower, and right
  }
}
