import { type Millis, type Percent, percent } from "../domain/units.ts";
import { type Clears, clearsAfter } from "./clears-after.ts";
import type { Judging, KnownTraffic, PlannedStep } from "./planned-step.ts";
import { bestProof, provesAfter } from "./proves-after.ts";

/** What to change about a step; `weight`: the smallest one above the step's that would do; null when none would. */
export type Advice =
  | { readonly kind: "none" }
  /** A good build is cleared after the bake time only: the step lasts longer than planned. */
  | { readonly kind: "longer"; readonly needs: Millis; readonly weight: Percent | null }
  /** A good build is not cleared within the time to decide. `needs`: a time to decide that would do; null when none would. */
  | { readonly kind: "undecided"; readonly needs: Millis | null; readonly weight: Percent | null }
  /** Not even a large rise is proven within the time to decide; by `best` no method can; null = it never can. */
  | {
      readonly kind: "blind";
      readonly ratio: number;
      readonly needs: Millis | null;
      readonly best: Millis | null;
      readonly weight: Percent | null;
    };

/** What everybody would want to see. */
const large = 10;
/** Beyond one half the baseline is the smaller side. */
const weights = Array.from({ length: 50 }, (_, i) => percent(i + 1));

export const advise = (step: PlannedStep, traffic: KnownTraffic, judging: Judging): Advice => {
  const { decideWithin } = judging.settings;
  const isWithin = (length: Millis | null, limit: Millis): boolean => length !== null && length <= limit;
  const weightFor = (holds: (other: PlannedStep) => boolean): Percent | null =>
    step.weight >= 100 ? null : (weights.find((weight) => weight > step.weight && holds({ ...step, weight })) ?? null);
  const cleared = (other: PlannedStep): Clears["after"] => clearsAfter(other, traffic, judging).after;
  const ratio = Math.min(large, 1 / traffic.badShare);
  const proves = (other: PlannedStep): Millis | null => provesAfter(other, traffic, ratio, judging);

  if (step.weight < 100 && !isWithin(proves(step), decideWithin)) {
    const weight = weightFor((other) => isWithin(proves(other), decideWithin));
    return { kind: "blind", ratio, needs: proves(step), best: bestProof(step, traffic, ratio, judging), weight };
  }
  const needs = cleared(step);
  if (!isWithin(needs, decideWithin))
    return { kind: "undecided", needs, weight: weightFor((other) => isWithin(cleared(other), decideWithin)) };
  if (needs === null || needs <= step.bake) return { kind: "none" };
  return { kind: "longer", needs, weight: weightFor((other) => isWithin(cleared(other), step.bake)) };
};
