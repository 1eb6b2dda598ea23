import type { Release } from "../domain/release/release.ts";
import type { RolloutOrder } from "../domain/rollout/commands.ts";
import { isLive, type Rollout } from "../domain/rollout/rollout.ts";
import { actor, settle } from "./acting.ts";
import type { Context } from "./context.ts";

/** Where a person means when no environment is typed: that of the rollout under way, else production. */
const environmentOf = ({ rollouts }: Release): string => rollouts.findLast(isLive)?.environment ?? "production";

/** Gives one order to the rollout of an environment. `orderFor` sees the rollout that the order is for, if there is one. */
export const giveOrder = async (
  context: Context,
  { id, env, as }: { readonly id: string; readonly env: string | undefined; readonly as: string | undefined },
  orderFor: (rollout: Rollout | undefined) => RolloutOrder,
): Promise<number> => {
  const engine = await context.engine();
  const { release } = await engine.load(id);
  const by = await actor(context, as, release.plan.people);
  const environment = env ?? environmentOf(release);
  const order = orderFor(release.rollouts.findLast((one) => one.environment === environment));
  settle(context, await engine.command(id, by, { type: "Order", environment, order }));
  return 0;
};
