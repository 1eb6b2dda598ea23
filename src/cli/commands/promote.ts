import { argument, command, option } from "../command.ts";
import { as, environment, release } from "../options.ts";
import { giveOrder } from "../orders.ts";
import { optional, whole } from "../reader.ts";

export const promote = command({
  name: "promote",
  summary: "Give the go for the step that a rollout is on",
  args: { release, env: argument(optional(environment), "staging or production (else where a rollout is under way)") },
  options: {
    step: option(optional(whole(1)), "N", "the step that you looked at; refused when it is over"),
    as,
  },
  examples: [
    ["promote shop-1.1.0 --as ada", "the go that this step waits for"],
    ["promote shop-1.1.0 --step 2 --as ada", "only if it is still on step 2"],
  ],
  run: ({ release: id, env, step, as }, context) =>
    giveOrder(context, { id, env, as }, (rollout) => ({
      type: "Promote",
      step: step === undefined ? (rollout?.step ?? 0) : step - 1,
    })),
});
