import { z } from "zod";
import { percent } from "../domain/units.ts";
import type { Complaint, Path } from "./complaint.ts";
import type { Canary } from "./config.ts";
import { duration } from "./duration.ts";
import { asks } from "./explain.ts";
import type { Sound } from "./sound.ts";
import { strict } from "./values.ts";

const weightHelp = "write the candidate's share of live traffic in percent, such as 5";

const step = strict({
  weight: z
    .number({ error: asks(weightHelp) })
    .gt(0, { error: "is nothing; leave the step out to send the candidate nothing" })
    .max(100, { error: "is more than all traffic; write 100 at most" })
    .describe("The candidate's share of live traffic, in percent."),
  bake: duration.describe("The least time on this step, counted from when its weight is confirmed."),
  gates: z
    .array(z.enum(["analysis", "approval"]))
    .default(["analysis"])
    .describe("What must hold before the next step."),
});

const hour = "1h";
const defaultSteps = [5, 25, 50, 100].map((weight) => ({ weight, bake: hour }));

const steps = z.array(step).min(1, { error: "is empty; list the steps, the last one at 100" });

export const strategy = strict({
  canary: steps.prefault(defaultSteps).describe("Steps of live traffic, each watched before the next."),
}).transform(
  ({ canary }): Canary => ({
    kind: "canary",
    steps: canary.map(({ weight, ...rest }) => ({ weight: percent(weight), ...rest })),
  }),
);

export const strategyRules = (given: Sound<z.input<typeof strategy>> | undefined): readonly Complaint[] => {
  const weights = given?.canary?.map((step) => step?.weight) ?? [];
  const path = (i: number): Path => ["strategy", "canary", i, "weight"];
  const falling = weights.flatMap((weight, i): readonly Complaint[] => {
    const before = weights[i - 1];
    if (weight === undefined || before === undefined || weight > before) return [];
    const what = `is ${weight}, which does not rise above the step before (${before})`;
    return [{ path: path(i), what, fix: "sort the steps by weight" }];
  });
  const last = weights.at(-1);
  if (last === undefined || last === 100) return falling;
  const what = `is ${last} on the last step, so that the build would never take over`;
  return [...falling, { path: path(weights.length - 1), what, fix: "add { weight: 100, bake: 1h }" }];
};
