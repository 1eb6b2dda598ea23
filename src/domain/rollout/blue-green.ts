import { percent } from "../units.ts";
import { bare, type Draft } from "./draft.ts";
import type { BlueGreen } from "./strategy.ts";

/**
 * Blue-green: the candidate at full size on the idle side, looked at without traffic; then all traffic in one switch.
 * The baseline stays warm at full size, so the way back is one switch too.
 */
export const blueGreenSteps = ({ kind: _, idle, ...waits }: BlueGreen, count: number): readonly Draft[] => {
  const both = { ...bare, candidate: count, baseline: count, meanwhile: count };
  return [
    { ...both, weight: percent(0), ...idle },
    { ...both, weight: percent(100), ...waits },
  ];
};
