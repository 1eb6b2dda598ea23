import { percent } from "../units.ts";
import { bare, type Draft } from "./draft.ts";
import type { Recreate } from "./strategy.ts";

/**
 * Recreate: an announced downtime. Users get the maintenance answer, the baseline is drained and stopped, the candidate
 * started and smoked, and only then the router opens.
 */
export const recreateSteps = (
  { kind: _, downtime: __, window: ___, ...waits }: Recreate,
  count: number,
): readonly Draft[] => [
  { ...bare, weight: percent(100), candidate: count, baseline: 0, meanwhile: 0, closed: true, ...waits },
];
