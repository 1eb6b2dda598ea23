import type { Step } from "../domain/rollout/step.ts";
import type { Judging, KnownTraffic, PlannedStep } from "./planned-step.ts";
import { type StepPower, stepPower } from "./step-power.ts";

/** What each step that verdicts gate can show, with its number from 1 on. Steps for own people alone have no share of the traffic. */
export const planPower = (
  steps: readonly Step[],
  traffic: KnownTraffic,
  judging: Judging,
): readonly (StepPower & { readonly step: number })[] =>
  steps.flatMap((step, i) =>
    isJudged(step) ? [{ step: i + 1, ...stepPower(planned(step, steps[i - 1]), traffic, judging) }] : [],
  );

export const isJudged = ({ gates, weight }: Step): boolean => gates.includes("analysis") && weight > 0;

const planned = ({ weight, bake, candidate }: Step, before: Step | undefined): PlannedStep => ({
  weight,
  bake,
  grows: before === undefined || before.weight === 0 || candidate > before.candidate,
});
