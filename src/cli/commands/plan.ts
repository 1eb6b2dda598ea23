import { readPlan, readReleasePlan } from "../../api/read-plan.ts";
import { millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { argument, command, option } from "../command.ts";
import { layoutOf } from "../layout.ts";
import { productionAt } from "../options.ts";
import { anyText, optional, orElse } from "../reader.ts";
import { planText } from "../text/plan-text.ts";
import { length, rate, share } from "../values.ts";

export const plan = command({
  name: "plan",
  summary: "Show what a release will go through and what it can prove, before anything starts",
  args: { release: argument(optional(anyText), "id of a release; without one, by headgate.yaml as it stands") },
  options: {
    measure: option(
      orElse(length, millis(5_000)),
      "TIME",
      "how long to count requests, in each environment (else 5s); 0s: do not",
    ),
    rps: option(optional(rate), "N", "requests per second to plan with, instead of counting them"),
    productionAt,
    errorRate: option(optional(share), "SHARE", "share of requests that fail, such as 0.1%; goes with --rps"),
  },
  examples: [
    ["plan", "steps, waiting periods, messages, what a step can prove, and what is missing yet"],
    ["plan shop-1.1.0 --json | jq .missing", "by what the release pinned when it was opened"],
    [
      "plan --production-at 2026-12-15T20:00Z",
      "by when each stage has to be left, and which notices would come too late",
    ],
    ["plan --rps 100 --error-rate 0.1%", "what the verdicts could prove at this traffic"],
  ],
  async run({ release, measure, rps, errorRate, productionAt = null }, context) {
    if ((rps === undefined) !== (errorRate === undefined))
      throw new AppError("USAGE", {
        problem: "--rps and --error-rate go together.",
        fix: "Write both, such as --rps 100 --error-rate 0.1%, or neither: then requests are counted.",
      });
    const given = rps === undefined || errorRate === undefined ? null : { rps, errorRate };
    const asked = { source: { given, measure }, productionAt };
    const looking = { engine: context.engine, signal: context.io.signal };
    const answer = await (release === undefined
      ? readPlan(looking, await context.project(), asked, context.io.now())
      : readReleasePlan(looking, await (await context.engine()).load(release), asked));
    context.answer(answer, () => planText(answer, layoutOf(context.io)));
    return 0;
  },
});
