import type { Digest, Instant, Millis, Percent } from "../units.ts";
import type { Step } from "./step.ts";
import type { Verdict } from "./verdict.ts";
import type { Window, WindowCounts } from "./window.ts";

export type BuildRef = { readonly digest: Digest; readonly version: string };

/** Environment and purpose: `drill` goes up and is rolled back on purpose, and timed. */
export type Purpose = "deploy" | "drill";

export type RolloutPhase =
  /** Asked for; the environment is not held yet. */
  | "waiting"
  | "progressing"
  | "rolling-back"
  /** All traffic on the candidate; the baseline kept warm until `keepUntil`. */
  | "promoted"
  | "rolled-back"
  /** Promoted, and the rollback window is over: the baseline is gone. */
  | "closed";

/** One attempt to bring one build into one environment, folded from its events. */
export type Rollout = {
  readonly id: string;
  readonly environment: string;
  readonly purpose: Purpose;
  readonly attempt: number;
  readonly steps: readonly Step[];
  readonly runbook: Digest;
  readonly candidate: BuildRef;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly phase: RolloutPhase;
  readonly baseline: BuildRef | null;
  /** Orders this rollout among all that ever held the environment (its hold's version). */
  readonly hold: number;
  readonly step: number;
  readonly stepSince: Instant;
  /** The candidate has this step's instances ready. */
  readonly ready: boolean;
  readonly smoked: boolean;
  /** When this step's weight was read back; null until then. */
  readonly weightAt: Instant | null;
  /** The candidate's weight that was last read back. */
  readonly weight: Percent;
  readonly windows: readonly Window[];
  readonly lastWindowAt: Instant | null;
  readonly verdict: Verdict | null;
  readonly approved: boolean;
  readonly paused: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
  /** Health reports in a row that saw fewer candidate instances ready than the step asks for. */
  readonly unhealthy: number;
  /** The last failure of an effect on this step, in words. */
  readonly failure: string | null;
  /** Answer of the data check before the candidate got traffic; "" = not asked. */
  readonly dataBefore: string;
  readonly rollback: Rollback | null;
  readonly promotedAt: Instant | null;
  readonly keepUntil: Instant | null;
  readonly endedAt: Instant | null;
  /** Time spent doing, without bakes and waits (R179). */
  readonly executing: Millis;
  /** Sums over the windows since promotion, for the validation figures. */
  readonly watched: Watched;
  readonly freed: boolean;
};

export type Rollback = {
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "drill";
  /** The baseline has its full capacity ready. */
  readonly restored: boolean;
  /** When weight 0 was read back. */
  readonly zeroAt: Instant | null;
  readonly smoke: { readonly passed: number; readonly failed: number } | null;
  readonly dataAfter: string;
  readonly healthyAt: Instant | null;
  readonly removed: boolean;
  readonly escalatedAt: Instant | null;
};

export type Watched = WindowCounts & {
  readonly windows: number;
  /** Windows in which requests came and none but a few failed; the rule is `isGood`. */
  readonly goodWindows: number;
};

export const isLive = ({ phase }: Rollout): boolean =>
  phase === "waiting" || phase === "progressing" || phase === "rolling-back";

/** From the first step to the end of the rollback window a rollout can be rolled back. */
export const isReversible = ({ phase }: Rollout): boolean => isLive({ phase } as Rollout) || phase === "promoted";

export const currentStep = (rollout: Rollout): Step => {
  const step = rollout.steps[rollout.step];
  if (step === undefined) throw new RangeError(`rollout ${rollout.id} has no step ${rollout.step}`);
  return step;
};

/** The weight that the candidate shall have now. */
export const desiredWeight = (rollout: Rollout): Percent => {
  if (rollout.phase === "rolling-back" || rollout.phase === "rolled-back" || rollout.phase === "waiting")
    return 0 as Percent;
  return currentStep(rollout).weight;
};

/** Candidate instances that must be ready for the traffic it has now; those of the next step are still on their way. */
export const capacityWanted = (rollout: Rollout): number =>
  rollout.weightAt === null ? (rollout.steps[rollout.step - 1]?.candidate ?? 0) : currentStep(rollout).candidate;
