import { actingOn, settle } from "../acting.ts";
import { command, option } from "../command.ts";
import { as, reason, release } from "../options.ts";
import { moment } from "../values.ts";

export const reschedule = command({
  name: "reschedule",
  summary: "Change when production is planned",
  args: { release },
  options: {
    productionAt: option(moment, "TIME", "the new time, such as 2026-12-01T20:00Z"),
    reason: reason("why; it stands in the history"),
    as,
  },
  examples: [
    [
      'reschedule shop-1.1.0 --production-at 2026-12-01T20:00Z --reason "holiday" --as ada',
      "move it to another evening",
    ],
  ],
  async run({ release: id, productionAt, reason, as }, context) {
    const { engine, by } = await actingOn(context, id, as);
    settle(context, await engine.command(id, by, { type: "Reschedule", productionAt, reason }));
    for (const conflict of await engine.conflicts(id)) context.say(`Conflict: ${conflict}`);
    return 0;
  },
});
