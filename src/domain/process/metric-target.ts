/** What is measured of every release, and the target that it is held against. */
export type MetricTarget = {
  readonly id: string;
  readonly title: string;
  readonly formula: string;
  readonly unit: string;
  readonly target: number;
  /** Why this service has another target than the process; absent where it has the same. */
  readonly reason?: string;
  readonly better: "lower" | "higher";
  readonly minSample: number;
};
