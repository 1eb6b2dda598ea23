import { actingOn, confirm, settle } from "../acting.ts";
import { command } from "../command.ts";
import { as, reason, release, requirement, yes } from "../options.ts";

export const breakGlass = command({
  name: "break-glass",
  summary: "Open one requirement alone in an emergency; somebody else reviews it afterwards",
  args: { release, requirement },
  options: { reason: reason("what cannot wait; it stands in the history and on the documents"), as, yes },
  examples: [
    [
      'break-glass shop-1.1.0 staging.demo --reason "checkout is down, the fix cannot wait" --as ada',
      "open it for this build; a review falls due",
    ],
  ],
  async run({ release: id, requirement, reason, as, yes }, context) {
    const { engine, by } = await actingOn(context, id, as);
    if (by.kind === "human")
      await confirm(
        context,
        yes,
        `This opens ${requirement} of ${id} on your word alone, and is reviewed. Break the glass?`,
        "break-glass",
      );
    settle(context, await engine.command(id, by, { type: "BreakGlass", requirement, reason }));
    context.say(`Who reviews it, and how: headgate status ${id}`);
    return 0;
  },
});
