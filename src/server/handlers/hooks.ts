import { takeHook } from "../../api/routes/hook-routes.ts";
import type { Taken } from "../../api/take-alert.ts";
import type { Actor } from "../../domain/release/commands.ts";
import { AppError } from "../../errors.ts";
import type { Call } from "../call.ts";
import { digestOf, hookActor, hookCaller, requestOf } from "../hooks/hook-caller.ts";
import type { Hook } from "../hooks/open-hooks.ts";
import { takeAlerts } from "../hooks/take-alerts.ts";
import { takeEvidence } from "../hooks/take-evidence.ts";
import { takeTicket } from "../hooks/take-ticket.ts";
import type { House } from "../house.ts";
import type { Principal } from "../principal.ts";
import { type Served, serve } from "../register.ts";
import { once } from "../repeats.ts";

type HookCall = Call<typeof takeHook>;

/** What other systems send. Whatever is refused of it is written down. */
export const hookHandlers = (house: House): readonly Served[] => [
  serve(takeHook, async (call) => {
    const hook = house.hooks.get(call.params.hook);
    let who: Principal | null = null;
    try {
      if (hook === undefined) throw new AppError("HOOK_UNKNOWN", { hook: call.params.hook });
      const body = call.body instanceof Uint8Array ? call.body : new Uint8Array();
      who = await hookCaller(house.access, hook, { ...call, body });
      if (!who.permissions.has("prepare"))
        throw new AppError("NOT_PERMITTED", { person: who.person.id, permission: "prepare" });
      return { taken: [...(await takenOnce(house, hook, who, call, Buffer.from(body).toString()))] };
    } catch (error) {
      // The name of one that is unknown is a stranger's text.
      const route = hook === undefined ? "webhook" : `webhook ${hook.name}`;
      if (error instanceof AppError) await house.gate.refused(who, { route, code: error.code, address: call.address });
      throw error;
    }
  }),
];

/** The same id is the same call, sent again because its answer was lost. */
const takenOnce = async (
  house: House,
  hook: Hook,
  who: Principal,
  { signature }: Pick<HookCall, "signature">,
  body: string,
): Promise<readonly Taken[]> => {
  const request = requestOf(hook, who, signature);
  const act = () => take(house, hook, body, (part) => hookActor(hook, who, part === null ? null : request, part ?? ""));
  if (request === null) return act();
  const repeatable = { id: request, of: digestOf(body), key: signature.id ?? "" };
  const done = await once(house.vault, repeatable, house.access.now, async () => ({ status: 200, body: await act() }));
  return done.body as readonly Taken[];
};

const take = async (
  house: House,
  { kind }: Hook,
  body: string,
  by: (part: string | null) => Actor,
): Promise<readonly Taken[]> => {
  switch (kind) {
    case "alertmanager":
      return takeAlerts(house, body, by);
    case "evidence":
      // One report is several commands, each of which does nothing when it was done before.
      return [await takeEvidence(house, body, by(null))];
    case "tickets":
      return [await takeTicket(house, body, by("ticket"))];
  }
};
