import { expect, test } from "vitest";
import { ada, first, second } from "../../kit/cast.ts";
import { askGraph, clientsOf, graphScope, logsScope, practiceEntra, tokenFor } from "./kit.ts";

const by = { id: ada.id, name: "Ada", ip: "198.51.100.7" };
const select = "$select=id,lastPasswordChangeDateTime";
const monthBefore = "2026-10-22T09:00:00Z";

async function asker(options: Parameters<typeof practiceEntra>[0] = {}) {
  const { entra, pass } = await practiceEntra(options);
  const token = await tokenFor(entra, graphScope);
  const ask = (id: string, query = select) => askGraph(entra, token, `users/${id}?${query}`);
  return { entra, pass, ask };
}

test("the real client reads since when an account has its password", async () => {
  const { entra } = await practiceEntra();
  const { graph } = clientsOf(entra);
  expect(await graph.api(`/users/${first.id}`).select("id,lastPasswordChangeDateTime").get()).toEqual({
    "@odata.context":
      "https://graph.microsoft.com/v1.0/$metadata#users(id,lastPasswordChangeDateTime)/$entity",
    id: first.id,
    lastPasswordChangeDateTime: monthBefore,
  });
});

test.each(["Reset user password", "Change user password", "Reset password (by admin)"])(
  "%s changes it for that account alone, at the moment it happened, even while its row is late or lost",
  async (operation) => {
    const { entra, pass, ask } = await asker();
    entra.connected(false);
    pass(90.5);
    entra.change({ operation, targets: [first.id], by, ago: 30, late: 300 });
    expect((await ask(first.id)).json()["lastPasswordChangeDateTime"]).toBe("2026-11-21T09:01:00Z");
    expect((await ask(second.id)).json()["lastPasswordChangeDateTime"]).toBe(monthBefore);
  },
);

test.each([
  { operation: "Add FIDO2 security key", targets: [first.id], by },
  { operation: "Reset user password", targets: [first.id], by, result: "failure" },
  { operation: "Disable account", targets: [first.id], by },
] as const)("what is no new password does not change it: %o", async (change) => {
  const { entra, ask } = await asker();
  entra.change(change);
  expect((await ask(first.id)).json()["lastPasswordChangeDateTime"]).toBe(monthBefore);
});

test("without $select the password's age is not told, as in Graph", async () => {
  const { ask } = await asker();
  expect((await ask(first.id, "")).json()).toMatchObject({ id: first.id, userPrincipalName: first.upn });
  expect((await ask(first.id, "")).json()).not.toHaveProperty("lastPasswordChangeDateTime");
});

test.each([
  ["00000000-0000-4000-8000-00000000dead", select, 404, "Request_ResourceNotFound"],
  [first.id, "$select=id,nothing", 400, "BadRequest"],
  [first.id, "$select=__proto__", 400, "BadRequest"],
  [first.id, "$expand=manager", 400, "BadRequest"],
])("%s?%s is refused with %d", async (id, query, status, code) => {
  const { ask } = await asker();
  const answer = await ask(id, query);
  expect(answer.status).toBe(status);
  expect(answer.json()).toMatchObject({ error: { code } });
});

test("only a token for Graph opens it; a fault strikes it as it strikes the logs", async () => {
  const { entra, ask } = await asker();
  const path = `users/${first.id}?${select}`;
  expect((await askGraph(entra, undefined, path)).status).toBe(401);
  expect((await askGraph(entra, "made-up", path)).status).toBe(401);
  expect((await askGraph(entra, await tokenFor(entra, logsScope), path)).status).toBe(401);
  entra.fault("graph", "throttled");
  expect((await ask(first.id)).status).toBe(429);
  entra.fault("graph", "unavailable");
  expect((await ask(first.id)).status).toBe(503);
});
