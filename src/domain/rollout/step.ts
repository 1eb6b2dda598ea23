import type { Unanswered } from "../runbook/own-step.ts";
import type { Millis, Percent } from "../units.ts";
import type { WatchRule } from "./step-watch.ts";

/** What must hold before a step is left, besides its bake time. */
export type Gate = "analysis" | "approval";

/** Requests that carry this header or cookie with this value, such as those of the firm's own people. */
export type Cohort = { readonly by: "header" | "cookie"; readonly name: string; readonly value: string };

/** The state that an environment shall be in. All strategies are lists of these; nothing else knows their names. */
export type Step = {
  /** The candidate's share of live traffic. */
  readonly weight: Percent;
  /** Requests that reach the candidate whatever its weight. */
  readonly cohort: Cohort | null;
  /** Instances of each side once the step is reached. */
  readonly candidate: number;
  readonly baseline: number;
  /**
   * Instances of the baseline that stay while the candidate's are started. Fewer than before where there is no room for
   * both; never fewer than `baseline`.
   */
  readonly meanwhile: number;
  /** Users get the maintenance answer from before the baseline shrinks until the weight is set. */
  readonly closed: boolean;
  /** Least time on the step after its weight was confirmed. */
  readonly bake: Millis;
  readonly gates: readonly Gate[];
  /** How long the go of people is waited for; absent = for ever, as in a plan from before there was an end to it. */
  readonly answer?: { readonly within: Millis; readonly unanswered: Unanswered };
  /** The role that gives the go; absent = the one that answers for the rollout. */
  readonly asks?: string;
  /** Limits of this step alone. */
  readonly watch?: readonly WatchRule[];
  /** Most time for making it so (instances ready, smoke passed, weight confirmed); waits for people do not count. */
  readonly deadline: Millis;
  /** What is done when it is not reached in time: all the way back, or to the step before, where a person decides. */
  readonly late: "roll back" | "step back";
};
