import type { OwnStep, OwnStepState } from "../runbook/own-step.ts";
import type { Digest, Instant, Millis, Percent } from "../units.ts";
import type { HookPoint, PlannedHook } from "./hook.ts";
import type { Leg } from "./leg.ts";
import type { Signals } from "./signals.ts";
import type { Step } from "./step.ts";
import type { Target } from "./target.ts";
import type { Verdict } from "./verdict.ts";
import type { JudgedWindow, WindowCounts } from "./window.ts";

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
  /** Instances of the baseline at full size: as planned, or as many as ran when it began, if those were more (T12). */
  readonly size: number;
  readonly hooks: readonly PlannedHook[];
  /** Steps of the runbook that the service added, in their order, and how far each one came, by its number. */
  readonly own: readonly OwnStep[];
  readonly ownStates: Readonly<Record<number, OwnStepState>>;
  readonly runbook: Digest;
  readonly candidate: BuildRef;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly phase: RolloutPhase;
  /** `awaited`: people have to hear that it starts, before anything is done. */
  readonly announced: "unasked" | "awaited" | "done";
  readonly baseline: BuildRef | null;
  /** Orders this rollout among all that ever held the environment (its hold's version). */
  readonly hold: number;
  readonly step: number;
  readonly stepSince: Instant;
  /** Instances that each side was asked to have, confirmed or not. */
  readonly candidateCount: number;
  readonly baselineCount: number;
  /** Hooks that were begun, whatever became of them; those that passed; those that failed for good. */
  readonly hooksRun: readonly HookPoint[];
  readonly hooksPassed: readonly HookPoint[];
  readonly hooksFailed: readonly HookPoint[];
  /** On this step or leg a side that is about to lose its last instances has given up its traffic. */
  readonly shifted: boolean;
  /** Since when users get the maintenance answer; null while the router is open. */
  readonly closedAt: Instant | null;
  /** On the way to the step before, after one that could not be reached. */
  readonly reverting: boolean;
  /** There, the baseline has that step's instances ready again. */
  readonly regrown: boolean;
  /** How often that happened. */
  readonly reverts: number;
  /** The candidate has this step's instances ready. */
  readonly ready: boolean;
  readonly smoked: boolean;
  /** When this step's weight was read back; null until then. */
  readonly weightAt: Instant | null;
  /** The candidate's weight that was last read back. */
  readonly weight: Percent;
  /** All windows of the way up, whatever the step; after promotion the last ones. */
  readonly windows: readonly JudgedWindow[];
  /** When the candidate was last given instances that had no traffic before. */
  readonly grownAt: Instant | null;
  /** How often a person let it go on. */
  readonly resumes: number;
  readonly lastWindowAt: Instant | null;
  readonly verdict: Verdict | null;
  readonly approved: boolean;
  /** Since when, and until when, people are asked for the go; `lateAt`: when that was over and told. */
  readonly asked: { readonly at: Instant; readonly until: Instant; readonly lateAt: Instant | null } | null;
  readonly paused: Paused | null;
  /** Since when it has been paused or frozen, whichever came first; null when neither. */
  readonly heldAt: Instant | null;
  /** The calendar lets nothing advance; it goes on by itself when that is over. */
  readonly frozen: { readonly at: Instant; readonly reason: string } | null;
  /** Health reports in a row that saw fewer candidate instances ready than the step asks for. */
  readonly unhealthy: number;
  /** The last failure of an effect on this step, in words. */
  readonly failure: string | null;
  /** The last one by kind of effect, so that two that fail in turn are not written down over and over. */
  readonly failures: Readonly<Record<string, string>>;
  /** The baseline before the candidate had traffic; null = not asked yet, or not where nobody compares with it. */
  readonly before: { readonly signals: Signals | null; readonly problem: string } | null;
  /** Answer of the data check before the candidate got traffic; "" = not asked. */
  readonly dataBefore: string;
  readonly rollback: Rollback | null;
  /** When people were told that it is past its point of no return. */
  readonly escalatedAt: Instant | null;
  readonly promotedAt: Instant | null;
  readonly keepUntil: Instant | null;
  readonly endedAt: Instant | null;
  /** Time spent doing, without bakes and waits (R179). */
  readonly executing: Millis;
  /** How long users got the maintenance answer, as planned: shown apart from availability (R183). */
  readonly downtime: Millis;
  /** Sums over the windows since promotion, for the validation figures. */
  readonly watched: Watched;
  /** Requests that the candidate was seen to answer, from its first weight on (R17). */
  readonly served: number;
  readonly freed: boolean;
};

export type Paused = {
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
  /** How long it was frozen meanwhile: nobody could let it go on. */
  readonly stood?: Millis;
  /** When its time was over, and people were told. */
  readonly lateAt?: Instant;
};

export type Rollback = {
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "drill";
  readonly legs: readonly Leg[];
  readonly leg: number;
  /** The baseline has this leg's instances ready. */
  readonly restored: boolean;
  /** When weight 0 was read back, at the end of the last leg. */
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

export const currentLeg = ({ id, rollback }: Rollout): Leg => {
  const leg = rollback?.legs[rollback.leg];
  if (leg === undefined) throw new RangeError(`rollout ${id} has no leg ${rollback?.leg}`);
  return leg;
};

/** What is on its way now; a report about anything else is an echo. */
export const targetOf = ({ phase, step, reverts, rollback }: Rollout): Target =>
  phase === "rolling-back" || phase === "rolled-back"
    ? { way: "back", index: rollback?.leg ?? 0, try: 0 }
    : { way: "on", index: step, try: reverts };

/** The weight that the candidate shall have now. */
export const desiredWeight = (rollout: Rollout): Percent => {
  if (rollout.phase === "rolling-back") return currentLeg(rollout).weight;
  if (rollout.phase === "rolled-back" || rollout.phase === "waiting") return 0 as Percent;
  return currentStep(rollout).weight;
};

/**
 * A side that is about to lose its last instances still has traffic: it goes to the other side first, for nothing is
 * stopped that users are sent to (T5). For a moment the other side carries more than its share, by at most the batch
 * that may be missing.
 */
export const mustShift = (rollout: Rollout): boolean => {
  const { phase, rollback, weightAt, baselineCount, candidateCount, shifted } = rollout;
  if (shifted) return false;
  if (phase === "rolling-back") {
    if (rollback === null || rollback.zeroAt !== null) return false;
    const { meanwhile, closed } = currentLeg(rollout);
    return !closed && meanwhile === 0 && candidateCount > 0;
  }
  const { meanwhile, closed } = currentStep(rollout);
  return phase === "progressing" && !closed && weightAt === null && meanwhile === 0 && baselineCount > 0;
};

/**
 * The candidate has had no traffic, and what the build in service is like without it is not known yet (R79). Where users
 * are, and for what is to stay, alone.
 */
export const isBaselineAsked = ({ environment, purpose, phase, step, grownAt, closedAt, before }: Rollout): boolean =>
  environment === "production" &&
  purpose === "deploy" &&
  phase === "progressing" &&
  step === 0 &&
  grownAt === null &&
  closedAt === null &&
  before === null;

/** Nothing that users could notice is changed, but on a way back: people paused it, or the calendar stops it. */
export const isHeldUp = ({ paused, frozen }: Rollout): boolean => paused !== null || frozen !== null;

/** Somebody reaches the candidate: its weight says so, or a cohort does. Triggers are armed from then on. */
export const isExposed = (rollout: Rollout): boolean =>
  rollout.weight > 0 || (rollout.weightAt !== null && currentStep(rollout).cohort !== null) || hadCohort(rollout);

const hadCohort = ({ steps, step, weightAt }: Rollout): boolean => weightAt === null && steps[step - 1]?.cohort != null;

/** Candidate instances that must be ready for the traffic it has now; those of the next step are still on their way. */
export const capacityWanted = (rollout: Rollout): number =>
  rollout.weightAt === null ? (rollout.steps[rollout.step - 1]?.candidate ?? 0) : currentStep(rollout).candidate;
