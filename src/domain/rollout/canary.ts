import { bare, type Draft } from "./draft.ts";
import type { Canary } from "./strategy.ts";

/**
 * Canary: the candidate beside a baseline that stays at full size to the end, so that the way back never needs an
 * instance that is not there yet (T4). Capacity follows the weight, rounded up, and never less than one (T3).
 */
export const canarySteps = ({ steps }: Canary, count: number): readonly Draft[] =>
  steps.map(({ weight, ...waits }) => ({
    ...bare,
    ...waits,
    weight,
    candidate: Math.max(1, Math.ceil((count * weight) / 100)),
    baseline: count,
    meanwhile: count,
  }));
