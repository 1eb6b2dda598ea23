import { argument, command } from "../command.ts";
import { as, environment, reason, release } from "../options.ts";
import { giveOrder } from "../orders.ts";
import { optional } from "../reader.ts";

export const pause = command({
  name: "pause",
  summary: "Hold a rollout on its step",
  args: { release, env: argument(optional(environment), "staging or production (else where a rollout is under way)") },
  options: { reason: reason("why; it stands in the history"), as },
  examples: [
    ['pause shop-1.1.0 --reason "a partner is looking into it" --as ada', "it stays as it is, and is watched"],
  ],
  run: ({ release: id, env, reason, as }, context) =>
    giveOrder(context, { id, env, as }, () => ({ type: "Pause", reason })),
});
