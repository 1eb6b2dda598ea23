import { argument, command } from "../command.ts";
import { as, environment, release } from "../options.ts";
import { giveOrder } from "../orders.ts";
import { optional } from "../reader.ts";

export const resume = command({
  name: "resume",
  summary: "Let a paused rollout go on",
  args: { release, env: argument(optional(environment), "staging or production (else where a rollout is under way)") },
  options: { as },
  examples: [["resume shop-1.1.0 --as ada", "go on with the step that it is on"]],
  run: ({ release: id, env, as }, context) => giveOrder(context, { id, env, as }, () => ({ type: "Resume" })),
});
