// What the logs and a rotation know of one use, for timelines: sign-ins from 10 to 25 min past nine, then a renewal.
import type { Judgement } from "../../src/core/alert/events.ts";
import { type Alert, foldAlert } from "../../src/core/alert/state.ts";
import { type RequestId, rotationId } from "../../src/core/ids.ts";
import { foldRotation, type Rotation } from "../../src/core/rotation/state.ts";
import type { SignIn } from "../../src/core/sign-in/row.ts";
import { change, changesSeen, ofChange, ofSignIn, raised, seen, signIn } from "./alert-events.ts";
import { ada, after, alice, first, second } from "./cast.ts";
import { id } from "./events.ts";

const madeOf = (...events: Parameters<typeof foldAlert>[0]): Alert => {
  const alert = foldAlert(events);
  if (!alert) throw new Error("no alert: the events must begin with raised()");
  return alert;
};

/** These sign-ins, in one alert, all judged so. */
export const signInsOf = (judgement: Judgement, rows: readonly SignIn[]): Alert =>
  madeOf(raised(ofSignIn(judgement)), seen(rows));

/** Two sign-ins that the request allows. */
export const someUse = (request: RequestId = id): Alert =>
  signInsOf({ verdict: "approved", request }, [
    signIn(10),
    signIn(25, { application: "Azure CLI", ip: "198.51.100.9", city: "Munich" }),
  ]);

const byAccount = { id: first.id, name: first.upn, ip: "203.0.113.9" };
export const done = (at: number, operation: string, touches: readonly string[] = []) =>
  change(at, { operation, touches, by: byAccount });

/** What the account did: these changes, in one alert. */
export const changed = (changes: Parameters<typeof changesSeen>[0]): Alert =>
  madeOf(raised(ofChange({ topic: "policy", account: first.id })), changesSeen(changes));

/** Three hundred changes between 11 and 26 that say this and that in turn; one in the middle is of another kind. */
export const muchDone = (name = "Update user"): Alert =>
  changed([
    done(11, "Update conditional access policy", [second.id]),
    ...Array.from({ length: 297 }, (_, index) =>
      done(12 + index / 22, name, index % 2 ? [second.id, first.id] : []),
    ),
    done(18, "Add member to role", [second.id]),
    done(26, "Delete conditional access policy"),
  ]);

/** Opened by the use of this request at 6, proved at 60, confirmed at 70. */
export function renewed(request: RequestId = id): Rotation {
  const rotation = foldRotation([
    {
      type: "rotation-opened",
      at: after(6),
      rotation: rotationId(3),
      account: first.id,
      reason: { kind: "use", request, drill: undefined, user: alice.id, usedAt: after(25) },
      due: after(25 + 1_440),
    },
    {
      type: "rotation-proved",
      at: after(65),
      proof: {
        what: "password",
        changedAt: after(60),
        source: "directory",
        by: { id: ada.id, name: "ada@contoso.com" },
      },
    },
    { type: "rotation-confirmed", at: after(70), by: ada.id },
  ]);
  if (!rotation) throw new Error("no rotation");
  return rotation;
}
