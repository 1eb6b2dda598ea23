import { toFixesAnswer } from "../../api/to-fixes-answer.ts";
import { actor, settle } from "../acting.ts";
import { argument, command } from "../command.ts";
import { as, release } from "../options.ts";
import { anyText, optional, word } from "../reader.ts";
import { columns } from "../text/columns.ts";

export const fix = command({
  name: "fix",
  summary: "Say that a planned fix was made in place, or list the planned ones",
  args: {
    release,
    trigger: argument(optional(word), "id of the trigger that it mends; without one, the list"),
    fix: argument(optional(anyText), "name under planned-fixes: in headgate.yaml, as the release was opened with it"),
  },
  options: { as },
  examples: [
    ["fix shop-1.1.0", "what was planned, and which check verifies it"],
    ["fix shop-1.1.0 trigger-1 no-upsell --as ada", "it counts when its check has passed"],
  ],
  async run({ release: id, trigger, fix, as }, context) {
    const engine = await context.engine();
    const { release } = await engine.load(id);
    const { plannedFixes = [], people } = release.plan;
    if (trigger === undefined || fix === undefined) {
      const rows = plannedFixes.map((one) => [one.name, one.kind, one.verifiedBy, one.does]);
      context.answer(toFixesAnswer(release), () => columns(rows).join("\n") || "No fix was planned for this release.");
      return 0;
    }
    const by = await actor(context, as, people);
    settle(context, await engine.command(id, by, { type: "ApplyFix", trigger, fix }));
    const check = plannedFixes.find(({ name }) => name === fix)?.verifiedBy ?? "";
    context.say(`It counts when ${check} has passed: headgate run ${id}`);
    return 0;
  },
});
