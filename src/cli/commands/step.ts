import { AppError } from "../../errors.ts";
import { argument, command, flag, option } from "../command.ts";
import { as, environment, release } from "../options.ts";
import { giveOrder } from "../orders.ts";
import { anyText, optional, orElse, whole } from "../reader.ts";

const usage = {
  problem: "headgate step needs one of --done and --failed.",
  fix: "Say how it went: --done, or --failed --note TEXT.",
};

export const step = command({
  name: "step",
  summary: "Say how a step of the runbook went that people do",
  args: {
    release,
    number: argument(whole(1), "its number, as headgate runbook prints it"),
    env: argument(optional(environment), "staging or production (else where a rollout is under way)"),
  },
  options: {
    done: flag("it is as the runbook expects"),
    failed: flag("it is not: before the promotion the rollout goes back"),
    note: option(orElse(anyText, ""), "TEXT", "what was seen; needed when it failed"),
    as,
  },
  examples: [
    ['step shop-1.1.0 4 --done --note "warehouse told, ticket 812" --as cy', "the rollout goes on"],
    ['step shop-1.1.0 4 --failed --note "the queue does not drain" --as cy', "the rollout goes back"],
  ],
  run({ release: id, number, env, done, failed, note, as }, context) {
    if (done === failed) throw new AppError("USAGE", usage);
    return giveOrder(context, { id, env, as }, () => ({ type: "ConfirmStep", number, isDone: done, note }));
  },
});
