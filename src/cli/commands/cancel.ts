import { actingOn, settle } from "../acting.ts";
import { command } from "../command.ts";
import { as, reason, release } from "../options.ts";

export const cancel = command({
  name: "cancel",
  summary: "End a release; what is rolled out goes back",
  args: { release },
  options: { reason: reason("why; it stands in the history"), as },
  examples: [['cancel shop-1.1.0 --reason "superseded by 1.2.0" --as ada', "nothing of it can be started any more"]],
  async run({ release: id, reason, as }, context) {
    const { engine, by } = await actingOn(context, id, as);
    settle(context, await engine.command(id, by, { type: "Cancel", reason }));
    const { release: after } = await engine.load(id);
    if (after.rollouts.some(({ phase }) => phase === "rolling-back"))
      context.say(`Carry the way back out: headgate run ${id}`);
    return 0;
  },
});
