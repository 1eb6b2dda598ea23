import { actingOn, settle } from "../acting.ts";
import { command } from "../command.ts";
import { as, reason, release } from "../options.ts";

export const retry = command({
  name: "retry",
  summary: "Begin a failed stage anew with the same build, from its first step",
  args: { release },
  options: { reason: reason("what is different now; it stands in the history"), as },
  examples: [['retry shop-1.1.0 --reason "its disk is empty again" --as ada', "only where the build was not at fault"]],
  async run({ release: id, reason, as }, context) {
    const { engine, by } = await actingOn(context, id, as);
    settle(context, await engine.command(id, by, { type: "RestartAttempt", reason }));
    context.say(`Next: headgate run ${id}`);
    return 0;
  },
});
