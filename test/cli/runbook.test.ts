// breakglass runbook: what is written where, from a configuration whose secrets are elsewhere.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { valid } from "../adapters/config/file.ts";
import { pdfPages, squeezed } from "../kit/pdf-pages.ts";

let folder = "";
let config = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "breakglass-runbook-"));
  config = join(folder, "breakglass.yaml");
  await writeFile(join(folder, "own.md"), "1. Take the red telephone.\n");
  await writeFile(config, `${valid}runbooks:\n  mfa-outage: own.md\n`);
});
afterAll(() => rm(folder, { recursive: true }));

async function typed(...args: string[]) {
  let [out, err] = ["", ""];
  const terminal = {
    env: {},
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
  };
  return { code: await run(["runbook", "--config", config, ...args], terminal), out, err };
}

test("web page and PDF are written and named; every kind is in both, the organisation's own text too", async () => {
  const [html, pdf] = [join(folder, "runbook.html"), join(folder, "runbook.pdf")];
  expect(await typed("--html", html, "--pdf", pdf)).toEqual({ code: 0, out: `${html}\n${pdf}\n`, err: "" });
  const page = await readFile(html, "utf8");
  const pages = squeezed(pdfPages(await readFile(pdf)).join(""));
  for (const words of ["Contoso", "Carol", "Safe in Munich", "Take the red telephone.", "If chat is down"]) {
    expect(page).toContain(words);
    expect(pages).toContain(squeezed(words));
  }
  expect(page.match(/<h1>/g)).toHaveLength(4 + 8);
});

test("one kind alone, by any name, and shown as Markdown where no file is named", async () => {
  const { code, out } = await typed("--kind", "mfa");
  expect(code).toBe(0);
  expect(out).toContain("# MFA or phone outage");
  expect(out).toContain("1. Take the red telephone.");
  expect(out).not.toContain("# Federation");
  expect(out).toContain("# If chat is down");
});

test("a kind that is none is refused with those that are, and nothing is written", async () => {
  const before = await readdir(folder);
  const refused = await typed("--kind", "printer", "--html", join(folder, "none.html"));
  expect(refused).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining("write one of conditional-"),
  });
  expect(await readdir(folder)).toEqual(before);
});

test("a configuration that cannot be used is told by its lines", async () => {
  const broken = join(folder, "broken.yaml");
  await writeFile(broken, `${valid}runbooks:\n  other: none.md\n`);
  expect(await typed("--config", broken)).toMatchObject({
    code: 1,
    err: expect.stringMatching(/broken\.yaml:\d+:\d+: runbooks\.other names a file that does not exist/),
  });
});

test("a name that a PDF cannot draw is refused, not misspelt, and the web page has it", async () => {
  const other = join(folder, "polish.yaml");
  await writeFile(other, valid.replace("name: Dave", "name: Łukasz"));
  const [html, pdf] = [join(folder, "polish.html"), join(folder, "polish.pdf")];
  expect(await typed("--config", other, "--pdf", pdf)).toMatchObject({
    code: 1,
    err: expect.stringContaining("the letters of a PDF have no Ł: use --html"),
  });
  expect(await readdir(folder)).not.toContain("polish.pdf");
  expect(await typed("--config", other, "--html", html)).toMatchObject({ code: 0 });
  expect(await readFile(html, "utf8")).toContain("Łukasz");
});
