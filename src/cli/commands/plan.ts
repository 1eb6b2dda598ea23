import { z } from "zod";
import { argument, command } from "../command.ts";
import type { Context } from "../context.ts";
import { layoutOf } from "../layout.ts";
import { type PlanAnswer, planAnswer, settledBy } from "../plan-answer.ts";
import { planText } from "../text/plan-text.ts";

export const plan = command({
  name: "plan",
  summary: "Show what a release will go through, before anything starts",
  args: { release: argument(z.string().optional(), "id of a release; without one, by headgate.yaml as it stands") },
  options: {},
  examples: [
    ["plan", "steps, waiting periods, messages, and what is missing yet"],
    ["plan shop-1.1.0 --json | jq .missing", "by what the release pinned when it was opened"],
  ],
  async run({ release }, context) {
    const answer = await (release === undefined ? planHere(context) : planOfRelease(context, release));
    context.answer(answer, () => planText(answer, layoutOf(context.io)));
    return 0;
  },
});

const planHere = async (context: Context): Promise<PlanAnswer> => {
  const { config, process } = await context.project();
  return planAnswer({ service: config.service, version: "V" }, process, settledBy(config));
};

const planOfRelease = async (context: Context, id: string): Promise<PlanAnswer> => {
  const { release, process } = await (await context.engine()).load(id);
  return planAnswer({ service: release.service, version: release.build.version }, process, release.plan);
};
