// What is said of a right that is too much or missing: what it could do, and how that is mended.
import { expect, test } from "vitest";
import { permissions as ofDirectory } from "../../../src/adapters/graph/directory.ts";
import { permissions as ofGraph } from "../../../src/adapters/graph/graph.ts";
import { scopes } from "../../../src/adapters/slack/scopes.ts";
import { type Finding, judgeRights } from "../../../src/core/rights.ts";
import { findingWords } from "../../../src/core/words/findings.ts";
import listed from "../../samples/graph/application-permissions.json" with { type: "json" };

const words = (finding: Partial<Finding>) =>
  findingWords({ kind: "more", holder: "watch", realm: "graph", rights: [], ...finding });
const inGraph = (right: string) => words({ rights: [right] });

test.each([
  ["RoleManagement.ReadWrite.Directory", "could make anybody a Global Administrator"],
  ["AppRoleAssignment.ReadWrite.All", "could give itself every other permission"],
  ["Directory.ReadWrite.All", "could add a secret to an app"],
  ["Application.ReadWrite.OwnedBy", "could add a secret to an app"],
  ["UserAuthenticationMethod.ReadWrite.All", "could reset passwords, add keys or lock accounts"],
  ["User.EnableDisableAccount.All", "could reset passwords, add keys or lock accounts"],
  ["Policy.ReadWrite.ConditionalAccess", "could change who may sign in"],
  ["GroupMember.ReadWrite.All", "could put anybody into a group"],
  ["Mail.Read", "opens everybody's mail"],
  ["Directory.Read.All", "reads what the bot does not need"],
  ["Sites.Selected", "not needed, and it may change what it names"],
  ["(unreadable)", "not needed, and it may change what it names"],
])("%s %s", (right, what) => {
  expect(inGraph(right)).toContain(`${right} (${what}`);
  expect(inGraph(right)).toContain("Take it away: ");
});

test.each<[Partial<Finding>, string]>([
  [
    { realm: "roles", rights: ["62e90394-69f5-4237-9190-012177145e10"] },
    "Global Administrator (could change",
  ],
  [{ realm: "roles", rights: ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"] }, "Global Reader (reads what"],
  [
    { realm: "roles", rights: ["00000000-0000-4000-8000-000000000001"] },
    "the role 00000000-0000-4000-8000-0",
  ],
  [{ holder: "slack", realm: "slack", rights: ["channels:history"] }, "could read what people say"],
  [{ holder: "slack", realm: "slack", rights: ["chat:write.customize"] }, "under another name"],
  [{ holder: "slack", realm: "slack", rights: ["admin.users:write"] }, "could administer the workspace"],
  [{ realm: "azure", rights: ["*"] }, "* (could change or delete the log itself)"],
  [
    { realm: "azure", rights: ["microsoft.operationalinsights/workspaces/purge/action"] },
    "what the log holds",
  ],
  [{ realm: "azure", rights: ["microsoft.support/*"] }, "microsoft.support/* (not needed)"],
  [{ realm: "azure", rights: ["*/read"] }, "*/read (reads what"],
  [{ kind: "shared", rights: ["app-1"] }, "signs in to Entra as the Teams bot does (client id app-1)"],
])("%o says what it means", (finding, said) => {
  expect(words(finding)).toContain(said);
});

test("whatever is needed and missing, it is said what will not work, and how it is granted", () => {
  const needed = { watch: [...ofGraph, ...ofDirectory], slack: scopes } as const;
  for (const [holder, rights] of Object.entries(needed) as ["watch" | "slack", readonly string[]][])
    for (const right of rights) {
      const [less] = judgeRights(holder, holder === "slack" ? "slack" : "graph", [], [right]);
      const said = less ? findingWords(less) : "";
      expect(said).toMatch(new RegExp(`lacks ${RegExp.escape(right)} \\(.{20,}\\)\\. (Grant|Install)`));
      expect(said).not.toContain("a part of it will not work");
    }
});

test("a thousand rights are one message that can be read", () => {
  const rights = Array.from({ length: 1_000 }, (_, n) => `Thing${n}.ReadWrite.All`);
  expect(words({ rights })).toContain("and 992 more.");
  expect(words({ rights }).length).toBeLessThan(1_500);
});

const isRead = (name: string) => inGraph(name).includes("reads what the bot does not need");

test("of all that Microsoft lists, only what it calls Read itself is said to read and no more", () => {
  expect(listed.change.length).toBeGreaterThan(200);
  const verbs = [...listed.change, ...listed.others].filter(isRead).map((name) => name.split(".")[1] ?? "");
  expect(verbs.filter((verb) => !/^Read(?!.*(Write|Consent))/.test(verb))).toEqual([]);
  const changing = listed.change.filter(isRead); // by Microsoft's own table, and against its own name
  expect(changing.filter((name) => !/\.Read\.\w+$/.test(name))).toEqual([]);
});
