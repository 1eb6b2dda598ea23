import { type Millis, millis, type Percent } from "../units.ts";
import type { Gate, Step } from "./step.ts";

export type CanaryPlan = {
  readonly steps: readonly { readonly weight: Percent; readonly bake: Millis; readonly gates: readonly Gate[] }[];
  /** Instances that carry all traffic. */
  readonly count: number;
  readonly readyWithin: Millis;
  /** Staging may rehearse the same weights with shorter bakes, and without the gate that needs real traffic. */
  readonly bakeFactor: number;
  readonly analysis: boolean;
};

/**
 * Canary: the candidate beside a baseline that stays at full size to the end, so that the way back never needs an
 * instance that is not there yet (T4). Capacity follows the weight, rounded up, and never less than one (T3).
 */
export const canarySteps = ({ steps, count, readyWithin, bakeFactor, analysis }: CanaryPlan): readonly Step[] =>
  steps.map(({ weight, bake, gates }) => ({
    weight,
    candidate: Math.max(1, Math.ceil((count * weight) / 100)),
    baseline: count,
    bake: millis(Math.round(bake * bakeFactor)),
    gates: analysis ? gates : gates.filter((gate) => gate !== "analysis"),
    deadline: millis(2 * readyWithin + 60_000),
  }));
