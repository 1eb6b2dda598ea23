import { actor, settle } from "../acting.ts";
import { argument, command } from "../command.ts";
import { as, release } from "../options.ts";
import { word } from "../reader.ts";

export const ack = command({
  name: "ack",
  summary: "Acknowledge the test alert that woke you",
  args: { release, alert: argument(word, "id of the alert, as it says itself") },
  options: { as },
  examples: [["ack shop-1.1.0 headgate-shop-1-1-0-3f9a --as bo", "counts if bo is on call, and in time"]],
  async run({ release: id, alert, as }, context) {
    const engine = await context.engine();
    const { release } = await engine.load(id);
    settle(
      context,
      await engine.command(id, await actor(context, as, release.plan.people), { type: "AcknowledgeAlert", alert }),
    );
    return 0;
  },
});
