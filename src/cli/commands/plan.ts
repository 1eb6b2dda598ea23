import { type Instant, millis } from "../../domain/units.ts";
import { AppError } from "../../errors.ts";
import { argument, command, option } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { productionAt } from "../options.ts";
import { type PlanAnswer, planAnswer, settledBy } from "../plan-answer.ts";
import { powerOf, type TrafficSource } from "../plan-power.ts";
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
    const source = { given, measure };
    const answer = await (release === undefined
      ? planHere(context, source, productionAt)
      : planOfRelease(context, release, source, productionAt));
    context.answer(answer, () => planText(answer, layoutOf(context.io)));
    return 0;
  },
});

const planHere = async (context: Context, source: TrafficSource, productionAt: Instant | null): Promise<PlanAnswer> => {
  const { config, process } = await context.project();
  const settled = settledBy(config, productionAt);
  const power = await powerOf(context, config, settled.environments, source);
  return planAnswer({ service: config.service, version: "V" }, process, settled, context.io.now(), power);
};

/** With another date it answers what rescheduling would come to. */
const planOfRelease = async (
  context: Context,
  id: string,
  source: TrafficSource,
  productionAt: Instant | null,
): Promise<PlanAnswer> => {
  const { release, process, config } = await (await context.engine()).load(id);
  const planned = { ...release.plan, productionAt: productionAt ?? release.plan.productionAt };
  const power = await powerOf(context, config, release.plan.environments, source);
  return planAnswer(
    { service: release.service, version: release.build.version },
    process,
    planned,
    release.openedAt,
    power,
  );
};
