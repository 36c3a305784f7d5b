// npm run cards -- --out DIR: every card on paper, as Block Kit and as Adaptive Card, to look at or to paste.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { asJson, drawings, fileOf } from "./kit/drawings.ts";

const { values } = parseArgs({ options: { out: { type: "string", default: "out/cards" } } });
let written = 0;
for (const drawing of drawings()) {
  for (const platform of ["slack", "teams"] as const) {
    const path = join(values.out, fileOf(platform, drawing.name));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, asJson(drawing[platform]));
    written++;
  }
}
console.log(`${written} cards in ${values.out}`);
