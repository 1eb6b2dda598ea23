/** What the recommendation of a strategy is computed from. */
export type StrategyAnswers = {
  /** Instances at full size. */
  readonly instances: number;
  /** Instances that can run beside them. */
  readonly spare: number;
  /** Whether users may meet a maintenance answer in an announced window. */
  readonly downtime: "none" | "window";
  /** Whether errors and latency are measured per version. */
  readonly metricsPerVersion: boolean;
  /** Whether the build changes the schema of its data. */
  readonly schemaChange: "none" | "compatible" | "breaking";
  /** Whether it is sure that users will accept the change. */
  readonly acceptance: "sure" | "unsure";
  /** What running the service twice for a while may cost. */
  readonly budget: "tight" | "double";
};
