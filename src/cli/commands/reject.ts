import { actingOn, confirm, settle } from "../acting.ts";
import { command } from "../command.ts";
import { as, reason, release, requirement, yes } from "../options.ts";

export const reject = command({
  name: "reject",
  summary: "Say no to an approval, which ends the release",
  args: { release, requirement },
  options: { reason: reason("why; it stands in the history"), as, yes },
  examples: [
    ['reject shop-1.1.0 A9 --reason "checkout is broken on phones" --as ben', "end the release; what runs goes back"],
  ],
  async run({ release: id, requirement: approval, reason, as, yes }, context) {
    const { engine, by } = await actingOn(context, id, as);
    if (by.kind === "human")
      await confirm(
        context,
        yes,
        `This ends ${id} and returns what it rolled out. Reject ${approval}?`,
        "the rejection",
      );
    settle(context, await engine.command(id, by, { type: "Reject", requirement: approval, reason }));
    context.say(`What is rolled out goes back with: headgate run ${id}`);
    return 0;
  },
});
