import type { JudgedWindow } from "../../domain/rollout/window.ts";
import type { Instant, Percent } from "../../domain/units.ts";
import { weightsOf } from "./weights-of.ts";
import type { RecordedWindow } from "./windows-of.ts";

export type Recorded = {
  readonly windows: readonly JudgedWindow[];
  /** Weights were read off the requests. */
  readonly estimated: boolean;
  /** Windows before the candidate's first request, which are left out. */
  readonly before: number;
};

/**
 * Where the rollout stood in each window. It begins with the first request of the candidate, which is also when its
 * instances were new. Another weight is another step.
 */
export const judgedWindows = (windows: readonly RecordedWindow[]): Recorded => {
  const before = windows.findIndex(({ candidate, weight }) => (candidate?.requests ?? 0) > 0 || (weight ?? 0) > 0);
  const ours = before === -1 ? [] : windows.slice(before);
  const estimated = ours.some(({ weight }) => weight === null);
  const weights = estimated ? weightsOf(ours) : ours.map(({ weight }) => weight!);
  return { windows: placed(ours, weights), estimated, before: windows.length - ours.length };
};

const placed = (windows: readonly RecordedWindow[], weights: readonly Percent[]): readonly JudgedWindow[] => {
  const grownAt = windows[0]?.from;
  let confirmedAt: Instant | null = null;
  return windows.map((window, i) => {
    if (weights[i] !== weights[i - 1]) confirmedAt = window.from;
    return { ...window, weight: weights[i]!, confirmedAt, grownAt: grownAt ?? window.from, resumes: 0 };
  });
};
