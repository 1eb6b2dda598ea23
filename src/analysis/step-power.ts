import type { Millis } from "../domain/units.ts";
import { type Advice, advise } from "./advise.ts";
import { type Clears, clearsAfter } from "./clears-after.ts";
import type { Judging, KnownTraffic, PlannedStep } from "./planned-step.ts";
import { provesAfter, smallestWithin } from "./proves-after.ts";

/** What a step can show, at this traffic. Lengths in ms from the confirmed weight on; null = never. */
export type StepPower = Pick<PlannedStep, "weight" | "bake"> & {
  /** With all traffic there is nothing to compare with: the limits are judged, and rises are those above the limit. */
  readonly judgedBy: "comparison" | "limits";
  /** Smallest rise that is proven within the bake time, and within the time to decide, as a ratio; null = none is. */
  readonly smallest: { readonly inBake: number | null; readonly inTime: number | null };
  readonly rises: readonly Rise[];
  /** When a build that is as good as the baseline is shown to be good. */
  readonly good: Clears;
  readonly advice: Advice;
};

/** `share`: the error rate that a rise by `ratio` comes to. */
export type Rise = { readonly ratio: number; readonly share: number; readonly after: Millis | null };

/** Rises that people ask about; one to more than all requests is left out. */
const ratios = [2, 5, 10];

export const stepPower = (step: PlannedStep, traffic: KnownTraffic, judging: Judging): StepPower => {
  const { weight, bake } = step;
  const isCompared = weight < 100;
  const { decideWithin, guardrails } = judging.settings;
  const usual = isCompared ? traffic.badShare : guardrails.errorRate;
  const within = (time: Millis): number | null => smallestWithin(step, traffic, time, judging);
  return {
    weight,
    bake,
    judgedBy: isCompared ? "comparison" : "limits",
    smallest: { inBake: within(bake), inTime: within(decideWithin) },
    rises: ratios
      .map((ratio) => ({ ratio, share: usual * ratio }))
      .filter(({ share }) => share <= 1)
      .map((rise) => ({ ...rise, after: provesAfter(step, traffic, rise.ratio, judging) })),
    good: clearsAfter(step, traffic, judging),
    advice: advise(step, traffic, judging),
  };
};
