import type { Percent } from "../units.ts";

/** One stretch of the way back: what must be so before the next one begins. */
export type Leg = {
  /** The candidate's weight once the baseline's instances are ready. */
  readonly weight: Percent;
  /** Instances of the baseline that must be ready before the weight is set. */
  readonly baseline: number;
  /** Instances of the candidate that stay until then; the others make room first. */
  readonly meanwhile: number;
  /** Users get the maintenance answer until the weight is set. */
  readonly closed: boolean;
};
