// A process of its own that appends until it is killed, and prints the key of each append that was answered.
import { openStore } from "../../../src/adapters/store/open-store.ts";
import { anAppend, requests } from "../../kit/appends.ts";

const [url = "", name = ""] = process.argv.slice(2);
const store = await openStore({ url });
process.stdout.write("open\n");

async function writeFor(writer: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const key = `${name}-${writer}-${n}`;
    await store.append(
      anAppend(`BG-${writer + 1}`, {
        key,
        takes: [`sign-in/${key}`],
        cards: [{ place: { ...requests, id: `C${writer}` }, urgent: false }],
        redraw: true,
      }),
    );
    process.stdout.write(`${key}\n`);
  }
}

await Promise.all([0, 1, 2].map(writeFor));
