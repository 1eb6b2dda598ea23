/** A change that was thought out beforehand, for the day on which it is needed: no build, and nothing new (R132). */
export type PlannedFix = {
  readonly name: string;
  readonly kind: "configuration" | "flag";
  /** What it does, in words for whoever does it at night. */
  readonly does: string;
  /** The check of production that has to pass after it. */
  readonly verifiedBy: string;
};
