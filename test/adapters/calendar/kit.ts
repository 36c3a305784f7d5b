// The calendar feed behind a server of its own, and a reader of iCalendar that knows nothing of how we write it.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { createCalendar } from "../../../src/adapters/calendar/calendar.ts";
import type { Owing } from "../../../src/core/calendar.ts";
import type { Organisation } from "../../../src/core/organisation.ts";
import { after, contoso, first, nine, second } from "../../kit/cast.ts";

export const secret = "a-practice-secret-of-the-tests-32";
export const path = `/calendar/${secret}.ics`;

const day = 1_440;

export const owed: readonly Owing[] = [
  { what: "rotation", account: first, at: after(-3 * day), stream: "RO-3", overdue: true },
  { what: "attestation", account: first, at: after(90), stream: "BG-3", overdue: false },
  { what: "review", account: first, at: after(2 * day), stream: "BG-3", overdue: false },
  { what: "drill", account: first, at: after(10 * day), stream: "DR-4", overdue: false },
  { what: "drill", account: second, at: after(60 * day + 14 * 60), stream: undefined, overdue: false },
];

export type Feed = Awaited<ReturnType<typeof openFeed>>;

export async function openFeed(
  owings: () => Promise<readonly Owing[]> = async () => owed,
  organisation: Organisation = contoso,
) {
  let moment = nine;
  let asked = 0;
  const lines: Record<string, unknown>[] = [];
  const { handle } = createCalendar({
    settings: { secret },
    owings: () => {
      asked += 1;
      return owings();
    },
    organisation: () => organisation,
    now: () => moment,
    log: pino({ level: "debug" }, { write: (line: string) => void lines.push(JSON.parse(line)) }),
  });
  const failed: unknown[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => failed.push(error));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    lines,
    failed,
    /** How often anything was looked up. */
    asked: () => asked,
    later(time: Temporal.DurationLike) {
      moment = moment.add(time);
    },
    get: (where = path, init: RequestInit = {}) =>
      fetch(`http://127.0.0.1:${port}${where}`, { redirect: "manual", ...init }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Property = { name: string; parameters: Readonly<Record<string, string>>; value: string };
export type Component = { name: string; properties: readonly Property[]; parts: readonly Component[] };

/** By RFC 5545, 3.1 to 3.6; throws at whatever it does not allow. */
export function parseCalendar(text: string): Component {
  if (!text.endsWith("\r\n")) throw new Error("the last line has no end");
  const physical = text.slice(0, -2).split("\r\n");
  for (const line of physical) {
    if (Buffer.byteLength(line) > 75) throw new Error(`longer than 75 octets: ${line}`);
    if (/[\r\n]/.test(line)) throw new Error(`a bare line break: ${JSON.stringify(line)}`);
    if (line === "") throw new Error("an empty line");
    if (!line.isWellFormed()) throw new Error(`half a character: ${line}`);
  }
  const lines = physical.join("\r\n").replaceAll("\r\n ", "").split("\r\n").map(property);
  const [calendar, rest] = component(lines);
  if (rest.length > 0) throw new Error("something behind the calendar");
  return calendar;
}

function property(line: string): Property {
  const match = /^([A-Z][A-Z0-9-]*)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$/.exec(line);
  const [, name, parameters = "", value = ""] = match ?? [];
  // 3.1: of the control characters only the tab may stand in a line
  if (!name || /(?!\t)\p{Cc}/u.test(value)) throw new Error(`no content line: ${line}`);
  return {
    name,
    parameters: Object.fromEntries(
      parameters
        .split(";")
        .filter(Boolean)
        .map((each) => each.split("=", 2) as [string, string]),
    ),
    value,
  };
}

function component([begin, ...lines]: readonly Property[]): [Component, readonly Property[]] {
  if (begin?.name !== "BEGIN") throw new Error("no beginning");
  const properties: Property[] = [];
  const parts: Component[] = [];
  let rest: readonly Property[] = lines;
  for (;;) {
    const [next] = rest;
    if (!next) throw new Error(`no end of ${begin.value}`);
    if (next.name === "BEGIN") {
      const [part, left] = component(rest);
      parts.push(part);
      rest = left;
      continue;
    }
    rest = rest.slice(1);
    if (next.name !== "END") properties.push(next);
    else if (next.value === begin.value) return [{ name: begin.value, properties, parts }, rest];
    else throw new Error(`${next.value} ends in ${begin.value}`);
  }
}

/** The value as it stands; throws unless there is exactly one. */
export function one({ name, properties }: Component, wanted: string): string {
  const [found, ...others] = properties.filter((each) => each.name === wanted);
  if (!found || others.length > 0) throw new Error(`not one ${wanted} in ${name}`);
  return found.value;
}

/** A TEXT value read back (3.3.11); throws at a mark that must stand behind a backslash. */
export function text(value: string): string {
  if (/(?:^|[^\\])(?:\\\\)*[;,]/.test(value) || /(?:^|[^\\])(?:\\\\)*\\(?:[^\\;,nN]|$)/.test(value))
    throw new Error(`not escaped: ${value}`);
  return value.replace(/\\([\\;,nN])/g, (_, mark: string) => (/n/i.test(mark) ? "\n" : mark));
}
