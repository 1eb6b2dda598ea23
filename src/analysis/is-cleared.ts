import type { Clearance } from "./clearance.ts";
import { evidenceNeeded } from "./evidence-needed.ts";
import { type Guardrail, logMeets } from "./guardrail.ts";
import { logSum } from "./mixture.ts";
import type { Settings } from "./settings.ts";
import type { Cleared, StepTally } from "./step-tally.ts";

/** Weight of the comparison; the rest is the floor's. The floor is reached sooner where it is reached at all. */
export const relativeShare = 0.7;
export const floorShare = 1 - relativeShare;

/**
 * Log evidence against "worse than the margin and above the floor": a weighted mean of two e-values. One of the two is
 * enough for a build to be good (a floor of 0 is none): a service without errors can never show that it has fewer than twice as many as before.
 */
export const logCleared = (relative: Clearance, floor: Guardrail): number =>
  floor.limit === 0
    ? relative.evidence.log
    : logSum(relative.evidence.log + Math.log(relativeShare), logMeets(floor) + Math.log(floorShare));

export const isOutcomeCleared = ({ relative, floor }: Cleared, { beta }: Settings): boolean =>
  logCleared(relative, floor) >= evidenceNeeded(beta);

/** Evidence at the quantile that has least of it: every one has to be cleared. */
export const logLatencyCleared = ({ latency, limits }: StepTally): number =>
  Math.min(...latency.map((one) => logCleared(one, limits.slow)));
