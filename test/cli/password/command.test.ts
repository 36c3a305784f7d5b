// breakglass password new: onto paper, a sheet for each part, and nowhere else.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { characters } from "../../../src/cli/password/alphabet.ts";
import type { Output } from "../../../src/cli/password/output.ts";
import { run } from "../../../src/cli/run.ts";
import type { Account } from "../../../src/core/organisation.ts";
import { rotationCard } from "../../../src/core/views/rotation-card.ts";
import { opened, rotationFrom } from "../../core/rotation/kit.ts";
import { contoso, first } from "../../kit/cast.ts";
import { readView } from "../../kit/office.ts";
import { pdfPages, squeezed } from "../../kit/pdf-pages.ts";

async function typed(args: readonly string[], kind: ReturnType<Output["kind"]> = "pipe") {
  let [out, err] = ["", ""];
  const written: (string | Uint8Array)[] = [];
  const terminal = {
    env: {},
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    output: { kind: () => kind, write: (content: string | Uint8Array) => void written.push(content) },
  };
  const code = await run(["password", "new", "--account", "Emergency 1", ...args], terminal);
  return { code, out, err, written };
}

/** The characters of each sheet of the web page, and where they say that they stand. */
function sheets(page: string) {
  return page
    .split("<section>")
    .slice(1)
    .map((sheet) => {
      const signs = [...sheet.matchAll(/<small>(\d+)<\/small><b>(.+?)<\/b><small>(.*?)<\/small>/g)];
      return {
        sheet,
        part: signs
          .map(([, , sign = ""]) => sign.replace(/&#(\d+);/g, (_, c) => String.fromCharCode(c)))
          .join(""),
        positions: signs.map(([, position]) => Number(position)),
        names: signs.map(([, , , name]) => name),
        groups: sheet.match(/class="group"/g)?.length,
      };
    });
}

async function printed(...args: string[]) {
  const { code, out, err, written } = await typed(["--html", ...args]);
  expect({ code, out }).toEqual({ code: 0, out: "" });
  expect(written).toHaveLength(1);
  return { err, sheets: sheets(String(written[0])) };
}

describe("what a rotation's card says to type", () => {
  const [place] = first.custody.parts;
  const cardFor = (parts: number) => {
    const named = Array.from({ length: parts }, (_, index) => ({ ...place, name: `envelope ${index}` }));
    const account = { ...first, custody: { ...first.custody, parts: named } } as Account;
    return readView(rotationCard(rotationFrom(opened()), { ...contoso, accounts: [account] }, undefined));
  };
  test.each([1, 2, 3, 4, 5])("is taken, and gives a sheet for each of %i parts", async (parts) => {
    const command =
      /breakglass password new --account 'Emergency 1' (.*) --pdf/.exec(cardFor(parts))?.[1] ?? "";
    expect((await printed(...command.split(" "))).sheets).toHaveLength(parts);
  });
  test("names no command where none would do", () => {
    expect(cardFor(6)).not.toContain("breakglass password");
    expect(cardFor(6)).toContain("printed in 6 parts");
  });
});

describe("the sheets", () => {
  test("each has its own part, in groups of four, counted through, and nothing of another's", async () => {
    const { sheets: all } = await printed("--length", "29", "--parts", "3");
    expect(all.map(({ part }) => part.length)).toEqual([10, 10, 9]);
    expect(all.flatMap(({ positions }) => positions)).toEqual(Array.from({ length: 29 }, (_, i) => i + 1));
    expect(all.map(({ groups }) => groups)).toEqual([3, 3, 3]);
    for (const [i, { sheet, part }] of all.entries()) {
      expect(sheet).toContain(`<h1>Emergency 1: part ${i + 1} of 3</h1>`);
      expect(sheet).toContain(`Count: ${part.length} characters on this sheet`);
      expect(sheet).toContain("sign over the flap");
      expect(sheet).toMatch(/made on \d{4}-\d\d-\d\d\./);
      for (const [j, other] of all.entries())
        if (i !== j) expect(sheet.includes(other.part) || sheet.includes(other.part.slice(0, 6))).toBe(false);
    }
  });

  test("24 characters in 2 parts is what comes when nothing is said", async () => {
    const { sheets: all } = await printed();
    expect(all.map(({ part }) => part.length)).toEqual([12, 12]);
    expect(all.every(({ part }) => Array.from(part).every((sign) => characters.includes(sign)))).toBe(true);
  });

  test("under each character stands what it is", async () => {
    const { sheets: all } = await printed("--length", "256", "--parts", "1");
    const [{ part, names } = { part: "", names: [] }] = all;
    const named = new Map(part.split("").map((sign, i) => [sign, names[i]]));
    expect(named.get("%")).toBe("percent");
    expect(named.get("-")).toBe("dash");
    expect(named.get("E")).toBe("capital");
    expect(named.get("7")).toBe("digit");
    expect(named.get("e")).toBe("");
  });

  test("the PDF is a page for each part, with the same things on it", async () => {
    const { code, written } = await typed(["--pdf", "--length", "40", "--parts", "5"]);
    expect(code).toBe(0);
    const pages = pdfPages(written[0] as Uint8Array).map(squeezed);
    expect(pages).toHaveLength(5);
    for (const [i, page] of pages.entries()) {
      expect(page).toContain(`Emergency1:part${i + 1}of5`);
      expect(page).toContain(`Thesearecharacters${i * 8 + 1}to${i * 8 + 8}of40.`);
      expect(page).toContain("signovertheflap");
    }
  });

  test("the strength is told beside it, and neither channel has the password but the paper", async () => {
    const { err, sheets: all } = await printed();
    expect(err).toContain(
      "24 characters, 117 bits. Whoever has all parts but one still has about 58 bits to guess.",
    );
    for (const { part } of all) expect(err).not.toContain(part);
    expect((await printed("--parts", "1")).err).toContain("whoever has the sheet has the password");
  });
});

describe("what is refused, and nothing is made", () => {
  test.each<[args: string[], code: number, told: string]>([
    [["--pdf", "--length", "15"], 2, "from 16 to 256"],
    [["--pdf", "--length", "257"], 2, "from 16 to 256"],
    [["--pdf", "--length", "24.5"], 2, "from 16 to 256"],
    [["--pdf", "--parts", "0"], 2, "from 1 to 5"],
    [["--pdf", "--parts", "6", "--length", "200"], 2, "from 1 to 5"],
    [["--pdf", "--parts", "4"], 1, "--length 24 is too short for 4 parts of 8 characters or more"],
    [["--pdf", "--account", " "], 2, "1 to 80 visible characters"],
    [["--pdf", "--account", "a\u202eb"], 2, "1 to 80 visible characters"],
    [["--pdf", "--html"], 1, "print it in one way"],
  ])("%j", async (args, code, told) => {
    const refused = await typed(args);
    expect(refused).toMatchObject({ code, out: "", written: [] });
    expect(refused.err).toContain(told);
  });

  test("onto a screen, always; into a file, unless that is said", async () => {
    expect(await typed(["--pdf", "--allow-file"], "screen")).toMatchObject({
      code: 1,
      written: [],
      err: expect.stringContaining("leave it in the window's memory"),
    });
    expect(await typed(["--pdf"], "file")).toMatchObject({
      code: 1,
      written: [],
      err: expect.stringContaining("add --allow-file"),
    });
    expect(await typed(["--pdf", "--allow-file"], "file")).toMatchObject({ code: 0 });
  });

  test("an account need not be named, nor how to print: a PDF, for a printer", async () => {
    const written: (string | Uint8Array)[] = [];
    const output = {
      kind: () => "pipe" as const,
      write: (content: string | Uint8Array) => void written.push(content),
    };
    const terminal = { env: {}, out: () => undefined, err: () => undefined, output };
    expect(await run(["password", "new", "--length", "24", "--parts", "2"], terminal)).toBe(0);
    const [pages] = written.map((content) => pdfPages(Buffer.from(content)));
    expect(pages).toHaveLength(2);
    expect(squeezed(pages?.join("") ?? "")).toContain(squeezed("Emergency access account: part 2 of 2"));
  });
});

describe("as the system starts it", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "breakglass-password-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const node = "node_modules/.bin/node";
  const command = ["src/cli/main.js", "password", "new", "--account", "Emergency 1", "--pdf"];

  test("into a pipe it goes whole", async () => {
    const { stdout } = await promisify(execFile)(node, command, { encoding: "buffer" });
    expect(pdfPages(stdout)).toHaveLength(2);
  });

  test("redirected into a file it is refused, and the file stays empty", async () => {
    const path = join(folder, "password.pdf");
    const into = async (...more: string[]) => {
      const file = await open(path, "w");
      const child = spawn(node, [...command, ...more], { stdio: ["ignore", file.fd, "ignore"] });
      const code = await new Promise((resolve) => child.on("close", resolve));
      await file.close();
      return { code, bytes: (await readFile(path)).length };
    };
    expect(await into()).toEqual({ code: 1, bytes: 0 });
    expect(await into("--allow-file")).toMatchObject({ code: 0, bytes: expect.any(Number) });
    expect(pdfPages(await readFile(path))).toHaveLength(2);
  });
});
