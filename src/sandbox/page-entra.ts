// The Entra pane's part of the page: what is done in Entra, what breaks, and what was heard of it.
import { z } from "zod";
import { toChange, toSignIn } from "./entra-acts.ts";
import type { EntraState } from "./page/state.ts";
import { type Act, act, type PageWorld } from "./page-act.ts";

const name = z.string().min(1).max(100);
/** Seconds until the row can be read. */
const late = z.number().min(0).max(3_600);

export const entraActs: Readonly<Record<string, Act>> = {
  "/api/entra/sign-in": act(
    z.strictObject({ account: name, place: name, outcome: name, interactive: z.boolean(), late }),
    ({ entra }, wanted) => {
      entra.signIn(toSignIn(wanted));
      return {};
    },
  ),
  "/api/entra/change": act(
    z.strictObject({ account: name, change: name, doer: name, late }),
    ({ entra }, wanted) => {
      entra.change(toChange(wanted));
      return {};
    },
  ),
  "/api/entra/connected": act(z.strictObject({ on: z.boolean() }), ({ entra }, { on }) => {
    entra.connected(on);
    return {};
  }),
  "/api/entra/fault": act(
    z.strictObject({
      part: z.enum(["log-analytics", "graph", "login"]),
      fault: z.enum(["none", "throttled", "unavailable", "cut", "partial", "hanging", "refused"]),
    }),
    ({ entra }, { part, fault }) => {
      entra.fault(part, fault);
      return {};
    },
  ),
  "/api/entra/alert": act(z.strictObject({}), async ({ fireAlert }) => {
    await fireAlert();
    return {};
  }),
  "/api/outage": act(
    z.strictObject({ what: z.enum(["slack", "teams"]), down: z.boolean() }),
    ({ outages }, { what, down }) => {
      outages.set(what, down);
      return {};
    },
  ),
  "/api/pager/fault": act(
    z.strictObject({ fault: z.enum(["none", "down", "throttled", "hanging"]) }),
    ({ pager }, { fault }) => {
      pager.fault(fault);
      return {};
    },
  ),
};

/** More than anybody reads. */
const mostShown = 60;

export function entraState({ entra, pager }: Pick<PageWorld, "entra" | "pager">): EntraState {
  const { connected, faults } = entra.state();
  return {
    rows: entra.log().slice(0, mostShown),
    connected,
    faults,
    paged: pager
      .heard()
      .map(({ at, incident, action, text }) => ({ at, incident, action, text }))
      .reverse()
      .slice(0, mostShown),
    pagerFault: pager.state().fault,
  };
}
