#!/usr/bin/env node
// breakglass, the command: makes sure that this Node can run the rest before any of it is loaded.
// JavaScript, because a first file with types would load Node's type stripper at every start: 0.1 s and 15 MB.

const [major = 0] = process.versions.node.split(".").map(Number);
if (major < 26) {
  console.error(
    `breakglass: this is Node ${process.versions.node}. Use Node 26 or newer (${process.execPath}).`,
  );
  process.exitCode = 1;
} else {
  await import("./keep-compiled.js");
  const { run } = await import("./run.ts");
  process.exitCode = await run(process.argv.slice(2), {
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
