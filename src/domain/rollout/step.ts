import type { Millis, Percent } from "../units.ts";

/** What must hold before a step is left, besides its bake time. */
export type Gate = "analysis" | "approval";

/** The state that an environment shall be in. All strategies are lists of these; nothing else knows their names. */
export type Step = {
  /** The candidate's share of live traffic. */
  readonly weight: Percent;
  /** Instances of each side that must be ready before the weight is set. */
  readonly candidate: number;
  readonly baseline: number;
  /** Least time on the step after its weight was confirmed. */
  readonly bake: Millis;
  readonly gates: readonly Gate[];
  /** Most time for making it so (instances ready, smoke passed, weight confirmed); waits for people do not count. */
  readonly deadline: Millis;
};
